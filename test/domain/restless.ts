import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { at, hourly, lived } from './course.ts';

const tenFlips = [11, 13, 15, 17, 19, 21, 23, 25, 27, 29].map(
  (minute, index) => `00:${minute} ${index % 2 === 0 ? 'fail' : 'success'}`,
);

/** Down and up by turns, each told: the first time at 00:11 and the tenth, which is to up, at 00:29. */
export function restless(overrides: Partial<Monitor> = {}): Monitor {
  return lived(hourly(overrides), '00:10 success', ...tenFlips);
}

/** The same, down at 00:30: with this flip people are told that it flaps. */
export function flapping(overrides: Partial<Monitor> = {}): Monitor {
  return lived(restless(overrides), '00:30 fail');
}

export const notice = { since: at('00:11'), flips: 11, seq: 12 };
