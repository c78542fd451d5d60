import { occurrencesWithin } from '../../../lambdas/domain/cron.ts';
import { dayMs, isoInstant } from '../../../lambdas/domain/time.ts';
import { type ClockChange, clockChanges } from './clock-changes.ts';

/** By which lines a monitor awaits a job, or the day of a change of the clocks on which it would do so wrongly. */
export type ClockProof = { lines: string[] } | { wrongOn: string };

/**
 * The lines by which a monitor awaits the very runs that EventBridge Scheduler starts by a line in a time zone. It leaves out a
 * run whose time the clocks skip, and of a time that comes twice it runs the first alone: see "Daylight savings time" in its
 * user guide. To Vixie cron, and so to a monitor, a line either names fixed times, of which a skipped one is due right after, or
 * follows the clock on the wall, and then it is due twice where the time comes twice. So where the line itself is not right
 * one of these kinds may be, or the first in the months in which clocks go back, and the second in all others.
 */
export function clockProofLines(line: string, timezone: string): ClockProof {
  const changes = distinct(clockChanges(timezone), line);
  const wrongAt = (lines: readonly string[]) =>
    changes.find((change) => !agrees(line, lines, timezone, change));
  const wrong = wrongAt([line]);
  if (!wrong) return { lines: [line] };
  const other = otherWords(line, changes).find((lines) => lines.join() !== line && !wrongAt(lines));
  if (other) return { lines: other };
  return { wrongOn: isoInstant(wrong.at + wrong.offsetBeforeMs).slice(0, 'yyyy-mm-dd'.length) };
}

/** One of all the changes that are the same to a line: of one month and time on the clock, around days that it has or has not. */
function distinct(changes: readonly ClockChange[], line: string): ClockChange[] {
  const everyMidnight = `0 0 ${line.split(' ').slice(2).join(' ')}`;
  const kindOf = ({ at, offsetBeforeMs, offsetAfterMs }: ClockChange) => {
    const shown = at + offsetBeforeMs;
    const dayBefore = shown - (shown % dayMs) - dayMs;
    const days = occurrencesWithin([everyMidnight], 'UTC', dayBefore, dayBefore + 3 * dayMs);
    const itsDays = days.map((day) => day - dayBefore);
    const month = new Date(shown).getUTCMonth();
    return [month, shown % dayMs, offsetBeforeMs, offsetAfterMs, ...itsDays].join(' ');
  };
  const first = new Map<string, ClockChange>();
  for (const change of changes) {
    const kind = kindOf(change);
    if (!first.has(kind)) first.set(kind, change);
  }
  return [...first.values()];
}

/** Whether a change of the clocks finds a monitor waiting for what EventBridge runs by a line. Until the change all do. */
function agrees(line: string, lines: readonly string[], timezone: string, change: ClockChange): boolean {
  const { at, offsetBeforeMs, offsetAfterMs } = change;
  const movedMs = offsetAfterMs - offsetBeforeMs;
  const until = at + Math.abs(movedMs);
  const awaited = occurrencesWithin(lines, timezone, at, until);
  // What the clocks show after they have gone back has been run already.
  const shown =
    movedMs < 0 ? [] : occurrencesWithin([line], 'UTC', at + offsetAfterMs, until + offsetAfterMs);
  const run = shown.map((instant) => instant - offsetAfterMs);
  return run.join() === awaited.join();
}

/** What else a line can be to a monitor, beginning with the shortest. */
function otherWords(line: string, changes: readonly ClockChange[]): string[][] {
  const back = changes.filter(({ offsetAfterMs, offsetBeforeMs }) => offsetAfterMs < offsetBeforeMs);
  const monthsBack = new Set(
    back.map(({ at, offsetBeforeMs }) => new Date(at + offsetBeforeMs).getUTCMonth() + 1),
  );
  const [minutes = '', hours = '', days = '', month = '', weekdays = ''] = line.split(' ');
  const months = valuesOf(month, 1, 12);
  const fixed = [listed(valuesOf(minutes, 0, 59)), listed(valuesOf(hours, 0, 23))];
  // A step makes it follow the clock on the wall, also one of one.
  const onTheWall = [minutes, /[*/]/.test(minutes + hours) ? hours : withStep(hours)];
  const inMonths = ([minute, hour]: string[], own: number[]) =>
    own.length > 0
      ? [[minute, hour, days, own.length === months.length ? month : listed(own), weekdays].join(' ')]
      : [];
  return [
    inMonths(onTheWall, months),
    inMonths(fixed, months),
    [
      ...inMonths(
        onTheWall,
        months.filter((one) => !monthsBack.has(one)),
      ),
      ...inMonths(
        fixed,
        months.filter((one) => monthsBack.has(one)),
      ),
    ],
  ];
}

function withStep(hours: string): string {
  return hours.replace(/^(\d+)(?:-(\d+))?/, (_all, first: string, last = first) => `${first}-${last}/1`);
}

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** The values of a field of a line that has been checked. */
function valuesOf(field: string, first: number, last: number): number[] {
  const numberOf = (text: string) => monthNames.indexOf(text.toUpperCase()) + 1 || Number(text);
  const values = field.split(',').flatMap((item) => {
    const [range = '', step = '1'] = item.split('/');
    const [low = '', high = low] = range === '*' ? [String(first), String(last)] : range.split('-');
    const [from, to] = [numberOf(low), numberOf(high)];
    const every = Array.from({ length: to - from + 1 }, (_, index) => from + index);
    return every.filter((value) => (value - from) % Number(step) === 0);
  });
  return [...new Set(values)].toSorted((one, other) => one - other);
}

/** Values as a list of ranges. */
function listed(values: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const value of values) {
    const last = ranges.at(-1);
    if (last && last[1] === value - 1) last[1] = value;
    else ranges.push([value, value]);
  }
  return ranges.map(([from, to]) => (from === to ? from : `${from}-${to}`)).join(',');
}
