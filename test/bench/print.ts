/** Prints one line of the report: a figure of ours beside the naive one. */
export function row(what: string, ours: string, naive: string): void {
  console.log(`${what.padEnd(52)} ${ours.padStart(14)} ${naive.padStart(14)}`);
}

export function heading(text: string): void {
  console.log(`\n${text}`);
  row('', 'downbeat', 'naive');
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
