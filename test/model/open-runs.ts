/** A run that has started and not ended. */
export interface OpenRun {
  rid: string | undefined;
  startedAt: number;
  /** Whether it is still held to the max runtime. */
  held: boolean;
}

const runMaxMs = 72 * 3_600_000;

export function stillOpen(runs: readonly OpenRun[], now: number): readonly OpenRun[] {
  return runs.filter(({ startedAt }) => now - startedAt <= runMaxMs);
}

export function afterStart(runs: readonly OpenRun[], rid: string | undefined, now: number): OpenRun[] {
  const others = stillOpen(runs, now).filter((run) => run.rid !== rid);
  return [...others, { rid, startedAt: now, held: true }].slice(-10);
}

export function afterEnd(
  runs: readonly OpenRun[],
  kind: 'success' | 'fail',
  rid: string | undefined,
  now: number,
): OpenRun[] {
  const open = stillOpen(runs, now);
  const latest = kind === 'fail' || rid === undefined ? open.at(-1) : undefined;
  const ended = open.find((run) => run.rid === rid) ?? latest;
  return open.filter((run) => run !== ended);
}
