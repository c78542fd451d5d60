import { enter } from './flip.ts';
import type { Monitor } from './monitor.ts';
import type { Instant } from './time.ts';
import { awaitingNext, awaitingNothing, comeUp, type Transition, transition } from './transition.ts';

/** How a pause ends. In any case people may end it. */
export interface PauseOptions {
  /** Whether pings are ignored. Otherwise the next success or fail ends the pause. */
  manualResume: boolean;
  /** When it ends by itself. */
  until?: Instant;
}

/** Pauses a monitor: nothing is awaited. Answers `undefined` if it is paused just so already. */
export function applyPause(
  monitor: Monitor,
  now: Instant,
  { manualResume, until }: PauseOptions,
): Transition | undefined {
  const isSame = (monitor.manualResume ?? false) === manualResume && monitor.resumeAt === until;
  if (monitor.status === 'paused' && isSame) return undefined;
  const entered = enter(awaitingNothing(monitor), 'paused', { at: now, reason: 'paused' });
  const { manualResume: _manualResume, resumeAt: _resumeAt, ...paused } = entered;
  const ends = { ...(manualResume && { manualResume }), ...(until !== undefined && { resumeAt: until }) };
  return transition(monitor, { ...paused, ...ends }, now);
}

/** Ends a monitor's pause. Answers `undefined` if it is not paused. */
export function applyResume(monitor: Monitor, now: Instant): Transition | undefined {
  if (monitor.status !== 'paused') return undefined;
  return transition(monitor, endPause(monitor, { at: now }), now);
}

/** The end of a pause counts as a check-in. */
export function endPause(monitor: Monitor, when: { at: Instant; detectedAt?: Instant }): Monitor {
  const up = comeUp(monitor, { ...when, reason: 'resumed' });
  const checkinAt = Math.max(up.statusSince, monitor.checkinAt ?? up.statusSince);
  return awaitingNext({ ...up, checkinAt }, checkinAt);
}

export type PauseState = Pick<Monitor, 'status' | 'manualResume' | 'resumeAt'>;

/** Whether a monitor is in a pause that pings do not end: then they are ignored. */
export function ignoresPings({ status, manualResume, resumeAt }: PauseState, now: Instant): boolean {
  const isOver = resumeAt !== undefined && now >= resumeAt;
  return status === 'paused' && manualResume === true && !isOver;
}
