import type { Monitor } from './monitor.ts';

/** A monitor as whoever may look at it sees it: without what opens its ping URL. */
export type WatchedMonitor = Pick<
  Monitor,
  | 'id'
  | 'name'
  | 'schedule'
  | 'timezone'
  | 'gracePeriodSeconds'
  | 'tags'
  | 'channels'
  | 'maxMisses'
  | 'maxFailures'
  | 'recoveryThreshold'
  | 'maxRuntimeSeconds'
  | 'reminderSeconds'
  | 'status'
  | 'statusSince'
  | 'misses'
  | 'failures'
  | 'runs'
  | 'recent'
  | 'lastPing'
  | 'flip'
  | 'dueAt'
  | 'deadlineAt'
  | 'furtherGrace'
  | 'resumeAt'
  | 'manualResume'
  | 'createdAt'
> & {
  /** How many pings have been counted. */
  pings: number;
};
