import { blindnessBetween, patienceMs } from '../domain/blindness.ts';
import type { SweepMarks, System, Telemetry } from './ports.ts';

export interface NoteSweepDeps {
  sweepMarks: SweepMarks;
  /** How often the sweep is run. */
  sweepMinutes: number;
  system: Pick<System, 'now'>;
  telemetry: Telemetry;
}

/**
 * Notes that a sweep begins: one write. If the last one began too long ago, nobody looked in between. Then the write says
 * so, and whoever reads the stream tells it: one of several sweeps that find the same gap, for the write asks for the mark
 * that was read.
 */
export async function noteSweep({
  sweepMarks,
  sweepMinutes,
  system,
  telemetry,
}: NoteSweepDeps): Promise<void> {
  const mark = { at: system.now(), everyMinutes: sweepMinutes };
  try {
    if ((await sweepMarks.renew(mark, mark.at - patienceMs(sweepMinutes))) === 'renewed') return;
    const before = await sweepMarks.load();
    if (!before) return;
    const blindness = blindnessBetween(before, mark);
    const isOurs = (await sweepMarks.replace(before, mark, blindness)) === 'replaced';
    if (blindness && isOurs) telemetry.notice('WasBlind', { ...blindness });
  } catch (cause) {
    // The next sweep finds the same gap. This one has monitors to look at.
    telemetry.notice('SweepNotNoted', {}, cause);
  }
}
