import { applyChange } from '../../lambdas/domain/change.ts';
import { applyTime } from '../../lambdas/domain/passing.ts';
import { at, hourly, lived, passings } from './course.ts';
import { changed, created, settingsOf, without } from './settings.ts';

const expecting = created({ expectFirstPing: true });

describe('a monitor that was just created', () => {
  test('awaits nothing, whatever its schedule', () => {
    expect(created()).not.toHaveProperty('dueAt');
    expect(applyTime(created(), at('23:59'))).toBeUndefined();
  });

  test('is in UTC and strict where nothing is said', () => {
    const defaults = { timezone: 'UTC', maxMisses: 1, maxFailures: 1, recoveryThreshold: 1, aliases: [] };
    expect(created()).toMatchObject({ ...defaults, misses: 0, failures: 0, successes: 0, runs: [] });
  });

  test('keeps what is said', () => {
    const settings = { timezone: 'Asia/Tokyo', maxMisses: 2, maxFailures: 3, recoveryThreshold: 4 };
    expect(created(settings)).toMatchObject(settings);
  });
});

describe('a monitor whose first ping is expected', () => {
  test('awaits it as if it had checked in when it was created, and has had no ping', () => {
    expect(expecting).toMatchObject({ status: 'new', dueAt: at('01:00'), deadlineAt: at('01:05') });
    expect(expecting).not.toHaveProperty('lastPing');
  });

  test('is new until the deadline and down from then on', () => {
    expect(applyTime(expecting, at('01:04:59.999'))).toBeUndefined();
    expect(passings(expecting, '01:05')).toMatchObject([
      { monitor: { status: 'down', flip: { from: 'new', reason: 'missed' }, lastAlert: { kind: 'down' } } },
    ]);
  });

  test('is up with its first success, of which nobody is told', () => {
    const up = lived(expecting, '00:30 success');
    expect(up).toMatchObject({ status: 'up', flip: { reason: 'first_ping' }, dueAt: at('01:30') });
    expect(up).not.toHaveProperty('lastAlert');
  });

  test('awaits it from its creation on whatever else is changed', () => {
    expect(changed(expecting, '00:50', { gracePeriodSeconds: 600 })).toMatchObject({
      ...{ dueAt: at('01:00'), deadlineAt: at('01:10') },
    });
  });
});

test('a first ping that has been missed once remains so with a change that has nothing to do with it', () => {
  const missed = lived(created({ expectFirstPing: true, maxMisses: 2 }), '01:05 --');
  expect(missed.misses).toBe(1);
  expect(changed(missed, '01:10', { name: 'Another' })).toMatchObject({
    ...missed,
    name: 'Another',
    revision: 2,
  });
});

describe('a first ping that is expected later', () => {
  test('is awaited from that instant on, under a timer that is set first', () => {
    const monitor = hourly();
    const change = applyChange(monitor, { ...settingsOf(monitor), expectFirstPing: true }, at('00:30'));
    expect(change).toMatchObject({
      ...{ arm: 'before_save', flipped: false },
      monitor: { status: 'new', dueAt: at('01:30'), armedFor: at('01:35') },
    });
  });

  test('is awaited no more when that is taken back', () => {
    const change = applyChange(expecting, settingsOf(without(expecting, 'expectFirstPing')), at('00:30'));
    expect(change?.monitor).toStrictEqual({ ...created(), revision: 2 });
  });

  test('is awaited anew when it is expected once more', () => {
    const unexpecting = applyChange(expecting, settingsOf(created()), at('00:30'))?.monitor ?? expecting;
    expect(changed(unexpecting, '00:40', { expectFirstPing: true }).dueAt).toBe(at('01:40'));
  });

  test('changes nothing for a monitor that has been pinged already, nor its misses', () => {
    const started = lived(hourly({ maxMisses: 3 }), '00:10 start', '01:20 start');
    expect(started.misses).toBe(1);
    expect(changed(started, '01:30', { expectFirstPing: true })).toStrictEqual({
      ...started,
      expectFirstPing: true,
      revision: 2,
    });
  });

  test('that is taken back leaves a monitor that has been started awaited', () => {
    const started = lived(expecting, '00:20 start');
    const change = applyChange(started, settingsOf(without(started, 'expectFirstPing')), at('00:30'));
    expect(change?.monitor.dueAt).toBe(at('01:20'));
  });
});
