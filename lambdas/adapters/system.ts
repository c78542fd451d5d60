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
  // Secrets have one length, so their length tells nothing.
  sameSecret: (left, right) =>
    left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right)),
};
