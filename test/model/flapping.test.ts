import fc from 'fast-check';
import { isTold } from '../../lambdas/domain/flip.ts';
import { hourMs, minuteMs } from '../../lambdas/domain/time.ts';
import { deeds, type History, restlessHistories } from './histories.ts';
import { Cloud, Play, type Seen } from './play.ts';

// What people can rely on when a monitor flaps, by timers that are never late and clocks that are a little behind.

const quietMs = 15 * minuteMs;
const mostBehindMs = 20_000;
const aHistory = restlessHistories([deeds.pings, deeds.looks, deeds.pauses, deeds.changes]);
const behindMs = fc.array(fc.oneof(fc.constant(0), fc.nat({ max: mostBehindMs })), {
  maxLength: 40,
  size: 'max',
});

/** What people are told with a change, if anything; or that they are not, for they have paused it. */
type Message = 'alert' | 'notice' | 'steady' | 'paused';

interface Moment extends Seen {
  message: Message | undefined;
}

function messageOf({ before, after }: Seen): Message | undefined {
  if (after.settled && !before.settled) return 'steady';
  if (after.flip === before.flip) return undefined;
  if (after.status === 'paused') return 'paused';
  if (!isTold(after)) return undefined;
  return after.flapping ? 'notice' : 'alert';
}

function momentsOf(history: History, behind: readonly number[]): Moment[] {
  const moments: Moment[] = [];
  const cloud = new Cloud(history.settings, (seen) => moments.push({ ...seen, message: messageOf(seen) }));
  Play.script(history).script.forEach(({ now, deed }, index) => {
    cloud.lookAtEachInstant(now);
    cloud.do(deed, now - (behind[index] ?? 0));
  });
  return moments;
}

/** Whether people then believe that it is down. */
function believesDown(before: boolean, { after, message }: Moment): boolean {
  return message === undefined || message === 'paused' ? before : after.status === 'down';
}

function holds(check: (moments: Moment[]) => void): void {
  const property = fc.property(aHistory, behindMs, (history, behind) => check(momentsOf(history, behind)));
  fc.assert(property, { numRuns: 30 });
}

/** The moments at which people learn something, up to each end of flapping. */
function untilEachEnd(moments: readonly Moment[]): Moment[][] {
  const parts: Moment[][] = [[]];
  for (const moment of moments.filter(({ message }) => message !== undefined)) {
    parts.at(-1)?.push(moment);
    if (moment.before.flapping && !moment.after.flapping) parts.push([]);
  }
  return parts;
}

describe('in every history of a restless monitor,', () => {
  test('people know whether it is down, unless it flaps or is paused', () => {
    holds((moments) => {
      let believedDown = false;
      for (const moment of moments) {
        const { status, flapping } = moment.after;
        believedDown = believesDown(believedDown, moment);
        if (!flapping && status !== 'paused') expect(believedDown).toBe(status === 'down');
      }
    });
  });

  test('no flapping goes on when 15 minutes have passed without a flip', () => {
    holds((moments) => {
      for (const { now, before, after } of moments.filter((one) => one.before.flapping)) {
        if (!after.flapping) continue;
        const { detectedAt = 0 } = before.flip ?? {};
        expect(now - detectedAt).toBeLessThanOrEqual(quietMs + mostBehindMs);
      }
    });
  });

  test('nobody is told that it is steady before 15 minutes have passed without a flip', () => {
    holds((moments) => {
      for (const { now, before } of moments.filter(({ message }) => message === 'steady')) {
        expect(now - (before.flip?.detectedAt ?? now)).toBeGreaterThanOrEqual(quietMs);
      }
    });
  });

  test('after they were told that it flaps, people are told nothing until it is steady or paused', () => {
    holds((moments) => {
      for (const part of untilEachEnd(moments)) {
        const messages = part.map(({ message }) => message);
        const notice = messages.indexOf('notice');
        const [next, ...others] = notice < 0 ? [] : messages.slice(notice + 1);
        expect([undefined, 'steady', 'paused']).toContain(next);
        expect(others).toEqual([]);
      }
    });
  });

  test('people are told of ten flips in an hour, and with the eleventh that it flaps', () => {
    holds((moments) => {
      for (const part of untilEachEnd(moments)) {
        const alerts = part.filter(({ message }) => message === 'alert' || message === 'notice');
        let latest = 0;
        const noticedAt = alerts.map(({ after }) => {
          latest = Math.max(latest, after.flip?.detectedAt ?? 0);
          return latest;
        });
        alerts.forEach(({ message }, index) => {
          const tenBefore = noticedAt[index - 10] ?? Number.NEGATIVE_INFINITY;
          expect((noticedAt[index] ?? 0) - tenBefore <= hourMs).toBe(message === 'notice');
        });
      }
    });
  });
});
