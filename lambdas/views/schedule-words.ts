import cronstrue from 'cronstrue';
import type { Timing } from '../domain/schedule.ts';

const units = { w: 'week', d: 'day', h: 'hour', m: 'minute', s: 'second' } as const;
const shortPart = /(\d+) ?([wdhms])(?![a-z]) ?/g;

/** A schedule in words: `every 90 minutes`, or `at 02:00, Monday through Friday, Europe/Riga`. */
export function scheduleInWords({ schedule, timezone }: Timing): string {
  if (schedule.kind === 'cron') return `${schedule.lines.map(lineInWords).join('; ')}, ${timezone}`;
  const words = schedule.text.replace(shortPart, (_part, count: string, sign: keyof typeof units) => {
    return `${count} ${units[sign]}${count === '1' ? '' : 's'} `;
  });
  return words.trimEnd();
}

/** What the library has no words for is shown as it was written. */
function lineInWords(line: string): string {
  try {
    const words = cronstrue.toString(line, { use24HourTimeFormat: true });
    return words.charAt(0).toLowerCase() + words.slice(1);
  } catch {
    return `cron ${line}`;
  }
}
