import { applyPing } from '../../lambdas/domain/check-in.ts';
import { applyTime } from '../../lambdas/domain/passing.ts';
import { hourMs } from '../../lambdas/domain/time.ts';
import { aMonitor, aPing } from '../support/monitors.ts';
import { createdAt, deadlineAt, downMonitor, pingedAt, upMonitor } from '../support/nightly.ts';

describe('time', () => {
  test('changes nothing one millisecond before the deadline', () => {
    expect(applyTime(upMonitor(), deadlineAt - 1)).toBeUndefined();
  });

  test('makes a monitor down at its deadline', () => {
    expect(applyTime(upMonitor(), deadlineAt)?.monitor.status).toBe('down');
  });

  test('dates a miss at its deadline, however late it is noticed', () => {
    const noticedAt = deadlineAt + 1_500;
    expect(applyTime(upMonitor(), noticedAt)).toEqual({ monitor: downMonitor(), change: 'flip' });
  });

  test('makes a monitor without a grace period down at the due instant', () => {
    const { monitor } = applyPing(aMonitor({ gracePeriodSeconds: 0 }), aPing({ at: pingedAt }));
    expect(applyTime(monitor, pingedAt + 24 * hourMs)?.monitor.status).toBe('down');
  });

  test('leaves a monitor without a grace period up one millisecond before the due instant', () => {
    const { monitor } = applyPing(aMonitor({ gracePeriodSeconds: 0 }), aPing({ at: pingedAt }));
    expect(applyTime(monitor, pingedAt + 24 * hourMs - 1)).toBeUndefined();
  });

  test('never makes a new monitor down', () => {
    expect(applyTime(aMonitor(), createdAt + 10_000 * hourMs)).toBeUndefined();
  });

  test('changes nothing about a monitor that is down', () => {
    expect(applyTime(downMonitor(), deadlineAt + 10_000 * hourMs)).toBeUndefined();
  });

  test('does not date a miss before the status that it ends', () => {
    const missed = applyTime(upMonitor({ statusSince: deadlineAt + 1 }), deadlineAt + 2);
    expect(missed?.monitor).toMatchObject({ statusSince: deadlineAt + 1, flip: { at: deadlineAt + 1 } });
  });
});
