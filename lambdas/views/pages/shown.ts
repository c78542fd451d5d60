import { missAt, statusShown } from '../../domain/deadline.ts';
import { isRunning } from '../../domain/runs.ts';
import type { Instant } from '../../domain/time.ts';
import type { WatchedMonitor } from '../../domain/watched.ts';
import { scheduleInWords } from '../schedule-words.ts';
import { nameOf } from '../words.ts';
import type { ShownMonitor } from './model.ts';
import type { Ranked } from './trouble.ts';

/** What a monitor is sorted by at that instant. */
export function rankedMonitor(monitor: WatchedMonitor, now: Instant): Ranked {
  return {
    id: monitor.id,
    name: nameOf(monitor),
    status: statusShown(monitor, now),
    statusSince: monitor.statusSince,
    running: isRunning(monitor.runs, now),
  };
}

/** A monitor as lists and headings show it at that instant. */
export function shownMonitor(monitor: WatchedMonitor, now: Instant): ShownMonitor {
  return {
    ...rankedMonitor(monitor, now),
    tags: monitor.tags,
    scheduleInWords: scheduleInWords(monitor),
    lastPingAt: monitor.lastPing?.at,
    dueAt: monitor.dueAt,
    deadlineAt: missAt(monitor),
    resumeAt: monitor.resumeAt,
    manualResume: monitor.manualResume ?? false,
    recent: monitor.recent ?? [],
  };
}
