import type { Flip, FlipReason } from '../../../lambdas/domain/flip.ts';
import type { Status } from '../../../lambdas/domain/monitor.ts';
import { dayMs, hourMs, minuteMs } from '../../../lambdas/domain/time.ts';
import { ranges, spanOf } from '../../../lambdas/views/pages/ranges.ts';
import { type TimelineModel, timelineSection } from '../../../lambdas/views/pages/timeline.ts';
import { stretchesOf, type TimelineMonitor } from '../../../lambdas/views/pages/timeline-model.ts';
import { noon, textOf } from '../../support/pages.ts';

const [, week] = ranges;
const span = spanOf(week, noon);
const hoursAgo = (hours: number) => noon - hours * hourMs;

/** Flips of a monitor that was created ten days ago, as the API lists them: newest first. */
function flipsOf(...changes: [to: Status, hoursAgo: number, reason?: FlipReason][]): Flip[] {
  let [from, since]: [Status, number] = ['new', hoursAgo(240)];
  const flips = changes.map(([to, hours, reason = 'recovered'], index) => {
    const at = hoursAgo(hours);
    const flip: Flip = { seq: index + 1, from, to, at, detectedAt: at, since, reason };
    [from, since] = [to, at];
    return flip;
  });
  return flips.reverse();
}

/** The monitor that its flips lead to. */
function monitorAfter(flips: readonly Flip[], fields: Partial<TimelineMonitor> = {}): TimelineMonitor {
  const { to = 'new', at = hoursAgo(240) } = flips[0] ?? {};
  const rest = { createdAt: hoursAgo(240), dueAt: undefined, misses: 0 };
  return { status: to, statusSince: at, ...rest, ...fields };
}

interface Given {
  complete?: boolean;
  monitor?: Partial<TimelineMonitor>;
}

/** The stretches of a week as `status from to`, in hours ago. What lies before the week is not told by the API. */
function told(flips: readonly Flip[], { complete = true, monitor = {} }: Given = {}): string[] {
  const within = flips.filter(({ at }) => at >= span.from);
  return stretchesOf(monitorAfter(flips, monitor), { flips: within, complete }, span).map(
    ({ status, from, to }) => `${status} ${(noon - from) / hourMs} ${(noon - to) / hourMs}`,
  );
}

describe('the timeline of a week', () => {
  test('follows the flips', () => {
    const flips = flipsOf(['up', 200], ['down', 100], ['up', 90], ['paused', 40], ['up', 30]);
    expect(told(flips)).toEqual(['up 168 100', 'down 100 90', 'up 90 40', 'paused 40 30', 'up 30 0']);
  });

  test('of a monitor that did not change in it has one status', () => {
    expect(told(flipsOf(['up', 200]))).toEqual(['up 168 0']);
    expect(told([])).toEqual(['new 168 0']);
  });

  test('begins with the monitor if that is younger', () => {
    const young = { createdAt: hoursAgo(20) };
    expect(told(flipsOf(['up', 10]), { monitor: young })).toEqual(['new 20 10', 'up 10 0']);
    expect(told([], { monitor: { ...young, statusSince: hoursAgo(20) } })).toEqual(['new 20 0']);
  });

  test('begins at the oldest flip whose past is known, if not all were read', () => {
    const flips = flipsOf(['up', 200], ['down', 100], ['up', 90]);
    expect(told(flips.slice(0, 1), { complete: false })).toEqual(['down 100 90', 'up 90 0']);
  });

  test('shows nothing of a status that lasted no time', () => {
    expect(told(flipsOf(['up', 200], ['down', 50], ['up', 50]))).toEqual(['up 168 50', 'up 50 0']);
  });

  test('has the change that the history does not have yet', () => {
    const flips = flipsOf(['up', 100]);
    const ahead = { status: 'down', statusSince: hoursAgo(1) } as const;
    expect(told(flips, { monitor: ahead })).toEqual(['new 168 100', 'up 100 1', 'down 1 0']);
  });

  test('says nothing of the time before such a change, if that is all there is', () => {
    expect(told([], { monitor: { status: 'down', statusSince: hoursAgo(1) } })).toEqual(['down 1 0']);
  });
});

describe('lateness', () => {
  const flips = flipsOf(['up', 100]);
  const late = { status: 'late', dueAt: hoursAgo(2) } as const;

  test('that goes on is shown since the check-in was due', () => {
    expect(told(flips, { monitor: late })).toEqual(['new 168 100', 'up 100 2', 'late 2 0']);
  });

  test('that began before the range fills it', () => {
    expect(told([], { monitor: { ...late, dueAt: hoursAgo(200) } })).toEqual(['late 168 0']);
  });

  test('of a new monitor is shown after its being new', () => {
    const monitor = { ...late, statusSince: hoursAgo(50), createdAt: hoursAgo(50) };
    expect(told([], { monitor })).toEqual(['new 50 2', 'late 2 0']);
  });

  test('is not guessed where a miss came before, which moved what is due', () => {
    expect(told(flips, { monitor: { ...late, misses: 1 } })).toEqual(['new 168 100', 'up 100 0']);
  });

  test('is not shown of a monitor that is not late', () => {
    expect(told(flips, { monitor: { dueAt: hoursAgo(2) } })).toEqual(['new 168 100', 'up 100 0']);
  });
});

const uptime = [
  { days: 1, from: hoursAgo(24), to: noon, upMs: dayMs, downMs: 0, outages: 0, percent: 100 },
  { days: 7, from: span.from, to: noon, upMs: 0, downMs: 134 * minuteMs, outages: 1, percent: 98.671 },
  { days: 30, from: hoursAgo(720), to: noon, upMs: 0, downMs: 10 * hourMs, outages: 2, percent: 0 },
  { days: 90, from: hoursAgo(2160), to: noon, upMs: 0, downMs: 0, outages: 0 },
  { days: 365, from: hoursAgo(8760), to: noon, upMs: 0, downMs: hourMs, outages: 1, percent: 99 },
];

function section(flips: readonly Flip[], given: Partial<TimelineModel> & Given = {}): string {
  const { monitor, ...model } = given;
  const stretches = stretchesOf(monitorAfter(flips, monitor), { flips, complete: true }, span);
  const linkTo = ({ key }: { key: string }) => `?range=${key}&kind=fail`;
  return String(timelineSection({ range: week, span, stretches, uptime, linkTo, ...model }));
}

const outage = flipsOf(['up', 160], ['down', 32.25, 'missed'], ['up', 30]);

describe('the section of uptime', () => {
  test('tells how the monitor fared in each range, with a link to its timeline', () => {
    const markup = section(outage);
    expect(textOf(markup)).toContain(
      '24 hours 100% no outage 7 days 98.671% 1 outage, 2h 14m 30 days 0% 2 outages, 10h 90 days – nothing known',
    );
    expect(markup).toContain('<a href="?range=7d&amp;kind=fail" aria-current="true">');
    expect(markup.match(/aria-current/g)).toHaveLength(1);
    expect(textOf(markup)).toContain('Last year 99%, 1 outage, 1h');
  });

  test('tells an outage in words', () => {
    expect(textOf(section(outage))).toContain('Down 2h 15m Thu 19 Nov 03:45 – 06:00 UTC no check-in');
  });

  test('leaves its instants to the zone of the reader', () => {
    expect([...section(outage).matchAll(/data-local="(\w+)"/g)].map(([, how]) => how)).toEqual([
      'day',
      'clock',
    ]);
  });

  test('tells the day of its end if that is another', () => {
    const flips = flipsOf(['up', 160], ['down', 40, 'timed_out'], ['up', 30]);
    expect(textOf(section(flips))).toContain(
      'Down 10h Wed 18 Nov 20:00 – Thu 19 Nov 06:00 UTC run took too long',
    );
  });

  test('tells an outage that goes on, and since when if it began before the range', () => {
    const monitor = { status: 'down', statusSince: hoursAgo(200) } as const;
    const text = textOf(section([], { monitor }));
    expect(text).toContain('Down for 8d 8h since 2026-11-12 04:00 UTC');
    expect(textOf(section(flipsOf(['up', 100], ['down', 3, 'failed'])))).toContain(
      'Down for 3h since 2026-11-20 09:00 UTC job failed',
    );
  });

  test('lists the newest eight outages, and says how many more there are', () => {
    const changes = Array.from({ length: 9 }, (_, index): [Status, number][] => [
      ['down', 100 - index * 2],
      ['up', 99 - index * 2],
    ]);
    const markup = section(flipsOf(['up', 160], ...changes.flat()));
    expect(markup.match(/<li><b>Down /g)).toHaveLength(8);
    expect(textOf(markup)).toContain('And 1 earlier outage: see the changes of status');
    expect(textOf(markup)).toMatch(/Down 1h Tue 17 Nov 00:00 .* Down 1h Mon 16 Nov 10:00/);
    expect(section(flipsOf(['up', 160], ...changes.slice(1).flat()))).not.toContain('earlier outage');
  });

  test('says that there was no outage, unless nothing was awaited', () => {
    expect(textOf(section(flipsOf(['up', 160])))).toContain('No outage in the last 7 days.');
    expect(textOf(section([]))).not.toContain('No outage in the last');
  });

  test('tells the whole to those who do not see the graph', () => {
    expect(/<desc id="timeline-desc">(.*?)<\/desc>/.exec(section(outage))?.[1]).toBe(
      'In all up for 6d 14h, down for 2h 15m, new for 8h; up now. 1 outage.',
    );
  });

  test('draws each status with a height and a pattern of its own', () => {
    const flips = flipsOf(['up', 160], ['down', 40], ['up', 30], ['paused', 20], ['up', 10]);
    const markup = section(flips, { monitor: { status: 'late', dueAt: hoursAgo(1) } });
    const rects = [...markup.matchAll(/<rect class="stretch (\w+)" x="[^"]*%" [^>]*height="(\d+)"/g)];
    const heights = new Map(rects.map(([, status, height]) => [status, height]));
    expect([...heights.keys()].sort()).toEqual(['down', 'late', 'new', 'paused', 'up']);
    expect(new Set(heights.values()).size).toBe(5);
    for (const status of ['down', 'late', 'paused'])
      expect(markup).toContain(`<pattern id="hatch-${status}"`);
  });

  test('draws an outage of a minute so that it is seen, and over what lies around it', () => {
    const markup = section(flipsOf(['up', 160], ['down', 50], ['up', 50 - 1 / 60]));
    expect(markup).toMatch(/class="stretch down" x="70.24%" y="0" width="0.1%"/);
    expect(markup.lastIndexOf('class="stretch down" x="70')).toBeGreaterThan(
      markup.lastIndexOf('class="stretch up" x="70'),
    );
  });

  test('of a time of which nothing is known says so', () => {
    expect(section([], { stretches: [] })).toContain('Nothing is known of this time.');
  });
});
