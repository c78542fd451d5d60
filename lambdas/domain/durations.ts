/** How long runs took, in milliseconds. */
export interface DurationSummary {
  min: number;
  /** Half of the runs took no longer. */
  p50: number;
  /** 95 of 100 runs took no longer. */
  p95: number;
  max: number;
}

/** Sums up durations in milliseconds, in any order; `undefined` if there are none. */
export function summarise(durationsMs: readonly number[]): DurationSummary | undefined {
  const sorted = [...durationsMs].sort((one, other) => one - other);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) return undefined;
  return { min, p50: percentile(sorted, 50), p95: percentile(sorted, 95), max };
}

/** By nearest rank: one of the durations that there were, and not a value between two of them. */
function percentile(sorted: readonly number[], percent: number): number {
  const rank = Math.ceil((percent * sorted.length) / 100);
  return sorted[rank - 1] ?? 0;
}
