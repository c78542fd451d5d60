import { parseSchedule } from '../../lambdas/domain/schedule.ts';
import { hourMs, minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import type { MonitorDraft } from '../../lambdas/usecases/manage-monitors.ts';
import type { Random } from './random.ts';

/** How often things go wrong, each as a probability of one call, message or execution. */
export interface Faults {
  /** An execution ends between two of its awaits. */
  crash: number;
  /** A call fails and did nothing. */
  before: number;
  /** A call fails and was done. */
  after: number;
  /** A call was done, its answer was lost, and the client library did it again. */
  retried: number;
  /** A call takes up to three seconds. */
  slow: number;
  /** A timer or a message never comes. */
  lost: number;
  /** It comes up to three hours late. */
  late: number;
  /** It comes at once. */
  early: number;
  doubled: number;
  /** A batch of the stream comes again although it was delivered. */
  again: number;
  /** A scan shows a monitor as it was before its last write. */
  stale: number;
  /** Two executions' clocks differ by at most twice this. */
  skewMs: number;
}

export type Service = 'monitors' | 'history' | 'scheduler' | 'queue' | 'topics';

/**
 * What may fail in a simulation. `calm`: nothing does, and no sweep ever runs. `crashes`: executions crash, and nothing else fails. `no_scheduler`: Scheduler takes every timer and none ever comes. `storm`: everything at once.
 */
export type Weather = 'calm' | 'crashes' | 'no_scheduler' | 'storm';

export type Job = 'regular' | 'chatty' | 'failing' | 'hanging' | 'dying' | 'punctual';

export interface PlannedMonitor {
  id: string;
  draft: MonitorDraft;
  job: Job;
  intervalMs: number;
  /** Whether the job goes on in the end; otherwise it falls silent. */
  goesOn: boolean;
  /** How it reports by events, if it does. */
  events?: PlannedEvents;
}

export interface PlannedEvents {
  /** The part of its reports that are events. The others are pings. */
  share: number;
  /** Most of them take seconds, some minutes, and a few half an hour; or each takes about that long. */
  delay: 'short' | 'long';
}

export interface Outage {
  /** `all`: the whole installation is away. */
  service: Service | 'all' | 'sweep';
  fromMs: number;
  toMs: number;
}

/** All that is decided about a simulation before it begins. */
export interface Plan {
  weather: Weather;
  faults: Faults;
  monitors: PlannedMonitor[];
  outages: Outage[];
  /** How often people change something, in milliseconds between two changes. */
  changeEveryMs: number;
  stormMs: number;
  quietMs: number;
  hasSweep: boolean;
  /** The longest that a passed deadline may stay unnoticed, and what was noticed untold. */
  noticedWithinMs: number;
  toldWithinMs: number;
}

export const noFaults: Faults = {
  ...{ crash: 0, before: 0, after: 0, retried: 0, slow: 0, lost: 0, late: 0, early: 0, doubled: 0 },
  ...{ again: 0, stale: 0, skewMs: 1_000 },
};

const intervals: readonly [number, ...number[]] = [30, 60, 120, 300, 900];

export function planFor(random: Random): Plan {
  const weather = random.pick<Weather>(['calm', 'crashes', 'no_scheduler', 'storm', 'storm', 'storm']);
  const stormMs = random.between(0.3, 1.5) * hourMs;
  const count = Math.floor(random.between(1, 4));
  const monitors = Array.from({ length: count }, (_, index) => planMonitor(random, `job${index + 1}`));
  const never = Number.POSITIVE_INFINITY;
  const noticedWithin = {
    calm: 6 * secondMs,
    crashes: 10 * minuteMs,
    no_scheduler: 4 * minuteMs,
    storm: never,
  };
  return {
    weather,
    faults: faultsFor(random, weather),
    monitors,
    outages: weather === 'storm' ? planOutages(random, stormMs) : [],
    changeEveryMs: random.pick([never, 40 * minuteMs, 10 * minuteMs, 2 * minuteMs]),
    stormMs,
    // The longest pause may begin at the end of the storm, and its monitor is awaited only then.
    quietMs: Math.max(...monitors.map(({ intervalMs }) => intervalMs * 4)) + 1.25 * hourMs,
    hasSweep: weather !== 'calm',
    noticedWithinMs: noticedWithin[weather],
    toldWithinMs: weather === 'calm' ? 10 * secondMs : never,
  };
}

/**
 * Lets some jobs report by events. What decides it is a source of chance of its own, so that a seed in which none does
 * tells the story that it told before there were events.
 */
export function withEvents(plan: Plan, random: Random): Plan {
  const monitors = plan.monitors.map((monitor) => {
    if (!random.chance(0.35)) return monitor;
    const delay = random.chance(0.8) ? ('short' as const) : ('long' as const);
    return { ...monitor, events: { share: random.pick([1, 1, 0.5]), delay } };
  });
  return { ...plan, monitors };
}

function planMonitor(random: Random, id: string): PlannedMonitor {
  const seconds = random.pick(intervals);
  const isCron = seconds >= 60 && random.chance(0.07);
  const schedule = isCron ? { kind: 'cron' as const } : undefined;
  return {
    id,
    job: random.pick<Job>(['regular', 'regular', 'chatty', 'failing', 'hanging', 'dying', 'punctual']),
    intervalMs: seconds * secondMs,
    // Pings in no step with a cron line may all miss its margin.
    goesOn: !isCron && random.chance(0.4),
    draft: {
      ...{ id, name: id, timezone: 'UTC', channels: ['default'], tags: [] },
      schedule: parseSchedule(schedule ? `*/${seconds / 60} * * * *` : `every ${seconds}s`),
      gracePeriodSeconds: random.pick([0, 5, 30, 60, 300]),
      maxMisses: random.pick([1, 1, 2, 3]),
      maxFailures: random.pick([1, 1, 2, 3]),
      recoveryThreshold: random.pick([1, 1, 1, 2]),
      ...(random.chance(0.4) && { maxRuntimeSeconds: random.pick([20, 120, 600]) }),
      ...(random.chance(0.3) && { reminderSeconds: random.pick([60, 600, 1_800]) }),
      ...(random.chance(0.2) && { expectFirstPing: true as const }),
    },
  };
}

function faultsFor(random: Random, weather: Weather): Faults {
  if (weather === 'crashes') return { ...noFaults, crash: random.pick([0.005, 0.02, 0.05]), doubled: 0.02 };
  if (weather !== 'storm') return noFaults;
  const rate = (highest: number) => random.pick([0, 0, highest / 10, highest / 3, highest]);
  return {
    ...{ crash: rate(0.05), before: rate(0.15), after: rate(0.08), retried: rate(0.05), slow: rate(0.1) },
    ...{ lost: rate(0.5), late: rate(0.3), early: rate(0.3), doubled: rate(0.3) },
    ...{ again: rate(0.2), stale: rate(0.5), skewMs: random.pick([0, 100, 1_000]) },
  };
}

function planOutages(random: Random, stormMs: number): Outage[] {
  const services = ['all', 'sweep', 'monitors', 'history', 'scheduler', 'queue', 'topics'] as const;
  return services.flatMap((service) => {
    if (!random.chance(0.25)) return [];
    const fromMs = random.between(0, stormMs);
    const toMs = Math.min(stormMs, fromMs + random.pick([20_000, 5 * minuteMs, 20 * minuteMs, hourMs]));
    return [{ service, fromMs, toMs }];
  });
}
