import type { Monitor } from '../../lambdas/domain/monitor.ts';
import type { PingKind } from '../../lambdas/domain/ping.ts';
import type { Address } from './fuzz-parts.ts';
import type { FuzzRequest, Meaning } from './fuzz-requests.ts';
import { slugKey, type World } from './fuzz-world.ts';

/** What must become of a request: one of these answers and, if it is taken, a ping of this kind to this monitor. */
export interface Verdict {
  statuses: readonly number[];
  monitorId?: string;
  kind?: PingKind;
  /** The words of a 400. */
  reason?: string;
}

/** Every answer that there is. */
const anyAnswer: Verdict = { statuses: [200, 201, 204, 400, 404, 405] };

/** Worked out from the conformance table, in its order of checks: key, then action and rid, then filters. */
export function verdictOf(world: World, { method, body, meant }: FuzzRequest): Verdict {
  if (!meant) return anyAnswer;
  const otherwise = mayBeNoUrl(meant) ? [404] : [];
  if (method === 'OPTIONS') return { statuses: [204, ...otherwise] };
  if (!meant.methods.includes(method)) return { statuses: [405, ...otherwise] };
  const found = find(world, meant.address);
  if (found === 'nobody') return { statuses: [404] };
  const { means } = meant.says;
  if (found === 'no id' || means === 'malformed')
    return { statuses: malformedAnswers(meant), reason: reasonOf(meant) };
  if (meant.rid === 'malformed') return { statuses: [400], reason: 'invalid uuid format' };
  if (found.creates) {
    const isFull = world.installation.autoCreated >= world.maxAutoCreated;
    return isFull ? { statuses: [404] } : { statuses: [201], monitorId: found.monitorId, kind: means };
  }
  const { monitorId } = found;
  const kept = body.bytes.subarray(0, 10_000);
  return {
    statuses: [200],
    monitorId,
    kind: kindFor(world.monitors.peek(monitorId).monitor, means, method, kept),
  };
}

/** Kuma's clients know only 404. */
function malformedAnswers(meant: Meaning): readonly number[] {
  if (meant.format === 'kuma') return [404];
  return mayBeNoUrl(meant) ? [400, 404] : [400];
}

function reasonOf({ methods }: Meaning): string {
  return methods.length === 1 ? 'invalid body' : 'invalid url format';
}

/** Behind a key that is not ours, what is no action is the id of a slug ping, or nothing at all. */
function mayBeNoUrl({ format, address, says }: Meaning): boolean {
  const isOurs = 'key' in address && /-[0-9a-z]{20}$/.test(address.key.text);
  return format === 'text' && 'key' in address && !isOurs && says.means === 'malformed';
}

type Found = 'nobody' | 'no id' | { monitorId: string; creates: boolean };

function find(world: World, address: Address): Found {
  if ('key' in address) {
    const { opens, until } = address.key;
    const isOpen = opens !== undefined && (until === undefined || world.system.now() < until);
    return isOpen ? { monitorId: opens, creates: false } : 'nobody';
  }
  if (world.installation.slugKey === undefined || address.slugKey !== slugKey) return 'nobody';
  if (!address.isId) return 'no id';
  if (exists(world, address.id)) return { monitorId: address.id, creates: false };
  return address.create === '1' ? { monitorId: address.id, creates: true } : 'nobody';
}

export function exists({ monitors }: World, id: string): boolean {
  try {
    return monitors.peek(id).monitor.id === id;
  } catch {
    return false;
  }
}

/** Sticky pause, then methods, then keywords: fail before success before start. */
function kindFor(monitor: Monitor, said: PingKind, method: string, body: Buffer): PingKind {
  const { status, manualResume, postOnly, bodyFilter } = monitor;
  if (status === 'paused' && manualResume) return 'ignored';
  if (postOnly && method !== 'POST') return 'ignored';
  if (!bodyFilter) return said;
  if (bodyFilter.fail.some((keyword) => body.includes(keyword))) return 'fail';
  if (bodyFilter.success.some((keyword) => body.includes(keyword))) return 'success';
  if (bodyFilter.start.some((keyword) => body.includes(keyword))) return 'start';
  return bodyFilter.defaultFail ? 'fail' : 'ignored';
}
