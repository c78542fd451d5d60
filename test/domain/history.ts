import fc from 'fast-check';
import { kindFor } from '../../lambdas/domain/filter.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import type { CheckInKind } from '../../lambdas/domain/ping.ts';
import { type Instant, secondMs } from '../../lambdas/domain/time.ts';
import {
  applyPause,
  applyPing,
  applyResume,
  applyTime,
  type Transition,
} from '../../lambdas/domain/transition.ts';
import { aMonitor, aPing } from '../support/monitors.ts';
import { createdAt } from '../support/nightly.ts';

type Deed = CheckInKind | 'pause' | 'sticky pause' | 'resume';

/** One step of a history: time passes, and then a ping comes, somebody pauses it, or looks at the clock. */
interface Step {
  /** How much time passes, in thousandths of the window: 1000 leads from a check-in exactly to its deadline. */
  waitPermille: number;
  event: Deed | 'look';
  rid: string | undefined;
  /** How far the clock that dates the event is behind. */
  behindMs: number;
}

/** Something that happened, with the monitor before and after it. */
export interface Happened extends Transition {
  event: Deed | 'miss';
  before: Monitor;
  now: Instant;
}

/** A monitor's schedule, and what then happens. */
interface History {
  intervalSeconds: number;
  gracePeriodSeconds: number;
  maxMisses: number;
  steps: Step[];
}

const aHistory = fc.record<History>({
  intervalSeconds: fc.integer({ min: 10, max: 7_200 }),
  gracePeriodSeconds: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 7_200 })),
  maxMisses: fc.integer({ min: 1, max: 3 }),
  steps: fc.array(
    fc.record<Step>({
      waitPermille: fc.oneof(fc.constantFrom(0, 1, 999, 1_000, 1_001), fc.nat({ max: 2_500 })),
      event: fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom('success' as const, 'look' as const) },
        { weight: 3, arbitrary: fc.constantFrom('fail' as const, 'start' as const) },
        { weight: 2, arbitrary: fc.constantFrom('pause' as const, 'sticky pause', 'resume') },
      ),
      rid: fc.constantFrom(undefined, undefined, 'a', 'b'),
      behindMs: fc.oneof(fc.constant(0), fc.constant(0), fc.nat({ max: 20_000 })),
    }),
    { maxLength: 60 },
  ),
});

/** Plays a history as the use cases do: whatever comes, a deadline that has passed is a miss first. */
function play({ intervalSeconds, gracePeriodSeconds, maxMisses, steps }: History): Happened[] {
  const schedule = { kind: 'every', text: `every ${intervalSeconds}s`, intervalSeconds } as const;
  const happened: Happened[] = [];
  let before = aMonitor({ schedule, gracePeriodSeconds, maxMisses });
  let clock = createdAt;
  for (const { waitPermille, event, rid, behindMs } of steps) {
    clock += waitPermille * (intervalSeconds + gracePeriodSeconds);
    const now = clock - behindMs;
    const missed = applyTime(before, now);
    if (missed) happened.push({ ...missed, event: 'miss', before, now });
    before = missed?.monitor ?? before;
    const done = event === 'look' ? undefined : apply(before, event, now, rid);
    if (done && event !== 'look') happened.push({ ...done, event, before, now });
    before = done?.monitor ?? before;
  }
  return happened;
}

function apply(monitor: Monitor, deed: Deed, now: Instant, rid: string | undefined): Transition | undefined {
  switch (deed) {
    case 'pause':
      return applyPause(monitor, now, false);
    case 'sticky pause':
      return applyPause(monitor, now, true);
    case 'resume':
      return applyResume(monitor, now);
    default: {
      const ping = aPing({ kind: deed, at: now, ...(rid !== undefined && { rid }) });
      return kindFor(monitor, ping) === 'ignored' ? undefined : applyPing(monitor, ping);
    }
  }
}

export function holdsForEveryHistory(check: (happened: Happened[]) => void): void {
  fc.assert(fc.property(aHistory, (history) => check(play(history))));
}

/** What becomes of a monitor of which somebody looks at each deadline, and once more. */
export function lookedAtEach(monitor: Monitor, now: Instant): Monitor {
  const { deadlineAt } = monitor;
  if (deadlineAt === undefined || deadlineAt > now) return monitor;
  const missed = applyTime(monitor, deadlineAt)?.monitor;
  if (!missed) throw new Error('A deadline that has come is no miss.');
  return lookedAtEach(missed, now);
}

export const intervalMs = ({ schedule }: Monitor): number => schedule.intervalSeconds * secondMs;
