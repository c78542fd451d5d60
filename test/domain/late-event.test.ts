import { applyPing } from '../../lambdas/domain/check-in.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { applyTime } from '../../lambdas/domain/passing.ts';
import type { CheckInKind } from '../../lambdas/domain/ping.ts';
import { hourMs, type Instant, minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import { wakeUpAt } from '../../lambdas/domain/timer.ts';
import { noon } from '../support/fake-system.ts';
import { downBackup, newBackup, upBackup, windowMs } from '../support/given.ts';
import { aPing } from '../support/monitors.ts';

/** The monitor after an event that happened at one instant and came at another. */
function heard(
  monitor: Monitor,
  { kind = 'success', rid, at, came }: { kind?: CheckInKind; rid?: string; at: Instant; came: Instant },
): Monitor {
  return applyPing(monitor, aPing({ kind, at, receivedAt: came, ...(rid && { rid }) })).monitor;
}

describe('a deadline that has passed when an event that came late sets it', () => {
  const came = noon + windowMs + minuteMs;
  const waiting = heard(newBackup(), { at: noon, came });
  const until = came + 10 * minuteMs;

  test('waits from then on, and is looked at when it has', () => {
    expect(waiting).toMatchObject({ status: 'up', deadlineAt: noon + windowMs });
    expect(waiting.furtherGrace).toEqual({ from: came, until });
    expect([wakeUpAt(waiting), waiting.armedFor]).toEqual([until, until]);
    expect(applyTime(waiting, until - 1)).toBeUndefined();
  });

  test('is a miss as of itself when it has waited in vain', () => {
    const { monitor } = applyTime(waiting, until) ?? {};
    const flip = { to: 'down', at: noon + windowMs, detectedAt: until, furtherGrace: { from: came, until } };
    expect(monitor?.flip).toMatchObject(flip);
  });

  test('waits from its very instant on', () => {
    const atDeadline = noon + windowMs;
    expect(heard(newBackup(), { at: noon, came: atDeadline }).furtherGrace?.from).toBe(atDeadline);
    expect(heard(newBackup(), { at: noon, came: atDeadline - 1 })).not.toHaveProperty('furtherGrace');
  });

  test('waits no longer than the job had', () => {
    const schedule = { kind: 'every', text: 'every 1m', intervalSeconds: 60 } as const;
    const quick = newBackup({ schedule, gracePeriodSeconds: 30 });
    const { from = 0, until: end = 0 } = heard(quick, { at: noon, came: noon + hourMs }).furtherGrace ?? {};
    expect(end - from).toBe(90 * secondMs);
  });

  test('of a run that takes too long waits no longer than that may take', () => {
    const running = newBackup({ maxRuntimeSeconds: 120 });
    const started = heard(running, { kind: 'start', rid: 'a', at: noon, came: noon + 3 * minuteMs });
    expect(started.furtherGrace).toEqual({ from: noon + 3 * minuteMs, until: noon + 5 * minuteMs });
    const ended = heard(started, { rid: 'a', at: noon + minuteMs, came: noon + 4 * minuteMs });
    expect(ended).not.toHaveProperty('furtherGrace');
  });

  test('waits where the event is older than the last check-in, and ends the run whose deadline came first', () => {
    const running = newBackup({ maxRuntimeSeconds: 3_600 });
    const begun = { kind: 'start', rid: 'a', at: noon - 2 * minuteMs, came: noon - 2 * minuteMs } as const;
    const overtaken = heard(heard(running, begun), { rid: 'b', at: noon, came: noon });
    expect(overtaken.deadlineAt).toBe(noon + 58 * minuteMs);
    const ended = heard(overtaken, { rid: 'a', at: noon - minuteMs, came });
    expect(ended).toMatchObject({ deadlineAt: noon + windowMs, furtherGrace: { from: came, until } });
  });

  test('waits no longer with each event that comes, and no more once one brings a deadline to come', () => {
    const [next, last] = [noon + 5 * minuteMs, noon + 20 * minuteMs];
    const still = heard(waiting, { at: next, came: came + 5 * minuteMs });
    expect([still.deadlineAt, still.furtherGrace]).toEqual([next + windowMs, waiting.furtherGrace]);
    expect(heard(still, { at: last, came: came + 9 * minuteMs })).not.toHaveProperty('furtherGrace');
  });

  test('waits for nothing if it has been there before', () => {
    const up = upBackup(noon - windowMs);
    const started = heard(up, { kind: 'start', at: noon - windowMs - minuteMs, came: noon + minuteMs });
    expect(started.deadlineAt).toBe(noon);
    expect(applyTime(started, noon + minuteMs)?.change).toBe('flip');
  });

  test('of a monitor that silence has made down is no reason to make it up', () => {
    expect(heard(downBackup(noon), { at: noon - minuteMs, came }).status).toBe('down');
  });
});

describe('what has passed before an event that came late', () => {
  const deadlineAt = noon;
  const monitor = upBackup(deadlineAt - windowMs);
  const until = deadlineAt + minuteMs;

  test('is noticed when that came', () => {
    const now = deadlineAt + 5 * minuteMs;
    const flip = { to: 'down', at: deadlineAt, detectedAt: now };
    expect(applyTime(monitor, now, { until })?.monitor.flip).toMatchObject(flip);
  });

  test('waits if nobody had looked for five minutes then, though the event happened sooner', () => {
    const now = deadlineAt + 5 * minuteMs + 1;
    const { change, monitor: waiting = monitor } = applyTime(monitor, now, { until }) ?? {};
    expect([change, waiting.furtherGrace?.from]).toEqual(['grace', now]);
    expect(applyTime(waiting, now, { until })).toBeUndefined();
  });

  test('does not comprise what passed after it', () => {
    expect(applyTime(monitor, until, { until: deadlineAt - 1 })).toBeUndefined();
    const patient = { ...monitor, maxMisses: 9 };
    expect(applyTime(patient, deadlineAt + hourMs, { until })?.change).toBe('grace');
    const waited = { ...patient, furtherGrace: { from: noon, until: noon } };
    const { misses } = applyTime(waited, deadlineAt + hourMs, { until })?.monitor ?? {};
    expect(misses).toBe(1);
  });

  test('comprises the reminders until then alone', () => {
    const down = downBackup(noon, { reminderSeconds: 60 });
    const passed = applyTime(down, noon + 10 * minuteMs, { until: noon + 3 * minuteMs });
    expect(passed?.monitor.reminder).toEqual({ number: 1, at: noon + 3 * minuteMs });
  });
});
