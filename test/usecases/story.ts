import fc from 'fast-check';
import { Contended, Unavailable } from '../../lambdas/domain/errors.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { parseSchedule } from '../../lambdas/domain/schedule.ts';
import { dayMs, type Instant, minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import { pauseMonitor, resumeMonitor } from '../../lambdas/usecases/change-monitor.ts';
import { checkDeadline } from '../../lambdas/usecases/check-deadline.ts';
import { sweep } from '../../lambdas/usecases/sweep.ts';
import type { Fault } from '../support/fake.ts';
import { fakeWorld } from '../support/fakes.ts';
import { newBackup, ping, secret } from '../support/given.ts';

// One lives on the queue's delays alone, one on Scheduler, and one on Scheduler with armings in between. Two more
// may miss three deadlines, one of them on the queue's delays alone; one more may fail three times. Of two people are
// reminded.
export const monitors = [
  newBackup({ id: 'quick', schedule: parseSchedule('every 10s'), gracePeriodSeconds: 0 }),
  newBackup({
    id: 'usual',
    schedule: parseSchedule('every 2m'),
    gracePeriodSeconds: 60,
    reminderSeconds: 1_200,
  }),
  newBackup({ id: 'slow', schedule: parseSchedule('every 40m'), gracePeriodSeconds: 300 }),
  newBackup({ id: 'patient', schedule: parseSchedule('every 2m'), gracePeriodSeconds: 60, maxMisses: 3 }),
  newBackup({
    id: 'hasty',
    schedule: parseSchedule('every 10s'),
    gracePeriodSeconds: 5,
    maxMisses: 3,
    reminderSeconds: 600,
  }),
  newBackup({ id: 'tolerant', schedule: parseSchedule('every 2m'), gracePeriodSeconds: 60, maxFailures: 3 }),
];

export function intervalMsOf({ schedule }: Monitor): number {
  return schedule.kind === 'every' ? schedule.intervalSeconds * secondMs : Number.NaN;
}

export function windowMsOf(monitor: Monitor): number {
  return intervalMsOf(monitor) + monitor.gracePeriodSeconds * secondMs;
}

type Action = '' | 'fail' | 'start' | 'log';

/** What may happen in a story. Events of a crowd happen at the same time. */
export type Event =
  | { event: 'ping'; id: string; action: Action }
  | { event: 'wake'; index: number; fate: 'comes' | 'doubles' | 'drops' }
  | { event: 'pause'; id: string; forMs: number }
  | { event: 'resume'; id: string }
  | { event: 'sweep' }
  | { event: 'step'; milliseconds: number }
  | { event: 'fault'; break: (world: World) => void }
  | { event: 'crowd'; events: Event[] };

type World = ReturnType<typeof fakeWorld>;

export interface Story {
  world: World;
  /** The pings that were acknowledged. Each has a user agent of its own, by which it is known again. */
  acknowledged: { id: string; userAgent: string; action: Action; at: Instant; acknowledgedAt: Instant }[];
  sent: number;
}

const fate = fc.constantFrom('comes' as const, 'comes' as const, 'doubles' as const, 'drops' as const);
const step = fc.oneof(
  fc.nat(3 * secondMs),
  fc.nat(30 * secondMs),
  fc.nat(5 * minuteMs),
  fc.nat(50 * minuteMs),
  fc.constantFrom(10 * secondMs, 10 * secondMs - 1, 3 * minuteMs, 3 * minuteMs - 1, 45 * minuteMs),
);
const fault = fc.constantFrom<Fault>('before', 'after', 'retried');
const breakage = fc.oneof(
  fc.tuple(fc.constantFrom('load', 'save', 'save', 'countPing', 'forgetTimer', 'scan'), fault).map(
    ([method, how]) =>
      (world: World) =>
        world.monitors.failNext(method, how),
  ),
  fc.tuple(fc.constantFrom('arm', 'arm', 'delay', 'cancel'), fault).map(
    ([method, how]) =>
      (world: World) =>
        world.timer.failNext(method, how),
  ),
  fault.map((how) => (world: World) => world.history.failNext('addPing', how)),
);

const id = fc.constantFrom(...monitors.map((monitor) => monitor.id));
const action = fc.constantFrom<Action>('', '', '', '', 'start', 'start', 'fail', 'log');
export const pinged = fc.record({ event: fc.constant('ping' as const), id, action });
/** Pauses with an end of their own, and what people do about them. Pings end them, too. */
export const paused = fc.record({
  event: fc.constant('pause' as const),
  id,
  forMs: step.map((ms) => ms + 1),
});
export const resumed = fc.record({ event: fc.constant('resume' as const), id });
const woken = fc.record({ event: fc.constant('wake' as const), index: fc.nat(9), fate });
const swept = fc.constant({ event: 'sweep' as const });
export const stepped = fc.record({ event: fc.constant('step' as const), milliseconds: step });
const broken = fc.record({ event: fc.constant('fault' as const), break: breakage });
const crowd = fc.record({
  event: fc.constant('crowd' as const),
  events: fc.array(fc.oneof({ weight: 4, arbitrary: pinged }, woken, swept, paused), {
    minLength: 2,
    maxLength: 6,
  }),
});
export const events: fc.Arbitrary<Event[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: pinged },
    { weight: 5, arbitrary: stepped },
    { weight: 3, arbitrary: woken },
    { weight: 2, arbitrary: crowd },
    { weight: 2, arbitrary: broken },
    ...[swept, paused, resumed],
  ),
  { maxLength: 40 },
);

/** Waits for a use case that may fail as the world does. A defect passes through. */
async function survives(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof Unavailable || error instanceof Contended) return false;
    throw error;
  }
}

async function sendPing(
  { world, acknowledged }: Story,
  sender: { id: string; action: Action; userAgent: string },
) {
  const at = world.system.now();
  const { id, action, userAgent } = sender;
  if (!(await survives(ping(world, { key: `${id}-${secret}`, action, userAgent })))) return;
  acknowledged.push({ ...sender, at, acknowledgedAt: world.system.now() });
}

async function wake({ world }: Story, index: number, fate: 'comes' | 'doubles' | 'drops') {
  const pending = world.timer.pending().length;
  const wakeUp = pending > 0 ? world.timer.take(index % pending) : undefined;
  if (!wakeUp || fate === 'drops') return;
  // One that fails is lost. The queue would bring it again, but nothing may depend on that.
  await survives(checkDeadline(world, wakeUp));
  if (fate === 'doubles') await survives(checkDeadline(world, wakeUp));
}

export async function tell(story: Story, happening: Event): Promise<void> {
  switch (happening.event) {
    case 'ping':
      story.sent += 1;
      return sendPing(story, { ...happening, userAgent: `sender ${story.sent}` });
    case 'wake':
      return wake(story, happening.index, happening.fate);
    case 'pause':
      await survives(
        pauseMonitor(story.world, happening.id, {
          ...{ manualResume: false, until: story.world.system.now() + happening.forMs },
        }),
      );
      return;
    case 'resume':
      await survives(resumeMonitor(story.world, happening.id));
      return;
    case 'sweep':
      await survives(sweep(story.world));
      return;
    case 'step':
      return story.world.system.advance(happening.milliseconds);
    case 'fault':
      return happening.break(story.world);
    case 'crowd':
      await Promise.all(happening.events.map((event) => tell(story, event)));
  }
}

/** All monitors are new, and nothing has happened. */
export function begin(): Story {
  const world = fakeWorld();
  world.system.randoms = [0.9, 0.1, 0.6, 0.3];
  for (const monitor of monitors) world.monitors.given(monitor);
  return { world, acknowledged: [], sent: 0 };
}

/** Plays the events, and in the end lets every deadline pass, and the further grace that the sweep gives it. */
export async function play(happenings: Event[]): Promise<Story> {
  const story = begin();
  const { world } = story;
  for (const happening of happenings) await tell(story, happening);
  for (const fake of [world.monitors, world.timer, world.history]) fake.heal();
  world.system.advance(dayMs);
  await sweep(world);
  world.system.advance(limits.furtherGraceMaxMs + limits.sweepPatienceMs + 1);
  await sweep(world);
  return story;
}

export function recordsOf({ world }: Story, monitor: Monitor) {
  return world.monitors.stream.filter((record) => record.monitor.id === monitor.id);
}

export function remindersOf(story: Story, of: Monitor) {
  return recordsOf(story, of).flatMap(({ change, storedAt, monitor: { status, flip, reminder } }) =>
    change === 'reminder' && flip && reminder ? [{ storedAt, status, flip, reminder }] : [],
  );
}

export function flipsOf(story: Story, { id }: Monitor) {
  return story.world.monitors.stream.flatMap(({ change, monitor }) =>
    change === 'flip' && monitor.id === id && monitor.flip ? [monitor.flip] : [],
  );
}

/** Lets time pass, with every wake-up on time but those of Scheduler, which come this late. */
export async function pass(story: Story, milliseconds: number, schedulerLateMs: number): Promise<void> {
  const { system, timer } = story.world;
  const until = system.now() + milliseconds;
  for (let wakeUps = 0; ; wakeUps += 1) {
    if (wakeUps > 10_000) throw new Error('Wake-ups follow each other without end.');
    const due = timer
      .pending()
      .map(({ wakeUp, at }, index) => ({
        at: wakeUp.armedFor === undefined ? at + schedulerLateMs : at,
        index,
      }))
      .sort((left, right) => left.at - right.at)[0];
    if (!due || due.at > until) break;
    system.clock = Math.max(system.clock, due.at);
    await wake(story, due.index, 'comes');
  }
  system.clock = Math.max(system.clock, until);
}
