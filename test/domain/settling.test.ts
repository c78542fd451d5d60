import { isTold } from '../../lambdas/domain/flip.ts';
import { applyTime } from '../../lambdas/domain/passing.ts';
import { remindAt, wakeUpAt } from '../../lambdas/domain/timer.ts';
import { unarmed } from '../support/given.ts';
import { at, lived, passings } from './course.ts';
import { flapping } from './restless.ts';

describe('a monitor that flapped settles', () => {
  const settled = { at: at('00:45'), since: at('00:11'), flips: 11 };

  test('when it has kept its status for 15 minutes, and not a millisecond earlier', () => {
    expect(applyTime(flapping(), at('00:44:59.999'))).toBeUndefined();
    expect(applyTime(flapping(), at('00:45'))?.change).toBe('settled');
  });

  test('as of that instant, however late somebody looks', () => {
    expect(passings(flapping(), '09:00')).toMatchObject([{ change: 'settled', monitor: { settled } }]);
  });

  test('and that changes nothing else, but that flips are counted anew', () => {
    const { flapping: _flapping, alertsAt: _alertsAt, ...rest } = unarmed(flapping());
    expect(applyTime(flapping(), at('00:45'))?.monitor).toStrictEqual({ ...rest, settled });
  });

  test('up as well as down', () => {
    const up = passings(lived(flapping(), '00:31 success'), '00:46');
    expect(up).toMatchObject([{ change: 'settled', monitor: { status: 'up', settled: { flips: 12 } } }]);
  });

  test('once, until the next flip', () => {
    const calm = lived(flapping(), '00:45 --');
    expect(passings(calm, '23:59')).toEqual([]);
    expect(lived(calm, '00:50 fail').settled).toEqual(settled);
    expect(lived(calm, '00:50 success')).not.toHaveProperty('settled');
    expect(lived(calm, '00:50 pause')).not.toHaveProperty('settled');
  });

  test('and each flip after it is told again, until there are eleven in an hour', () => {
    const calm = lived(flapping(), '00:45 --', '00:46 success');
    expect(calm.alertsAt).toEqual([at('00:46')]);
    expect(isTold(calm)).toBe(true);
    const events = Array.from({ length: 9 }, (_, index) => `00:5${index} ${index % 2 ? 'success' : 'fail'}`);
    const busy = lived(calm, ...events);
    expect(busy).not.toHaveProperty('flapping');
    expect(lived(busy, '00:59 success').flapping).toEqual({ since: at('00:46'), flips: 11, seq: 23 });
  });
});

describe('a deadline', () => {
  const awaiting = (time: string) =>
    lived(
      {
        ...lived(flapping({ gracePeriodSeconds: 0 }), '00:31 success'),
        dueAt: at(time),
        deadlineAt: at(time),
      },
      '00:32 --',
    );

  test('before the settling prolongs the flapping, though both are noticed late', () => {
    expect(passings(awaiting('00:45:59.999'), '00:50')).toMatchObject([
      { change: 'flip', monitor: { status: 'down', flapping: { flips: 13 } } },
    ]);
    expect(wakeUpAt(lived(awaiting('00:45:59.999'), '00:50 --'))).toBe(at('01:05'));
  });

  test.each(['00:46', '00:46:00.001'])('at the settling or after it, at %s, comes second', (time) => {
    const both = passings(awaiting(time), '00:50');
    expect(both).toMatchObject([
      { change: 'settled', monitor: { status: 'up', settled: { at: at('00:46'), flips: 12 } } },
      { change: 'flip', monitor: { status: 'down', alertsAt: [at('00:50')] } },
    ]);
    expect(both.map(({ monitor }) => isTold(monitor)).at(-1)).toBe(true);
  });

  test.each([
    ['00:45:59.999', ['flip']],
    ['00:46', ['miss', 'settled', 'flip']],
  ])('that is the last allowed, at %s, comes first or last of all: %j', (time, kinds) => {
    const patient = { ...awaiting(time), maxMisses: 2, misses: 0 };
    const early = at('00:45');
    const schedule = {
      kind: 'every',
      text: 'every 5m',
      intervalSeconds: (at(time) - early) / 1_000,
    } as const;
    const both = passings({ ...patient, schedule, dueAt: early, deadlineAt: early }, '00:50');
    expect(both.map(({ change }) => change)).toEqual(kinds);
  });

  test('of a recovery, which is no flip, lets it settle', () => {
    const recovering = lived(
      { ...flapping({ gracePeriodSeconds: 0 }), recoveryThreshold: 2 },
      '00:31 success',
    );
    const missed = passings({ ...recovering, dueAt: at('00:40'), deadlineAt: at('00:40') }, '00:45');
    expect(missed.map(({ change }) => change)).toEqual(['miss', 'settled']);
    expect(missed.at(-1)?.monitor.settled?.at).toBe(at('00:45'));
  });
});

describe('reminders of a monitor that flaps', () => {
  const reminding = flapping({ reminderSeconds: 600 });

  test('are none', () => {
    expect(remindAt(reminding)).toBeUndefined();
    expect(lived(reminding, '00:44:59.999 --')).not.toHaveProperty('reminder');
  });

  test('count from when it settled', () => {
    const calm = lived(reminding, '00:50 --');
    expect(remindAt(calm)).toBe(at('00:55'));
    expect(lived(calm, '00:55 --', '01:05 --').reminder).toEqual({ number: 2, at: at('01:05') });
  });
});
