import fc from 'fast-check';
import { Contended, Unavailable } from '../../lambdas/domain/errors.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import type { CheckInKind } from '../../lambdas/domain/ping.ts';
import { parseSchedule } from '../../lambdas/domain/schedule.ts';
import { dayMs, type Instant, minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import { checkDeadline } from '../../lambdas/usecases/check-deadline.ts';
import { sweep } from '../../lambdas/usecases/sweep.ts';
import type { Fault } from '../support/fake.ts';
import { fakeWorld } from '../support/fakes.ts';
import { newBackup, ping, secret } from '../support/given.ts';

// One lives on the queue's delays alone, one on Scheduler, and one on Scheduler with armings in between. The last two
// may miss three deadlines, one of them on the queue's delays alone.
export const monitors = [
  newBackup({ id: 'quick', schedule: parseSchedule('every 10s'), gracePeriodSeconds: 0 }),
  newBackup({ id: 'usual', schedule: parseSchedule('every 2m'), gracePeriodSeconds: 60 }),
  newBackup({ id: 'slow', schedule: parseSchedule('every 40m'), gracePeriodSeconds: 300 }),
  newBackup({ id: 'patient', schedule: parseSchedule('every 2m'), gracePeriodSeconds: 60, maxMisses: 3 }),
  newBackup({ id: 'hasty', schedule: parseSchedule('every 10s'), gracePeriodSeconds: 5, maxMisses: 3 }),
];

export function intervalMsOf({ schedule }: Monitor): number {
  return schedule.intervalSeconds * secondMs;
}

export function windowMsOf(monitor: Monitor): number {
  return intervalMsOf(monitor) + monitor.gracePeriodSeconds * secondMs;
}

type Action = '' | 'fail' | 'start' | 'log';

/** What may happen in a story. Events of a crowd happen at the same time. */
export type Event =
  | { event: 'ping'; id: string; action: Action }
  | { event: 'wake'; index: number; fate: 'comes' | 'doubles' | 'drops' }
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
const woken = fc.record({ event: fc.constant('wake' as const), index: fc.nat(9), fate });
const swept = fc.constant({ event: 'sweep' as const });
export const stepped = fc.record({ event: fc.constant('step' as const), milliseconds: step });
const broken = fc.record({ event: fc.constant('fault' as const), break: breakage });
const crowd = fc.record({
  event: fc.constant('crowd' as const),
  events: fc.array(fc.oneof({ weight: 4, arbitrary: pinged }, woken, swept), { minLength: 2, maxLength: 6 }),
});
export const events: fc.Arbitrary<Event[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: pinged },
    { weight: 5, arbitrary: stepped },
    { weight: 3, arbitrary: woken },
    { weight: 2, arbitrary: crowd },
    { weight: 2, arbitrary: broken },
    swept,
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

/** Plays the events, and in the end lets every deadline pass and sweeps once more. */
export async function play(happenings: Event[]): Promise<Story> {
  const story = begin();
  const { world } = story;
  for (const happening of happenings) await tell(story, happening);
  for (const fake of [world.monitors, world.timer, world.history]) fake.heal();
  world.system.advance(dayMs);
  await sweep(world);
  return story;
}

export function recordsOf({ world }: Story, monitor: Monitor) {
  return world.monitors.stream.filter((record) => record.monitor.id === monitor.id);
}

export function flipsOf(story: Story, { id }: Monitor) {
  return story.world.monitors.stream.flatMap(({ change, monitor }) =>
    change === 'flip' && monitor.id === id && monitor.flip ? [monitor.flip] : [],
  );
}

/** Somebody looked at a monitor's deadline and stored what was found: misses, or a check-in. */
interface Look {
  at: Instant;
  /** The last deadline that was noticed. A check-in notices all that have passed. */
  noticed: Instant;
  kind?: CheckInKind;
}

function looksOf(story: Story, monitor: Monitor): Look[] {
  return recordsOf(story, monitor).flatMap<Look>(({ change, storedAt, monitor: stored }, index, records) => {
    const { flip, lastPing, deadlineAt = 0 } = stored;
    if (change === 'miss') return [{ at: storedAt, noticed: deadlineAt - intervalMsOf(monitor) }];
    if (change === 'flip' && flip?.reason === 'missed') return [{ at: storedAt, noticed: flip.at }];
    const before = records[index - 1]?.monitor.lastPing;
    if (!lastPing || lastPing.userAgent === before?.userAgent) return [];
    return [{ at: lastPing.at, noticed: lastPing.at, kind: lastPing.kind }];
  });
}

/**
 * Counts the deadlines of the check-ins that were stored by itself, and answers those that made the monitor down: each
 * that was the last allowed and was noticed once it had passed, that the next check-in came too late for, or that none
 * came for.
 */
export function missesOf(story: Story, monitor: Monitor): Instant[] {
  const downs: Instant[] = [];
  let awaited: Instant | undefined;
  let isDown = false;
  let [misses, checkinAt] = [0, 0];
  const pass = (until: Instant) => {
    while (awaited !== undefined && awaited <= until) {
      misses += 1;
      isDown = misses >= monitor.maxMisses;
      if (isDown) downs.push(awaited);
      awaited = isDown ? undefined : awaited + intervalMsOf(monitor);
    }
  };
  for (const { at, noticed, kind } of looksOf(story, monitor)) {
    pass(Math.min(at, noticed));
    if (kind === undefined) continue;
    checkinAt = Math.max(checkinAt, at);
    if (kind === 'success') misses = 0;
    if (kind !== 'start') isDown = kind === 'fail';
    awaited = isDown ? undefined : checkinAt + windowMsOf(monitor);
  }
  pass(Number.POSITIVE_INFINITY);
  return downs;
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
