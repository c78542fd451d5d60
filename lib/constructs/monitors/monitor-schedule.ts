import type { Duration } from 'aws-cdk-lib';
import { formatDuration } from '../../../lambdas/domain/duration.ts';

/** When a job's check-ins are due. */
export class MonitorSchedule {
  /** As the management API takes it: `every 24h`, or lines of cron. */
  readonly text: string;

  private constructor(text: string) {
    this.text = text;
  }

  /** One interval after the last check-in: 10 seconds to 366 days. */
  static every(interval: Duration): MonitorSchedule {
    return new MonitorSchedule(`every ${formatDuration(interval.toSeconds())}`);
  }

  /**
   * By the calendar, in the monitor's time zone: one to ten lines of the five fields of cron, such as `0 2 * * MON-FRI`, or a
   * nickname such as `@daily`. For EventBridge's six fields see `Monitor.forSchedule`.
   */
  static cron(...lines: string[]): MonitorSchedule {
    return new MonitorSchedule(lines.join('\n'));
  }
}
