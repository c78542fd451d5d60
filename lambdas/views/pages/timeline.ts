import type { StatusShown } from '../../domain/deadline.ts';
import type { Uptime } from '../../domain/uptime.ts';
import { utc } from '../instants.ts';
import { counted } from '../words.ts';
import { percentScale, rounded, timeTicks } from './axes.ts';
import { type Html, html } from './html.ts';
import { outageList } from './outages.ts';
import { type Range, ranges, type Span } from './ranges.ts';
import { timeAxis } from './time-axis.ts';
import type { Stretch } from './timeline-model.ts';
import { took } from './took.ts';

/** How a monitor fared in its last days. */
interface UptimeSpan extends Uptime {
  days: number;
}

export interface TimelineModel {
  range: Range;
  span: Span;
  /** Oldest first. */
  stretches: Stretch[];
  uptime: readonly UptimeSpan[];
  /** The address of the same page with another range. */
  linkTo(range: Range): string;
}

const height = 40;
/** In percent. What is narrower would not be drawn, and an outage of a minute is to be seen in a quarter. */
const narrowest = 0.1;

/** The band of each status, from its top on: they differ in height and pattern, and not in colour alone. */
const bands: Readonly<Record<StatusShown, { top: number; high: number }>> = {
  up: { top: 12, high: 16 },
  late: { top: 6, high: 28 },
  down: { top: 0, high: 40 },
  paused: { top: 16, high: 8 },
  new: { top: 18, high: 4 },
};

/** The section of how a monitor fared: uptime by range, of which one is chosen, its timeline, and outages in words. */
export function timelineSection(model: TimelineModel): Html {
  return html`<section class="card fared" id="uptime" aria-labelledby="uptime-title">
<header><h2 id="uptime-title">Uptime</h2>${yearWords(model.uptime)}</header>
<div class="body">${choice(model)}${timeline(model)}${legend(model.stretches)}${outageList(model)}</div></section>`;
}

/** A link for each range, with how the monitor fared in it. */
function choice({ range, uptime, linkTo }: TimelineModel): Html {
  const tiles = ranges.map((each) => {
    const fared = uptime.find(({ days }) => days === each.days);
    const current = each.key === range.key && html` aria-current="true"`;
    const words = html`<b>${percentText(fared)}</b><small>${troubleText(fared)}</small>`;
    return html`<a href="${linkTo(each)}"${current}><span>${each.words}</span>${words}</a>`;
  });
  return html`<nav class="ranges" aria-label="How far back">${tiles}</nav>`;
}

function percentText({ percent }: Partial<UptimeSpan> = {}): string {
  return percent === undefined ? '–' : `${percent}%`;
}

function troubleText(fared: UptimeSpan | undefined): string {
  if (fared?.percent === undefined) return 'nothing known';
  if (fared.outages === 0) return 'no outage';
  return `${counted(fared.outages, 'outage')}, ${took(fared.downMs)}`;
}

function yearWords(uptime: readonly UptimeSpan[]): Html | false {
  const year = uptime.find(({ days }) => days === 365);
  return (
    year?.percent !== undefined &&
    html`<p class="quiet">Last year ${percentText(year)}, ${troubleText(year)}</p>`
  );
}

function timeline({ range, span, stretches }: TimelineModel): Html {
  const place = percentScale(span);
  // What is narrow must not be hidden by what is wide.
  const drawn = [...stretches].sort((one, other) => bands[one.status].high - bands[other.status].high);
  const parts = drawn.map((stretch) => {
    const { top, high } = bands[stretch.status];
    const x = place(stretch.from);
    const width = Math.max(rounded(place(stretch.to) - x), narrowest);
    return html`<rect class="stretch ${stretch.status}" x="${x}%" y="${top}" width="${width}%" height="${high}"
      ><title>${stretchWords(stretch)}</title></rect>`;
  });
  return html`<svg class="chart timeline" role="img" height="${height}" aria-labelledby="timeline-name timeline-desc">
<title id="timeline-name">Status over the last ${range.words}</title>
<desc id="timeline-desc">${inWords(stretches)}</desc>
${patterns}<line class="ground" x1="0" x2="100%" y1="${height / 2}" y2="${height / 2}"/>
${parts}<g aria-hidden="true">${timeAxis(timeTicks(span), height)}</g></svg>`;
}

/** What lies over the colour of a status: slanting lines on down, upright ones on late, dots on paused. */
const patterns = html`<defs>
<pattern id="hatch-down" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"
  ><rect class="base down" width="6" height="6"/><line class="over" x1="0" x2="0" y1="0" y2="6"/></pattern>
<pattern id="hatch-late" width="5" height="5" patternUnits="userSpaceOnUse"
  ><rect class="base late" width="5" height="5"/><line class="over" x1="0" x2="0" y1="0" y2="5"/></pattern>
<pattern id="hatch-paused" width="6" height="8" patternUnits="userSpaceOnUse"
  ><rect class="base paused" width="6" height="8"/><circle class="dot" cx="3" cy="4" r="1"/></pattern>
</defs>`;

function stretchWords({ status, since, to, isNow }: Stretch): string {
  const end = isNow ? 'now' : utc(to);
  return `${status} for ${took(to - since)}: ${utc(since)} – ${end}`;
}

/** How long each status held in all. */
function totals(stretches: readonly Stretch[]): { status: StatusShown; ms: number }[] {
  const order = Object.keys(bands) as StatusShown[];
  return order.flatMap((status) => {
    const those = stretches.filter((stretch) => stretch.status === status);
    const ms = those.reduce((sum, { from, to }) => sum + to - from, 0);
    return those.length === 0 ? [] : [{ status, ms }];
  });
}

function inWords(stretches: readonly Stretch[]): string {
  const parts = totals(stretches).map(({ status, ms }) => `${status} for ${took(ms)}`);
  const now = stretches.at(-1);
  const outages = stretches.filter(({ status }) => status === 'down').length;
  if (!now) return 'Nothing is known of this time.';
  return `In all ${parts.join(', ')}; ${now.status} now. ${outages === 0 ? 'No outage' : counted(outages, 'outage')}.`;
}

function legend(stretches: readonly Stretch[]): Html {
  const keys = totals(stretches).map(({ status, ms }) => {
    const { top, high } = bands[status];
    const rect = html`<rect class="stretch ${status}" x="0" y="${top / 2.5}" width="16" height="${high / 2.5}"/>`;
    return html`<li><svg viewBox="0 0 16 16" aria-hidden="true">${rect}</svg>${status} <b>${took(ms)}</b></li>`;
  });
  return html`<ul class="key">${keys}<li class="zone">Axis in UTC</li></ul>`;
}
