import { occurs } from './cron.ts';
import { type Fault, InvalidInput } from './errors.ts';
import type { NewSettings } from './monitor.ts';

type Together = Pick<NewSettings, 'schedule' | 'timezone' | 'earlyMarginSeconds'>;

/** Refuses settings that are right one by one, but not together. Throws InvalidInput. */
export function checkSettings({ schedule, timezone = 'UTC', earlyMarginSeconds }: Together): void {
  const faults: Fault[] = [];
  if (schedule.kind === 'every' && earlyMarginSeconds !== undefined) {
    const message = 'allowed is null, for only cron schedules have occurrences to be early for';
    faults.push({ field: 'early_margin_seconds', message });
  }
  const lines = schedule.kind === 'cron' ? schedule.lines : [];
  const skipped = lines.find((line) => !occurs(line, timezone));
  if (skipped !== undefined) {
    const message = `"${skipped}" never matches in ${timezone}, whose clocks skip it; allowed is a line that does`;
    faults.push({ field: 'schedule', message });
  }
  if (faults.length > 0) throw new InvalidInput(faults);
}
