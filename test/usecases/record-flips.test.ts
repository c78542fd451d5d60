import type { Flip } from '../../lambdas/domain/flip.ts';
import { recordFlips } from '../../lambdas/usecases/record-flips.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { downBackup, upBackup } from '../support/given.ts';
import { anUpFlip, downRecord, heardBy, recordOf, upRecord } from './alert-world.ts';

const world = () => {
  const all = fakeWorld();
  return { ...all, machines: [all.bus] };
};

test('a flip is kept in history, told to machines, and to nobody else', async () => {
  const { history, bus, topic, channels, ...deps } = world();
  const down = downRecord();
  expect(await recordFlips({ history, ...deps }, [down])).toBeUndefined();
  expect(history.flips).toEqual([{ monitorId: 'backup', flip: down.read().monitor.flip }]);
  expect([heardBy(bus), topic.events, channels.published]).toEqual([['down backup'], [], []]);
});

test('a reminder is told, and is no row of history', async () => {
  const deps = world();
  const reminded = downBackup(noon, { reminder: { number: 1, at: noon } });
  await recordFlips(deps, [recordOf(reminded, 'reminder')]);
  expect([heardBy(deps.bus), deps.history.flips]).toEqual([['reminder backup'], []]);
});

test('history goes on where the bus is away, and the bus where history is', async () => {
  const deps = world();
  deps.bus.failNext('publish', 'before');
  deps.history.failNext('addFlip', 'before');
  const batch = [downRecord('a'), downRecord('b')];
  expect(await recordFlips(deps, batch)).toBe('a 2 flip');
  expect(await recordFlips(deps, batch)).toBeUndefined();
  expect(deps.history.flips).toHaveLength(2);
  expect(heardBy(deps.bus).sort()).toEqual(['down a', 'down b']);
});

test('a bus that refuses for good keeps no flip from history', async () => {
  const deps = world();
  deps.bus.refuses = true;
  expect(await recordFlips(deps, [downRecord(), upRecord()])).toBeUndefined();
  expect(deps.history.flips).toHaveLength(2);
});

test('a row of history that would fail for ever is set aside', async () => {
  const deps = world();
  const history = { addFlip: () => Promise.reject(new TypeError('no row')) };
  expect(await recordFlips({ ...deps, history }, [downRecord()])).toBeUndefined();
  expect(deps.deadLetters.letters).toHaveLength(1);
});

describe('what is measured', () => {
  const seen = (flip: Partial<Flip>) =>
    recordOf(upBackup(noon, { id: `${flip.reason}`, flip: anUpFlip({ detectedAt: noon + 1_200, ...flip }) }));

  test('is each flip, and how long a miss went unnoticed', async () => {
    const deps = world();
    await recordFlips(deps, [
      seen({ reason: 'missed' }),
      seen({ reason: 'timed_out', detectedAt: noon + 7 }),
      seen({ reason: 'failed' }),
    ]);
    expect(deps.telemetry.measured).toEqual([
      ['Flips', 1],
      ['EvaluationDelay', 1_200],
      ['Flips', 1],
      ['EvaluationDelay', 7],
      ['Flips', 1],
    ]);
  });

  test('is no reminder', async () => {
    const deps = world();
    const reminded = downBackup(noon, { reminder: { number: 1, at: noon } });
    await recordFlips(deps, [recordOf(reminded, 'reminder')]);
    expect(deps.telemetry.measured).toEqual([]);
  });

  test('is each flip once, though the batch comes again from the one that failed', async () => {
    const deps = world();
    const batch = [downRecord('a'), downRecord('b'), downRecord('c')];
    deps.bus.failingFor.add('b');
    expect(await recordFlips(deps, batch)).toBe('b 2 flip');
    expect(deps.telemetry.measured.filter(([name]) => name === 'Flips')).toHaveLength(1);
    await recordFlips(deps, batch.slice(1));
    expect(deps.telemetry.measured.filter(([name]) => name === 'Flips')).toHaveLength(3);
  });
});
