import fc from 'fast-check';
import { isTold } from '../../lambdas/domain/flip.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { wakeUpAt } from '../../lambdas/domain/timer.ts';
import { deeds, type History, histories } from './histories.ts';
import { Cloud, Play, type Seen } from './play.ts';

// What holds of every monitor, also where the clocks that date events differ a little: of that the rules say nothing.

const aHistory = histories([deeds.pings, deeds.pings, deeds.looks, deeds.pauses, deeds.changes]);
const behindMs = fc.array(fc.oneof(fc.constant(0), fc.nat({ max: 20_000 })), { maxLength: 25, size: 'max' });

/** What is seen of a monitor by clocks that are behind now and then. */
function seenIn(history: History, behind: readonly number[]): Seen[] {
  const seen: Seen[] = [];
  const cloud = new Cloud(history.settings, (one) => seen.push(one));
  Play.script(history).script.forEach(({ now, deed }, index) => {
    cloud.do(deed, now - (behind[index] ?? 0));
  });
  return seen;
}

function holds(check: (seen: Seen[]) => void): void {
  fc.assert(fc.property(aHistory, behindMs, (history, behind) => check(seenIn(history, behind))));
}

function flipped(seen: readonly Seen[]): Monitor[] {
  return seen.filter(({ after, before }) => after.flip !== before.flip).map(({ after }) => after);
}

describe('in every history, by clocks that are behind now and then,', () => {
  test('flips are numbered from 1 without a gap, and each starts where the last one ended', () => {
    holds((seen) => {
      const [first] = seen;
      let [status, since] = ['new', first?.before.createdAt];
      for (const [index, { flip }] of flipped(seen).entries()) {
        expect(flip).toMatchObject({ seq: index + 1, from: status, since });
        [status, since] = [flip?.to ?? '', flip?.at];
      }
    });
  });

  test('the status changes exactly when there is a flip to it', () => {
    holds((seen) => {
      for (const { before, after } of seen) {
        expect(before.flip !== after.flip).toBe(before.status !== after.status);
        expect(after.status).toBe(after.flip?.to ?? 'new');
        expect(after.statusSince).toBe(after.flip?.at ?? after.createdAt);
      }
    });
  });

  test('no status begins before the last one did, and none is noticed before it began', () => {
    holds((seen) => {
      for (const { before, after } of seen) {
        expect(after.statusSince).toBeGreaterThanOrEqual(before.statusSince);
        const { detectedAt = 0, at = 0 } = after.flip ?? {};
        expect(detectedAt).toBeGreaterThanOrEqual(at);
      }
    });
  });

  test('the last check-in never moves backwards', () => {
    holds((seen) => {
      for (const { before, after } of seen) {
        if (after.checkinAt === undefined) expect(after.lastPing).toBeUndefined();
        else expect(after.checkinAt).toBeGreaterThanOrEqual(before.checkinAt ?? 0);
      }
    });
  });

  test('the alerts alternate between down and up, down first', () => {
    holds((seen) => {
      const told = flipped(seen).filter((monitor) => isTold(monitor));
      expect(told.map(({ flip }) => flip?.to)).toEqual(
        told.map((_, index) => (index % 2 === 0 ? 'down' : 'up')),
      );
    });
  });

  test('a pause that ends has left nothing of itself', () => {
    holds((seen) => {
      for (const { after } of seen.filter((one) => one.after.status !== 'paused')) {
        expect(after).not.toHaveProperty('manualResume');
        expect(after).not.toHaveProperty('resumeAt');
      }
    });
  });
});

describe('in every history, a timer', () => {
  test('is pending while there is something to come, never for later than that', () => {
    holds((seen) => {
      for (const { after } of seen) {
        const at = wakeUpAt(after);
        if (at === undefined) expect(after).not.toHaveProperty('armedFor');
        else expect(after.armedFor).toBeLessThanOrEqual(at);
      }
    });
  });

  test('that is to be set is set for what comes next, before the save where none is pending that early', () => {
    holds((seen) => {
      for (const { before, after, arm } of seen.filter((one) => one.arm !== 'no')) {
        const at = wakeUpAt(after);
        expect(after.armedFor).toBe(at);
        const isPending = before.armedFor !== undefined && (at ?? 0) >= (wakeUpAt(before) ?? Infinity);
        expect(arm).toBe(isPending ? 'after_save' : 'before_save');
      }
    });
  });

  test('that need not be set stays as it is', () => {
    holds((seen) => {
      for (const { now, before, after } of seen.filter((one) => one.arm === 'no')) {
        if ((wakeUpAt(after) ?? now) <= now) continue;
        expect(after.armedFor).toBe(before.armedFor);
      }
    });
  });
});
