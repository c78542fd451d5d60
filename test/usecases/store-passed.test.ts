import { limits } from '../../lambdas/domain/limits.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { hourMs, minuteMs } from '../../lambdas/domain/time.ts';
import { storePassed } from '../../lambdas/usecases/store-passed.ts';
import { noon } from '../support/fake-system.ts';
import { downBackup, flappingBackup, pausedBackup, upBackup, windowMs } from '../support/given.ts';
import { waitedFor } from '../support/monitors.ts';
import { changes, worldWith } from './changes.ts';

/** Its first deadline is at noon, its second at one o'clock and its third, the last allowed, at two. */
const patient = upBackup(noon - windowMs, { maxMisses: 3 });
/** Paused until noon. Its next deadline would be five minutes past one. */
const snoozed = pausedBackup(noon - hourMs, { resumeAt: noon, armedFor: noon });
const reminded = downBackup(noon - minuteMs, { reminderSeconds: 60, armedFor: noon });

const flapping = flappingBackup(noon - 15 * minuteMs);

/** Stores what time has made of a monitor so long after noon. */
async function passed(monitor: Monitor, fromNoonMs: number) {
  const world = worldWith(monitor);
  const answer = await storePassed(world, world.monitors.peek('backup'), noon + fromNoonMs);
  return { world, answer };
}

describe('storing what time has made of a monitor', () => {
  test.each([patient, snoozed, reminded, flapping])(
    'answers nothing and writes nothing before it has made anything of it: $status',
    async (monitor) => {
      const { world, answer } = await passed(monitor, -1);
      expect([answer, world.calls]).toEqual([undefined, []]);
    },
  );

  test.each<[string, Monitor, number]>([
    ['miss', patient, 0],
    ['up to down', waitedFor(patient, noon + 2 * hourMs), 2 * hourMs],
    ['paused to up', snoozed, 0],
    ['reminder', reminded, 0],
    ['settled', flapping, 0],
  ])(
    'is one write, "%s", which counts no ping and is answered as it is stored',
    async (told, monitor, ms) => {
      const { world, answer } = await passed(monitor, ms);
      expect(answer).toEqual(world.monitors.peek('backup'));
      expect(answer).toMatchObject({ version: 8, requestId: 'request-1', pings: 0 });
      expect(changes(world)).toEqual([told]);
    },
  );

  test('is a write for each flip, under a name of its own', async () => {
    const { world, answer } = await passed(snoozed, windowMs + minuteMs);
    expect(changes(world)).toEqual(['paused to up', 'up to down']);
    expect(world.monitors.flips().map(({ at }) => at)).toEqual([noon, noon + windowMs]);
    expect(answer).toEqual(world.monitors.peek('backup'));
    expect(answer).toMatchObject({ version: 9, requestId: 'request-2' });
  });

  test('ends in a reminder where people were to be reminded by then of what was noticed long ago', async () => {
    const recovering = { ...downBackup(noon - hourMs), recoveryThreshold: 2, reminderSeconds: 3_600 };
    const checkinAt = noon - windowMs;
    const row = { successes: 1, dueAt: noon - 5 * minuteMs, deadlineAt: noon, checkinAt, misses: 0 };
    const { world } = await passed({ ...recovering, ...row }, 0);
    expect(changes(world)).toEqual(['miss', 'reminder']);
  });

  test('sets no timer', async () => {
    const { world } = await passed(snoozed, windowMs);
    expect(world.calls).toEqual(['save', 'save']);
  });
});

describe('storing it when somebody else was faster', () => {
  test('answers that it lost its race', async () => {
    const world = worldWith(patient);
    const read = world.monitors.peek('backup');
    world.monitors.overtake('backup');
    expect(await storePassed(world, read, noon)).toBe('lost');
  });

  test('between two writes stops after the first', async () => {
    const world = worldWith(snoozed);
    world.monitors.interruptNext('save', () => {});
    world.monitors.interruptNext('save', () => world.monitors.overtake('backup'));
    expect(await storePassed(world, world.monitors.peek('backup'), noon + windowMs)).toBe('lost');
    expect(changes(world)).toEqual(['paused to up']);
    expect(world.calls).toEqual(['save', 'save']);
  });
});

test('ten misses that nobody looked at are one write', async () => {
  const { world } = await passed(
    waitedFor({ ...patient, maxMisses: limits.maxMissesMax }, noon + 9 * hourMs),
    9 * hourMs,
  );
  expect(changes(world)).toEqual(['up to down']);
});
