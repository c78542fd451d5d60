import type { Monitor } from '../../lambdas/domain/monitor.ts';
import type { CheckInKind } from '../../lambdas/domain/ping.ts';
import type { Instant } from '../../lambdas/domain/time.ts';
import type { ChangeKind } from '../../lambdas/usecases/ports.ts';
import { intervalMsOf, recordsOf, type Story, windowMsOf } from './story.ts';

/** Somebody looked at a monitor's deadline and stored what was found: misses, a check-in, a pause or its end. */
interface Look {
  at: Instant;
  /** The last deadline that was noticed. What people do notices all that have passed. */
  noticed: Instant;
  kind?: CheckInKind | 'pause' | 'resume';
}

function looksOf(story: Story, monitor: Monitor): Look[] {
  return recordsOf(story, monitor).flatMap<Look>(({ change, storedAt, monitor: stored }, index, records) => {
    const { flip, deadlineAt = 0 } = stored;
    if (change === 'miss') return [{ at: storedAt, noticed: deadlineAt - intervalMsOf(monitor) }];
    if (change === 'flip' && flip?.reason === 'missed') return [{ at: storedAt, noticed: flip.at }];
    return newsOf(stored, records[index - 1]?.monitor, change);
  });
}

/** What somebody did: a ping that was not there before, a pause or its end. */
function newsOf({ flip, lastPing }: Monitor, before: Monitor | undefined, change: ChangeKind): Look[] {
  if (lastPing && lastPing.userAgent !== before?.lastPing?.userAgent) {
    return [{ at: lastPing.at, noticed: noticedBy(lastPing.at, before), kind: lastPing.kind }];
  }
  if (change !== 'flip' || !flip) return [];
  const kind = flip.to === 'paused' ? 'pause' : 'resume';
  return [{ at: flip.at, noticed: noticedBy(flip.at, before), kind }];
}

/** The last deadline that was noticed by then: one that has been given further grace is not. */
function noticedBy(at: Instant, before: Monitor | undefined): Instant {
  const { furtherGrace, deadlineAt = at } = before ?? {};
  return furtherGrace && at < furtherGrace.until ? deadlineAt - 1 : at;
}

/** What a model of one monitor knows. */
interface State {
  isDown: boolean;
  isPaused: boolean;
  misses: number;
  failures: number;
}

const afresh: State = { isDown: false, isPaused: false, misses: 0, failures: 0 };

function after(state: State, kind: Look['kind'], { maxFailures }: Monitor): State {
  const failures = (state.isPaused ? 0 : state.failures) + 1;
  switch (kind) {
    case 'pause':
      return { ...afresh, isPaused: true };
    case 'success':
    case 'resume':
      return afresh;
    case 'fail':
      return { ...state, isPaused: false, failures, isDown: state.isDown || failures >= maxFailures };
    default:
      return state;
  }
}

/**
 * Counts the deadlines of the check-ins that were stored by itself, and answers those that made the monitor down: each
 * that was the last allowed and was noticed once it had passed, that the next check-in came too late for, or that none
 * came for.
 */
export function missesOf(story: Story, monitor: Monitor): Instant[] {
  const downs: Instant[] = [];
  let awaited: Instant | undefined;
  let state = afresh;
  let checkinAt = 0;
  const pass = (until: Instant) => {
    while (awaited !== undefined && awaited <= until) {
      const misses = state.misses + 1;
      state = { ...state, misses, isDown: misses >= monitor.maxMisses };
      if (state.isDown) downs.push(awaited);
      awaited = state.isDown ? undefined : awaited + intervalMsOf(monitor);
    }
  };
  for (const { at, noticed, kind } of looksOf(story, monitor)) {
    pass(Math.min(at, noticed));
    if (kind === undefined) continue;
    if (kind !== 'pause') checkinAt = Math.max(checkinAt, at);
    state = after(state, kind, monitor);
    awaited = state.isDown || state.isPaused ? undefined : checkinAt + windowMsOf(monitor);
  }
  pass(Number.POSITIVE_INFINITY);
  return downs;
}
