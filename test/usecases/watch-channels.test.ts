import { limits } from '../../lambdas/domain/limits.ts';
import { minuteMs } from '../../lambdas/domain/time.ts';
import type { Audience } from '../../lambdas/usecases/ports.ts';
import { sweep } from '../../lambdas/usecases/sweep.ts';
import { noon } from '../support/fake-system.ts';
import { FakeAudiences, fakeWorld } from '../support/fakes.ts';

const hourMs = 60 * minuteMs;
const nobody = { confirmed: 0, pending: 0 };

/** A world whose channels have these subscribers. */
function worldWith(audiences: Record<string, Audience | 'unknown'>) {
  return { ...fakeWorld(), audiences: new FakeAudiences(audiences) };
}

/** The notices about channels. */
function noticed({ telemetry }: ReturnType<typeof worldWith>) {
  const about = telemetry.notices.filter(({ notice }) => notice.startsWith('Channel'));
  return about.map(({ notice, details }) => ({ notice, ...details }));
}

test('a channel to which nobody has subscribed is noticed by the sweep', async () => {
  const world = worldWith({ default: { confirmed: 1, pending: 0 }, night: nobody });
  await sweep(world);
  expect(noticed(world)).toEqual([{ notice: 'ChannelUnheard', channel: 'night', pending: 0 }]);
});

test('a subscriber who has not confirmed is none', async () => {
  const world = worldWith({ default: { confirmed: 0, pending: 2 } });
  await sweep(world);
  expect(noticed(world)).toEqual([{ notice: 'ChannelUnheard', channel: 'default', pending: 2 }]);
});

test('one subscriber who has confirmed is enough', async () => {
  const world = worldWith({ default: { confirmed: 1, pending: 2 } });
  await sweep(world);
  expect(noticed(world)).toEqual([]);
});

test('a topic that we may not ask about is taken to be heard', async () => {
  const world = worldWith({ default: 'unknown' });
  await sweep(world);
  expect(noticed(world)).toEqual([]);
});

test('channels are looked at once in a while, and then again for as long as nobody listens', async () => {
  const world = worldWith({ default: nobody });
  const noticesAt = async (afterMs: number) => {
    world.system.clock = noon + afterMs;
    await sweep(world);
    return noticed(world).length;
  };
  expect(await noticesAt(0)).toBe(1);
  expect(await noticesAt(limits.channelsSeenMs - 1)).toBe(1);
  expect(await noticesAt(limits.channelsSeenMs)).toBe(2);
});

test('a sweep once an hour looks every time, though one comes a little early', () => {
  expect(limits.channelsSeenMs).toBeLessThan(hourMs - minuteMs);
});

test('SNS that is away neither harms the sweep nor keeps other channels from being looked at', async () => {
  const world = worldWith({ default: nobody, night: nobody });
  world.audiences.failNext('audienceOf', 'before');
  expect(await sweep(world)).toMatchObject({ failures: 0 });
  expect(noticed(world)).toEqual([
    { notice: 'ChannelNotChecked', channel: 'default' },
    { notice: 'ChannelUnheard', channel: 'night', pending: 0 },
  ]);
});

test('whoever watches from outside is told before anybody looks at channels', async () => {
  const world = worldWith({ default: nobody });
  const order: string[] = [];
  const tellAlive = async () => {
    await new Promise(setImmediate);
    order.push('told');
  };
  world.audiences.interruptNext('audienceOf', () => order.push('looked'));
  await sweep({ ...world, watcher: { tellAlive } });
  expect(order).toEqual(['told', 'looked']);
});

test('a sweep that has run out of time leaves the channels to the next', async () => {
  const world = worldWith({ default: nobody });
  await sweep(world, noon);
  expect(noticed(world)).toEqual([]);
  await sweep(world);
  expect(noticed(world)).toHaveLength(1);
});
