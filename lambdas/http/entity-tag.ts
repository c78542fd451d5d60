import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { SettingsChanged } from '../domain/errors.ts';
import type { Monitor } from '../domain/monitor.ts';

/**
 * Names a monitor's settings as they are (RFC 9110, 8.8.3). Pings leave it as it is, or nobody could change a monitor
 * that is pinged every second.
 */
export function entityTag({ createdAt, revision }: Pick<Monitor, 'createdAt' | 'revision'>): string {
  return `"${createdAt.toString(36)}-${revision}"`;
}

/** Lets a request through whose `If-Match` names the settings as they are, or that has none; else throws SettingsChanged. */
export function requireMatch({ headers }: APIGatewayProxyEventV2, monitor: Monitor | undefined): void {
  const wanted = headers['if-match'];
  if (wanted === undefined) return;
  const tags = wanted.split(',').map((tag) => tag.trim());
  const isMatch = monitor !== undefined && (tags.includes('*') || tags.includes(entityTag(monitor)));
  if (!isMatch) throw new SettingsChanged();
}
