/** The fields of EventBridge's cron that stay, in their order, with the last value of each in ours. */
const fields = [
  { name: 'minutes', last: 59 },
  { name: 'hours', last: 23 },
  { name: 'day-of-month', last: 31 },
  { name: 'month', last: 12 },
  { name: 'day-of-week', last: 6 },
] as const;

/** The days of the week, which it counts from 1, Sunday, and we from 0. */
const daysOfWeek = 4;

/**
 * What stands in EventBridge's `cron(…)`, minutes, hours, day-of-month, month, day-of-week and year, as a line of the five
 * fields that monitors take. `fault` is what cannot be translated. The line may yet be refused: it is not checked here. See
 * "Cron-based schedules" in the user guide of EventBridge Scheduler.
 */
export function cronLineOf(inside: string): { line: string } | { fault: string } {
  const parts = inside.trim().split(/\s+/);
  if (parts.length !== fields.length + 1) return { fault: `has ${parts.length} fields; cron(…) has six` };
  const year = parts.at(-1);
  if (year !== '*') return { fault: `is confined to the year ${year}, and monitors know no years` };
  const line = fields.map(({ last }, index) => {
    const items = (parts[index] ?? '').split(',');
    return items.map((item) => translateItem(item, index === daysOfWeek, last)).join(',');
  });
  return { line: line.join(' ') };
}

function translateItem(item: string, isDayOfWeek: boolean, last: number): string {
  if (item === '?') return '*';
  // The last day of the week.
  if (isDayOfWeek && item.toUpperCase() === 'L') return '6';
  const [range = '', step] = item.split('/', 2);
  const days = isDayOfWeek ? countedFromSunday(range) : range;
  if (step === undefined) return days;
  // `5/15` goes on to the end. In ours a single value has no steps.
  const span = /^\d+$/.test(days) ? `${days}-${last}` : days;
  return `${span}/${step}`;
}

/** Days of the week one less, but not the number of a week in a month, which follows a #. Names stay. */
function countedFromSunday(range: string): string {
  return range.replace(/(?<![#\d])[1-7](?!\d)/g, (day) => String(Number(day) - 1));
}
