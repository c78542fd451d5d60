import { applyPing } from '../../lambdas/domain/check-in.ts';
import { withOutcome } from '../../lambdas/domain/recent.ts';
import { minuteMs } from '../../lambdas/domain/time.ts';
import { aPing } from '../support/monitors.ts';
import { at, hourly, lived } from './course.ts';

describe('the recent check-ins of a monitor', () => {
  test('are its pings and what it missed, oldest first', () => {
    const monitor = lived(
      { ...hourly(), maxRuntimeSeconds: 600 },
      '00:00 success',
      '00:30 start',
      '00:45 fail',
      '01:00 success',
      '02:05 --',
    );
    expect(monitor.recent).toEqual(['success', 'start', 'timed_out', 'fail', 'success', 'missed']);
  });

  test('are the last twenty', () => {
    let monitor = hourly();
    for (let minute = 0; minute < 20; minute += 1) {
      monitor = applyPing(monitor, aPing({ at: at('00:00') + minute * minuteMs })).monitor;
    }
    const { recent } = withOutcome(monitor, 'fail');
    expect(recent).toHaveLength(20);
    expect(recent?.slice(-2)).toEqual(['success', 'fail']);
  });
});
