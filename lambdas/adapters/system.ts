import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { System } from '../usecases/ports.ts';

/** The machine's clock and its sources of chance. */
export const system: System = {
  now: Date.now,
  sleep: (milliseconds) => sleep(milliseconds),
  random: Math.random,
  randomBytes: (count) => randomBytes(count),
  uniqueId: randomUUID,
  sameSecret,
};

/** How long a key is, is no secret. */
function sameSecret(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
