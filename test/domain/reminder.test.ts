import { applyTime } from '../../lambdas/domain/passing.ts';
import { at, hourly, lived, passings } from './course.ts';

/** Down at 01:10, and people are reminded every two hours. */
const down = lived(hourly({ gracePeriodSeconds: 0, reminderSeconds: 7_200 }), '00:10 success', '01:10 --');

describe('a reminder', () => {
  test('is due so long after people were told, and not a millisecond earlier', () => {
    expect(applyTime(down, at('03:09:59.999'))).toBeUndefined();
    expect(passings(down, '03:10')).toMatchObject([
      { change: 'reminder', monitor: { status: 'down', reminder: { number: 1, at: at('03:10') } } },
    ]);
  });

  test('changes nothing else', () => {
    expect(passings(down, '03:10')[0]?.monitor).toStrictEqual({
      ...down,
      reminder: { number: 1, at: at('03:10') },
    });
  });

  test('follows the one before it in the same rhythm, however late that was sent', () => {
    expect(lived(down, '03:40 --', '05:09:59.999 --').reminder?.number).toBe(1);
    expect(lived(down, '03:40 --', '05:10 --').reminder).toEqual({ number: 2, at: at('05:10') });
  });

  test.each([
    ['05:09:59.999', '03:10'],
    ['05:10', '05:10'],
    ['07:09:59.999', '05:10'],
    ['23:10', '23:10'],
  ])('stands for all that could not be sent until %s: it was due at %s', (now, dueAt) => {
    const reminded = passings(down, now);
    expect(reminded).toMatchObject([{ monitor: { reminder: { number: 1, at: at(dueAt) } } }]);
  });

  test('counts from when an outage was noticed, where that was late', () => {
    const late = lived(hourly({ reminderSeconds: 7_200 }), '00:10 success', '01:19 --');
    expect(applyTime(late, at('03:18:59.999'))).toBeUndefined();
    expect(applyTime(late, at('03:19'))?.change).toBe('reminder');
  });

  test('of a fail counts from the first one alone', () => {
    expect(lived(down, '02:00 fail', '03:10 --').reminder).toEqual({ number: 1, at: at('03:10') });
  });

  test('comes while a recovery goes on', () => {
    const recovering = lived({ ...down, recoveryThreshold: 3 }, '02:30 success', '03:10 --');
    expect(recovering).toMatchObject({ successes: 1, reminder: { number: 1 } });
  });

  test('at the deadline of a recovery comes beside the miss, each a change of its own', () => {
    const recovering = lived({ ...down, recoveryThreshold: 3 }, '02:10 success');
    expect(passings(recovering, '03:10').map(({ change }) => change)).toEqual(['miss', 'reminder']);
  });
});

describe('reminders end', () => {
  const reminded = lived(down, '03:10 --');

  test.each(['success', 'pause'])('with a %s, and the next outage begins to count them anew', (deed) => {
    const ended = lived(reminded, `04:00 ${deed}`);
    expect(ended).not.toHaveProperty('reminder');
    expect(lived(ended, '04:10 fail', '06:10 --').reminder).toEqual({ number: 1, at: at('06:10') });
  });

  test('in a pause', () => {
    expect(passings(lived(reminded, '04:00 pause'), '23:59')).toEqual([]);
  });

  test('where none are wished any more', () => {
    const { reminderSeconds: _reminderSeconds, ...unreminded } = reminded;
    expect(passings(unreminded, '23:59')).toEqual([]);
  });
});

describe('another rhythm', () => {
  test('holds for the first reminder', () => {
    expect(lived({ ...down, reminderSeconds: 60 }, '01:11 --').reminder).toEqual({
      number: 1,
      at: at('01:11'),
    });
  });

  test('holds for the one after the last', () => {
    const slower = { ...lived(down, '03:10 --'), reminderSeconds: 10_800 };
    expect(applyTime(slower, at('06:09:59.999'))).toBeUndefined();
    expect(lived(slower, '06:10 --').reminder).toEqual({ number: 2, at: at('06:10') });
  });

  test('reminds at once where its first instant has passed, and then in step with it', () => {
    const faster = { ...down, reminderSeconds: 600 };
    expect(lived(faster, '02:35 --').reminder).toEqual({ number: 1, at: at('02:30') });
  });
});
