import { TopicRefused, Unavailable, UnknownMonitor } from '../../lambdas/domain/errors.ts';
import { testChannels } from '../../lambdas/usecases/test-channels.ts';
import { fakeWorld } from '../support/fakes.ts';
import { newBackup } from '../support/given.ts';

function worldTelling(...channels: string[]) {
  const world = fakeWorld();
  world.monitors.given(newBackup({ channels }));
  return world;
}

test('a test alert reaches each channel of the monitor, and answers the id of each message', async () => {
  const world = worldTelling('ops', 'night');
  expect(await testChannels(world, 'backup')).toEqual([
    { channel: 'ops', messageId: 'message-1' },
    { channel: 'night', messageId: 'message-2' },
  ]);
  expect(world.channels.published.map(({ channel }) => channel)).toEqual(['ops', 'night']);
});

test('two tests are two messages, also to whoever drops what comes twice', async () => {
  const world = worldTelling('default');
  await testChannels(world, 'backup');
  await testChannels(world, 'backup');
  const ids = world.channels.published.map(({ message }) => message.event.downbeat.event_id);
  expect(new Set(ids).size).toBe(2);
});

test('a test alert writes nothing, and machines that listen for flips hear nothing', async () => {
  const world = worldTelling('default');
  await testChannels(world, 'backup');
  expect(world.calls).toEqual(['load', 'publishToChannel']);
});

test('a channel that refuses is told with the reason, and the others get their test', async () => {
  const world = worldTelling('ops', 'night');
  world.channels.refusing.push('ops');
  expect(await testChannels(world, 'backup')).toEqual([
    { channel: 'ops', error: 'ops refused a message. Error: gone' },
    { channel: 'night', messageId: 'message-1' },
  ]);
});

test('a channel that cannot be reached now is told', async () => {
  const world = worldTelling('ops');
  world.channels.failNext('publishToChannel', 'before');
  const [result] = await testChannels(world, 'backup');
  expect(result).toMatchObject({ channel: 'ops', error: expect.stringContaining('unavailable') });
});

test('the reason is what the service answered, however deep it lies', async () => {
  const world = worldTelling('ops');
  const answer = Object.assign(new Error('Topic does not exist'), { name: 'NotFoundException' });
  const publishToChannel = async () => {
    throw new TopicRefused('arn:ops', new Unavailable('SNS', answer));
  };
  const channels = { channels: ['ops'], publishToChannel };
  expect(await testChannels({ ...world, channels }, 'backup')).toEqual([
    { channel: 'ops', error: 'arn:ops refused a message. NotFoundException: Topic does not exist' },
  ]);
});

test('a channel that the installation has no more is told, and published to nowhere', async () => {
  const world = worldTelling('former');
  const [result] = await testChannels(world, 'backup');
  expect(result?.error).toMatch(/no such channel/);
  expect(world.channels.published).toEqual([]);
});

test('what is no refusal is a defect, and not hidden', async () => {
  const world = worldTelling('ops');
  const publishToChannel = async () => {
    throw new TypeError('oops');
  };
  const deps = { ...world, channels: { channels: ['ops'], publishToChannel } };
  await expect(testChannels(deps, 'backup')).rejects.toThrow(TypeError);
});

test('a monitor that there is none of has no alerts to test', async () => {
  await expect(testChannels(fakeWorld(), 'nobody')).rejects.toThrow(UnknownMonitor);
});
