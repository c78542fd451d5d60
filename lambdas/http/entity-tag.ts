import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { InvalidInput, MonitorExists, SettingsChanged } from '../domain/errors.ts';
import type { Monitor } from '../domain/monitor.ts';

/** One entity tag, or `*`. A tag may hold commas and stars itself. */
const tagPattern = /(?:W\/)?"[^"]*"|\*/g;
const noMoreThanCommas = /^[\s,]*$/;

/**
 * Names a monitor's settings as they are (RFC 9110, 8.8.3). Pings leave it as it is, or nobody could change a monitor
 * that is pinged every second.
 */
export function entityTag({ createdAt, revision }: Pick<Monitor, 'createdAt' | 'revision'>): string {
  return `"${createdAt.toString(36)}-${revision}"`;
}

/** Whether a request has conditions at all. */
export function isConditional({ headers }: APIGatewayProxyEventV2): boolean {
  return headers['if-match'] !== undefined || headers['if-none-match'] !== undefined;
}

/**
 * Lets a request through whose conditions hold for the monitor that there is, if any (RFC 9110, 13.1.1 and 13.1.2). Throws
 * SettingsChanged if `If-Match` does not name its settings as they are, and MonitorExists if `If-None-Match` does.
 */
export function requireConditions(
  { headers }: APIGatewayProxyEventV2,
  monitor: Pick<Monitor, 'createdAt' | 'revision'> | undefined,
): void {
  const { 'if-match': wanted, 'if-none-match': unwanted } = headers;
  if (wanted !== undefined && !isAmong(readTags(wanted) ?? [], monitor)) throw new SettingsChanged();
  if (unwanted === undefined) return;
  const tags = readTags(unwanted);
  // A condition that nobody can read must not count as one that holds.
  if (!tags) throw new InvalidInput([{ field: 'If-None-Match', message: 'allowed are * and entity tags' }]);
  // Here a weak tag is as good as a strong one. An If-Match takes strong ones only.
  const strong = tags.map((tag) => tag.replace(/^W\//, ''));
  if (isAmong(strong, monitor)) throw new MonitorExists();
}

function isAmong(
  tags: readonly string[],
  monitor: Pick<Monitor, 'createdAt' | 'revision'> | undefined,
): boolean {
  return monitor !== undefined && (tags.includes('*') || tags.includes(entityTag(monitor)));
}

/** The tags in a header, or `undefined` if it holds anything else, or nothing. */
function readTags(header: string): string[] | undefined {
  const rest = header.replaceAll(tagPattern, '');
  return noMoreThanCommas.test(rest) ? (header.match(tagPattern) ?? undefined) : undefined;
}
