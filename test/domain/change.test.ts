import { applyChange } from '../../lambdas/domain/change.ts';
import type { BodyFilter } from '../../lambdas/domain/filter.ts';
import type { Monitor, MonitorSettings } from '../../lambdas/domain/monitor.ts';
import { at, hourly, lived, passings } from './course.ts';
import { changed, every, settingsOf, without } from './settings.ts';

const up = lived(hourly({ maxMisses: 3 }), '00:10 success');
const bodyFilter: BodyFilter = { start: [], success: ['DONE'], fail: ['ERROR'], defaultFail: false };

describe('settings that are what they were', () => {
  const rich = hourly({
    ...{ earlyMarginSeconds: 9, maxRuntimeSeconds: 60, reminderSeconds: 60 },
    ...{ expectFirstPing: true as const, postOnly: true as const, bodyFilter },
  });

  test.each([up, rich])('change nothing: case %#', (monitor) => {
    expect(applyChange(monitor, settingsOf(monitor), at('00:30'))).toBeUndefined();
  });

  test('change nothing in whatever order their parts come back from a table', () => {
    const { schedule, ...rest } = settingsOf(rich);
    const reversed = <T extends object>(value: T) => Object.fromEntries(Object.entries(value).reverse()) as T;
    const settings = reversed({ ...rest, schedule: reversed(schedule), bodyFilter: reversed(bodyFilter) });
    expect(applyChange(rich, settings, at('00:30'))).toBeUndefined();
  });
});

describe('a setting', () => {
  test.each<[string, Partial<MonitorSettings>]>([
    ['name', { name: 'Another' }],
    ['channels', { channels: ['ops', 'default'] }],
    ['postOnly', { postOnly: true }],
    ['bodyFilter', { bodyFilter }],
    ['maxFailures', { maxFailures: 2 }],
    ['recoveryThreshold', { recoveryThreshold: 2 }],
    ['reminderSeconds', { reminderSeconds: 60 }],
    ['runbookUrl', { runbookUrl: 'https://wiki.test/backup' }],
    ['maxRuntimeSeconds', { maxRuntimeSeconds: 60 }],
  ])('that decides no deadline is changed alone, and misses are kept: %s', (_name, settings) => {
    const missed = { ...up, misses: 1 };
    expect(applyChange(missed, { ...settingsOf(missed), ...settings }, at('00:30'))).toStrictEqual({
      ...{ monitor: { ...missed, ...settings, revision: 2 }, flipped: false, arm: 'no' },
    });
  });

  test.each<[string, Partial<Monitor>]>([
    ['earlyMarginSeconds', { earlyMarginSeconds: 9 }],
    ['maxRuntimeSeconds', { maxRuntimeSeconds: 60 }],
    ['reminderSeconds', { reminderSeconds: 60 }],
    ['postOnly', { postOnly: true }],
    ['bodyFilter', { bodyFilter }],
  ])('that is absent is taken away: %s', (name, given) => {
    const before = { ...up, ...given };
    expect(applyChange(before, settingsOf(up), at('00:30'))?.monitor).toStrictEqual({ ...up, revision: 2 });
    expect(before).toHaveProperty(name);
  });

  test.each<[string, Partial<BodyFilter>]>([
    ['start', { start: ['BEGIN'] }],
    ['success', { success: [] }],
    ['fail', { fail: ['ERROR', 'FATAL'] }],
    ['defaultFail', { defaultFail: true }],
  ])('is changed by one part of it: %s of the body filter', (_part, part) => {
    const before = { ...up, bodyFilter };
    const after = changed(before, '00:30', { bodyFilter: { ...bodyFilter, ...part } });
    expect(after.bodyFilter).toEqual({ ...bodyFilter, ...part });
  });
});

describe('as if it had been made just after the last check-in, a change', () => {
  const cron = { kind: 'cron', text: '0 9 * * *', lines: ['0 9 * * *'] } as const;

  test.each<[string, Partial<MonitorSettings>, string, string]>([
    ['of the interval', { schedule: every('2h', 7_200) }, '02:10', '02:15'],
    ['to cron lines', { schedule: cron }, '09:00', '09:05'],
    ['of the grace period', { gracePeriodSeconds: 60 }, '01:10', '01:11'],
    ['of the misses allowed', { maxMisses: 2 }, '01:10', '01:15'],
  ])('%s moves the deadline', (_what, settings, dueAt, deadlineAt) => {
    expect(changed(up, '00:30', settings)).toMatchObject({ dueAt: at(dueAt), deadlineAt: at(deadlineAt) });
  });

  test('of the timezone moves the deadline', () => {
    const calendar = changed(up, '00:20', { schedule: cron });
    expect(changed(calendar, '00:30', { timezone: 'Asia/Tokyo' }).dueAt).toBe(at('00:00') + 86_400_000);
  });

  test('of the lines of a schedule moves the deadline', () => {
    const calendar = changed(up, '00:20', { schedule: cron });
    const schedule = { ...cron, lines: ['0 8 * * *'], text: '0 8 * * *' };
    expect(changed(calendar, '00:30', { schedule }).dueAt).toBe(at('08:00'));
  });

  test('of the early margin decides again whether that was for the next occurrence', () => {
    const hour = { kind: 'cron', text: '0 * * * *', lines: ['0 * * * *'] } as const;
    const calendar = lived(hourly({ schedule: hour }), '00:50 success');
    expect(calendar.dueAt).toBe(at('01:00'));
    expect(changed(calendar, '00:55', { earlyMarginSeconds: 600 }).dueAt).toBe(at('02:00'));
  });

  test.each<[string, Partial<MonitorSettings>, string]>([
    ['brings the deadline forward, before', { gracePeriodSeconds: 0 }, 'before_save'],
    ['moves the deadline on, after', { gracePeriodSeconds: 3_600 }, 'after_save'],
  ])('that %s its save sets a timer', (_what, settings, arm) => {
    const change = applyChange(up, { ...settingsOf(up), ...settings }, at('00:30'));
    expect(change).toMatchObject({ arm, flipped: false });
    expect(change?.monitor.armedFor).toBe(change?.monitor.deadlineAt);
  });

  test('counts misses again, and finds those that have passed already', () => {
    const missed = lived(up, '01:15 --');
    const again = changed(missed, '02:05', { gracePeriodSeconds: 0 });
    expect(again).toMatchObject({ status: 'up', misses: 0, dueAt: at('01:10') });
    expect(lived(again, '02:05 --')).toMatchObject({ misses: 1, dueAt: at('02:10') });
    expect(lived(again, '02:10 --')).toMatchObject({ misses: 2 });
  });

  test('makes a monitor down as of a deadline that has passed already', () => {
    const strict = changed(up, '01:00', { schedule: every('10m', 600), maxMisses: 1 });
    expect(passings(strict, '01:00')).toMatchObject([
      { monitor: { status: 'down', flip: { at: at('00:25'), detectedAt: at('01:00') } } },
    ]);
  });

  test('keeps fails', () => {
    const failed = lived({ ...up, maxFailures: 3 }, '00:20 fail');
    expect(changed(failed, '00:30', { gracePeriodSeconds: 0 })).toMatchObject({ failures: 1 });
  });

  test('of a new monitor that awaits nothing leaves it at that', () => {
    const monitor = changed(hourly(), '00:30', { gracePeriodSeconds: 0 });
    expect(monitor).toStrictEqual(hourly({ gracePeriodSeconds: 0, revision: 2 }));
  });

  test('of a monitor that is paused leaves it paused, until it is resumed by its new schedule', () => {
    const paused = lived(up, '01:20 pause');
    const slower = changed(paused, '01:30', { schedule: every('2h', 7_200) });
    expect(slower).toStrictEqual({ ...paused, schedule: every('2h', 7_200), revision: 2 });
    expect(lived(slower, '02:00 resume').dueAt).toBe(at('04:00'));
  });

  test('of a monitor that recovers moves the deadline of its next success', () => {
    const recovering = lived(hourly({ recoveryThreshold: 3 }), '00:10 fail', '00:20 success');
    const hastened = changed(recovering, '00:30', { gracePeriodSeconds: 0 });
    expect(hastened).toMatchObject({ status: 'down', successes: 1, deadlineAt: at('01:20') });
  });
});

describe('a max runtime', () => {
  const running = lived(hourly(), '00:10 success', '00:20 start a');

  test('that is set later holds for the run that is open', () => {
    expect(changed(running, '00:30', { maxRuntimeSeconds: 1_200 })).toMatchObject({
      deadlineAt: at('00:40'),
    });
  });

  test('that is shorter than a run has taken already makes it a miss at once', () => {
    const late = changed(running, '00:30', { maxRuntimeSeconds: 300 });
    expect(lived(late, '00:30 --').flip).toMatchObject({ at: at('00:25'), reason: 'timed_out' });
  });

  test('that is taken away leaves the deadline to silence', () => {
    const limited = changed(running, '00:30', { maxRuntimeSeconds: 1_200 });
    const settings = settingsOf(without(limited, 'maxRuntimeSeconds'));
    expect(applyChange(limited, settings, at('00:31'))?.monitor.deadlineAt).toBe(at('01:25'));
  });

  test('does not hold for a run that was given up after 72 hours', () => {
    const daysMs = 72 * 3_600_000;
    const weekly = lived(hourly({ schedule: every('7d', 604_800) }), '00:10 start a');
    const settings = { ...settingsOf(weekly), maxRuntimeSeconds: 3_600 };
    const open = applyChange(weekly, settings, at('00:10') + daysMs)?.monitor;
    const over = applyChange(weekly, settings, at('00:10') + daysMs + 1)?.monitor;
    expect([open?.deadlineAt, over?.deadlineAt]).toEqual([at('01:10'), weekly.deadlineAt]);
  });
});

test('a reminder that is wished for later is for an outage that goes on too, under a timer of its own', () => {
  const down = lived(hourly(), '00:10 fail');
  const change = applyChange(down, { ...settingsOf(down), reminderSeconds: 7_200 }, at('00:30'));
  expect(change).toMatchObject({ arm: 'before_save', monitor: { armedFor: at('02:10') } });
});

test('a change leaves the monitor that it was made of as it was', () => {
  const before = structuredClone(up);
  changed(up, '00:30', { gracePeriodSeconds: 0, maxMisses: 1 });
  expect(up).toStrictEqual(before);
});
