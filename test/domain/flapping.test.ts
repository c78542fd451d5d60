import { isTold } from '../../lambdas/domain/flip.ts';
import { applyTime } from '../../lambdas/domain/passing.ts';
import { wakeUpAt } from '../../lambdas/domain/timer.ts';
import { at, lived, passings } from './course.ts';
import { flapping, notice, restless } from './restless.ts';
import { changed } from './settings.ts';

describe('a monitor flaps', () => {
  test('not with the tenth flip within an hour', () => {
    expect(restless()).not.toHaveProperty('flapping');
    expect(restless().alertsAt).toHaveLength(10);
    expect(isTold(restless())).toBe(true);
  });

  test('with the eleventh, of which people are told', () => {
    expect(flapping().flapping).toEqual(notice);
    expect(isTold(flapping())).toBe(true);
  });

  test('with an eleventh exactly an hour after the first', () => {
    expect(lived(restless(), '01:11 fail').flapping).toEqual(notice);
  });

  test('not with one a millisecond later, which is told, nor are earlier flips remembered', () => {
    const later = lived(restless(), '01:11:00.001 fail');
    expect(later).not.toHaveProperty('flapping');
    expect(later.alertsAt?.map((instant) => instant - at('00:13'))).toHaveLength(10);
    expect(later.alertsAt?.[0]).toBe(at('00:13'));
    expect(isTold(later)).toBe(true);
  });

  test('by the flips of the last hour alone, which are counted from the first of these', () => {
    const busy = lived(restless(), '01:11:00.001 fail', '01:12 success');
    expect(busy.flapping).toEqual({ since: at('00:13'), flips: 11, seq: 13 });
  });

  test('by when its flips were noticed, not by when they became true', () => {
    const late = lived(restless({ gracePeriodSeconds: 0 }), '01:34 --');
    expect(late.flip).toMatchObject({ at: at('01:29'), detectedAt: at('01:34') });
    expect(late.alertsAt).toEqual([at('01:34')]);
  });

  test('not by flips that are no alerts', () => {
    const pauses = [30, 32, 34].flatMap((minute) => [`00:${minute} pause`, `00:${minute + 1} success`]);
    const paused = lived(restless(), ...pauses);
    expect(paused).not.toHaveProperty('flapping');
    expect(paused.alertsAt).toHaveLength(10);
    expect(lived(paused, '00:40 fail').flapping).toEqual({ ...notice, seq: 18 });
  });
});

describe('while a monitor flaps, a flip', () => {
  const up = lived(flapping(), '00:40 success');
  const down = lived(up, '00:41 fail');

  test('is counted and not told', () => {
    expect(up.flapping).toEqual({ ...notice, flips: 12 });
    expect(down.flapping).toEqual({ ...notice, flips: 13 });
    expect([up, down].map((monitor) => isTold(monitor))).toEqual([false, false]);
  });

  test('is remembered with the nine before it, and no more', () => {
    expect(down.alertsAt).toEqual([
      ...(restless().alertsAt?.slice(3) ?? []),
      at('00:30'),
      at('00:40'),
      at('00:41'),
    ]);
  });

  test('is an alert all the same', () => {
    expect(up.lastAlert).toEqual({ seq: 13, kind: 'up' });
    expect(down.lastAlert).toEqual({ seq: 14, kind: 'down' });
  });

  test('makes it go on for 15 minutes after that was noticed', () => {
    expect(passings(up, '00:54:59.999')).toEqual([]);
    expect(passings(up, '00:55')).toMatchObject([{ change: 'settled' }]);
    expect(passings(down, '00:55:59.999')).toEqual([]);
  });

  test('makes it go on however far the flips are from the first', () => {
    const quarters = ['00:44', '00:58', '01:12', '01:26', '01:40', '01:54', '02:08'];
    const events = quarters.map((time, index) => `${time} ${index % 2 === 0 ? 'success' : 'fail'}`);
    expect(lived(flapping(), ...events).flapping).toEqual({ ...notice, flips: 18 });
  });

  test('by a clock that is behind does not make it settle any earlier', () => {
    const late = lived(flapping({ gracePeriodSeconds: 0 }), '00:40 success');
    // The deadline is noticed with a delay, and the next ping stamped by a clock that is behind.
    const noticed = applyTime({ ...late, dueAt: at('00:50'), deadlineAt: at('00:50') }, at('00:50:20'));
    const recovered = lived(noticed?.monitor ?? late, '00:50:01 success');
    expect(recovered.flip).toMatchObject({ to: 'up', detectedAt: at('00:50:01') });
    expect(wakeUpAt(recovered)).toBe(at('01:05:20'));
  });
});

describe('while a monitor flaps, nothing moves its settling that is no flip:', () => {
  test.each(['fail', 'start'])('no %s', (deed) => {
    expect(wakeUpAt(lived(flapping(), `00:40 ${deed}`))).toBe(at('00:45'));
  });

  test('no miss that is allowed', () => {
    const patient = lived(flapping({ maxMisses: 2 }), '00:31 success');
    const missed = lived({ ...patient, dueAt: at('00:35'), deadlineAt: at('00:40') }, '00:40 --');
    expect(missed).toMatchObject({ misses: 1, flapping: { flips: 12 } });
    expect(wakeUpAt(missed)).toBe(at('00:46'));
  });

  test('no change of settings', () => {
    expect(changed(flapping(), '00:40', { name: 'Other' }).flapping).toEqual(notice);
    expect(wakeUpAt(changed(flapping(), '00:40', { gracePeriodSeconds: 0 }))).toBe(at('00:45'));
  });
});

describe('a pause', () => {
  /** Paused after so many flips of which people were not told. */
  const paused = (...untold: string[]) => lived(flapping(), ...untold, '00:40 pause');

  test('ends flapping, and nobody is told', () => {
    expect(isTold(paused())).toBe(false);
    expect(paused()).not.toHaveProperty('flapping');
    expect(paused()).not.toHaveProperty('settled');
    expect(passings(paused(), '23:59')).toEqual([]);
  });

  test('has flips counted anew', () => {
    expect(paused()).not.toHaveProperty('alertsAt');
    expect(lived(paused(), '00:50 success').alertsAt).toEqual([at('00:50')]);
  });

  test.each([[[]], [['00:31 success']], [['00:31 success', '00:32 fail']]])(
    'leaves people with the status that they were told, whatever came after it: %j',
    (untold) => {
      expect(paused(...untold).lastAlert).toEqual({ seq: 12, kind: 'down' });
    },
  );

  test.each([
    ['up', 'success', true],
    ['down', 'fail', false],
  ])('of one that people were told is down ends in %s by a %s: told %s', (status, deed, told) => {
    const ended = lived(paused('00:31 success'), `00:50 ${deed}`);
    expect(ended.status).toBe(status);
    expect(isTold(ended)).toBe(told);
  });

  test.each([
    ['up', 'success', false],
    ['down', 'fail', true],
  ])('of one that people were told is up ends in %s by a %s: told %s', (status, deed, told) => {
    const nine = { ...restless(), alertsAt: restless().alertsAt?.slice(1) ?? [] };
    const toldUp = lived(nine, '00:30 fail', '00:31 success', '00:32 fail', '00:40 pause');
    expect(toldUp.lastAlert).toEqual({ seq: 13, kind: 'up' });
    const ended = lived(toldUp, `00:50 ${deed}`);
    expect(ended.status).toBe(status);
    expect(isTold(ended)).toBe(told);
  });

  test('of a monitor that does not flap leaves its flips counted', () => {
    expect(lived(restless(), '00:40 pause').alertsAt).toEqual(restless().alertsAt);
  });
});
