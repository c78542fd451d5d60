import { line } from 'd3-shape';
import type { DurationSummary } from '../../domain/durations.ts';
import { utc } from '../instants.ts';
import { counted } from '../words.ts';
import { rounded } from './axes.ts';
import { type Html, html } from './html.ts';
import { timeAxis } from './time-axis.ts';
import { absoluteTime } from './times.ts';
import type { TimedRun, TimingModel } from './timing-model.ts';
import { took } from './took.ts';

const height = 200;
/** The lines between runs are drawn on a plane of this width, which is then stretched to that of the graph. */
const planeWidth = 1_000;
/** More runs than this lie so close that lines between them would hide them. */
const runsWithLines = 250;
const rowsMax = 50;
const labelsMax = 4;

const down = (part: number) => rounded((1 - part) * height);

/** The section of how long runs took: figures, a graph, what the graph leaves out, and its newest runs as a table. */
export function timingSection(model: TimingModel, rangeWords: string): Html {
  const { summary, runs } = model;
  const body = summary
    ? html`${graph(model, summary, rangeWords)}${legend(model)}${table(runs)}`
    : noRuns(rangeWords);
  return html`<section class="card timing" id="timing" aria-labelledby="timing-title">
<header><h2 id="timing-title">Run times</h2>${summary && figures(summary, runs.length)}</header>
<div class="body">${body}</div></section>`;
}

function noRuns(rangeWords: string): Html {
  const how = html`Let the job ping <code>/start</code> when it begins, or run it with <code>downbeat run</code>.`;
  return html`<p class="nothing">No run told how long it took in the last ${rangeWords}. ${how}</p>`;
}

function figures({ p50, p95, max }: DurationSummary, count: number): Html {
  const figure = (name: string, ms: number) => html`<div><dt>${name}</dt><dd>${took(ms)}</dd></div>`;
  if (count === 1) return html`<dl class="figures">${figure('One run', max)}</dl>`;
  return html`<dl class="figures">${figure('Median', p50)}${figure('95th percentile', p95)}${figure('Longest', max)}</dl>`;
}

function graph(model: TimingModel, summary: DurationSummary, rangeWords: string): Html {
  const { runs } = model;
  return html`<svg class="chart" role="img" height="${height}" aria-labelledby="timing-name timing-desc">
<title id="timing-name">Run times of the last ${rangeWords}</title>
<desc id="timing-desc">${inWords(model, summary)}</desc>
${grid(model)}${runs.length <= runsWithLines && lines(model)}${limitLine(model)}${marks(runs)}${beyondLabels(runs)}</svg>`;
}

/** What the graph shows, for those who do not see it. */
function inWords({ runs, limit }: TimingModel, { min, p50, p95, max }: DurationSummary): string {
  const failed = runs.filter(({ kind }) => kind === 'fail').length;
  const over = limit ? runs.filter(({ durationMs }) => durationMs > limit.ms).length : 0;
  return [
    `${counted(runs.length, 'run')}, ${failed || 'none'} of them failed.`,
    `They took from ${took(min)} to ${took(max)}; half of them no longer than ${took(p50)},`,
    `95 of 100 no longer than ${took(p95)}.`,
    ...(limit ? [`A run may take ${took(limit.ms)}; ${over || 'none'} took longer.`] : []),
  ].join(' ');
}

function grid({ times, durations }: TimingModel): Html {
  const rows = durations.map(({ place, label }) => {
    const y = down(place);
    const text = html`<text class="y" x="-10" y="${y}" dy=".32em">${label}</text>`;
    return html`<line class="rule" x1="0" x2="100%" y1="${y}" y2="${y}"/>${text}`;
  });
  return html`<g aria-hidden="true">${rows}${timeAxis(times, height)}</g>`;
}

function lines({ lines: segments }: TimingModel): Html | false {
  const draw = line<TimedRun>(
    ({ x }) => rounded((x / 100) * planeWidth),
    (run) => down(run.height),
  );
  const path = segments.map((segment) => draw([...segment])).join('');
  const plane = `0 0 ${planeWidth} ${height}`;
  return (
    path !== '' &&
    html`<svg aria-hidden="true" viewBox="${plane}" preserveAspectRatio="none" width="100%" height="${height}"
      overflow="visible"><path class="run-line" d="${path}"/></svg>`
  );
}

function limitLine({ limit }: TimingModel): Html | false {
  if (limit?.height === undefined) return false;
  const y = down(limit.height);
  const text = html`<text x="100%" y="${y - 6}">max runtime ${took(limit.ms)}</text>`;
  return html`<g class="limit" aria-hidden="true"><line x1="0" x2="100%" y1="${y}" y2="${y}"/>${text}</g>`;
}

/** Failures come last, so that no dot hides one. */
function marks(runs: readonly TimedRun[]): Html {
  const isFailed = ({ kind }: TimedRun) => kind === 'fail';
  const density = runs.length > runsWithLines ? 'marks many' : 'marks';
  return html`<g class="${density}">${runs.filter((run) => !isFailed(run)).map(mark)}${runs.filter(isFailed).map(mark)}</g>`;
}

const cross = 'M-3.5-3.5l7 7m0-7l-7 7';
const crossBelow = 'M-3 11.5l6 6m0-6l-6 6';
const upwards = 'M-4.5 8l4.5-8 4.5 8z';

/** A dot; a cross if it failed; an arrowhead at the upper edge, over the cross, if it took longer than the graph shows. */
function mark(run: TimedRun): Html {
  const { at, kind, durationMs, x, isBeyond } = run;
  const title = html`<title>${took(durationMs)}${kind === 'fail' && ', failed'}, ${utc(at)}</title>`;
  const y = down(run.height);
  if (kind === 'success' && !isBeyond)
    return html`<circle class="run" cx="${x}%" cy="${y}">${title}</circle>`;
  const arrow = isBeyond && html`<path class="arrow" d="${upwards}"/>`;
  const failed = kind === 'fail' && html`<path d="${isBeyond ? crossBelow : cross}"/>`;
  return html`<svg class="run ${kind}" x="${x}%" y="${y}" overflow="visible">${title}${arrow}${failed}</svg>`;
}

/** How long the runs took that stand at the upper edge, if they are few; to their left where the right edge is near. */
function beyondLabels(runs: readonly TimedRun[]): Html | false {
  const beyond = runs.filter(({ isBeyond }) => isBeyond);
  const label = ({ x, durationMs }: TimedRun) => {
    const [side, away] = x > 85 ? ['before', -9] : ['after', 9];
    const text = html`<text class="${side}" x="${away}" y="8">${took(durationMs)}</text>`;
    return html`<svg x="${x}%" y="0" overflow="visible">${text}</svg>`;
  };
  return beyond.length <= labelsMax && html`<g class="beyond" aria-hidden="true">${beyond.map(label)}</g>`;
}

/** What marks mean that do not speak for themselves, and what is not shown. */
function legend({ runs, limit, complete }: TimingModel): Html {
  const beyond = runs.filter(({ isBeyond }) => isBeyond);
  const longest = took(Math.max(...beyond.map(({ durationMs }) => durationMs)));
  const key = (shape: Html, words: string) =>
    html`<li><svg viewBox="-8 -8 16 16" aria-hidden="true">${shape}</svg>${words}</li>`;
  const success = key(html`<circle class="run" r="3.5"/>`, 'success');
  const failure = key(html`<g class="run fail"><path d="${cross}"/></g>`, 'failure');
  const kinds = runs.some(({ kind }) => kind === 'fail') && [success, failure];
  const arrow = html`<g class="run"><path class="arrow" d="M-4 4l4-7 4 7z"/></g>`;
  const off =
    beyond.length > 0 && key(arrow, `${counted(beyond.length, 'run')} off the scale, up to ${longest}`);
  const isFar = limit && limit.height === undefined;
  const far = isFar && html`<li>max runtime ${took(limit.ms)}, far above</li>`;
  const newest = !complete && html`<li>the newest ${runs.length.toLocaleString('en')} runs</li>`;
  return html`<ul class="key">${kinds}${off}${far}${newest}<li class="zone">Axis in UTC</li></ul>`;
}

function table(runs: readonly TimedRun[]): Html {
  const rest = runs.length > rowsMax && ` The newest ${rowsMax} of ${runs.length}.`;
  const newest = runs.slice(-rowsMax).reverse();
  const rows = newest.map(({ at, kind, durationMs }) => {
    const end = kind === 'fail' ? 'failure' : kind;
    return html`<tr><td>${absoluteTime(at, 'second')}</td><td>${end}</td><td class="number">${took(durationMs)}</td></tr>`;
  });
  return html`<details class="as-table" id="timing-table"><summary>As a table</summary>
<table><caption>How long runs took.${rest}</caption>
<thead><tr><th scope="col">Ended</th><th scope="col">As</th><th scope="col" class="number">Took</th></tr></thead>
<tbody>${rows}</tbody></table></details>`;
}
