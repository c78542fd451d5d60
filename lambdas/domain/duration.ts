const units = [
  { sign: 'w', words: 'w|weeks?', seconds: 604_800 },
  { sign: 'd', words: 'd|days?', seconds: 86_400 },
  { sign: 'h', words: 'h|hrs?|hours?', seconds: 3_600 },
  { sign: 'm', words: 'm|mins?|minutes?', seconds: 60 },
  { sign: 's', words: 's|secs?|seconds?', seconds: 1 },
] as const;

const durationPattern = new RegExp(
  `^${units.map(({ words }) => `(?:(\\d{1,9}) ?(?:${words}))?`).join(' ?')}$`,
);

/**
 * Reads a duration such as `24h`, `1h30m`, `90 minutes` or `1 day 12 hours`: whole numbers of weeks, days, hours,
 * minutes and seconds in lower case, the largest unit first. Answers seconds, or `undefined` if the text is none.
 */
export function parseDurationSeconds(text: string): number | undefined {
  const match = text === text.trim() && text !== '' ? durationPattern.exec(text) : undefined;
  if (!match) return undefined;
  return units.reduce((total, { seconds }, index) => total + Number(match[index + 1] ?? 0) * seconds, 0);
}

/** The shortest way to write a number of seconds as a duration: 5400 is `1h30m`. */
export function formatDuration(seconds: number): string {
  let rest = seconds;
  let text = '';
  for (const { sign, seconds: size } of units) {
    // "1w" reads worse than "7d" in an alert, so weeks are understood but not written.
    if (sign === 'w' || rest < size) continue;
    text += `${Math.floor(rest / size)}${sign}`;
    rest %= size;
  }
  return text || '0s';
}
