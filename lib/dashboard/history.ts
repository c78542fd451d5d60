import { limits } from '../../lambdas/domain/limits.ts';
import type { PingKind } from '../../lambdas/domain/ping.ts';
import { isoInstant } from '../../lambdas/domain/time.ts';
import { exportLinks } from '../../lambdas/views/pages/export-links.ts';
import { flipsSection } from '../../lambdas/views/pages/flips.ts';
import type { Html } from '../../lambdas/views/pages/html.ts';
import type { MonitorDetails } from '../../lambdas/views/pages/monitor.ts';
import { pingsSection } from '../../lambdas/views/pages/ping-table.ts';
import { pingKinds } from '../../lambdas/views/pages/pings.ts';
import { chosenRange, type Span, spanOf } from '../../lambdas/views/pages/ranges.ts';
import { timelineSection } from '../../lambdas/views/pages/timeline.ts';
import { stretchesOf } from '../../lambdas/views/pages/timeline-model.ts';
import { timingSection } from '../../lambdas/views/pages/timing-graph.ts';
import { timingModel } from '../../lambdas/views/pages/timing-model.ts';
import type { PageContext } from './context.ts';
import { durationsAnswer, flipsAnswer, pingsAnswer, uptimeAnswer } from './history-answers.ts';
import { type ApiCall, callFor, readPages } from './management.ts';

type Section = (context: PageContext, monitor: MonitorDetails) => Promise<Html>;

/** What a query of the page may say. Each section keeps what the others were asked for. */
type Parameter = 'range' | 'kind' | 'pings' | 'flips';

/** How the monitor fared over a range. */
export const timeline: Section = async ({ management, now, request, id }, monitor) => {
  const range = chosenRange(request.query.get('range'), monitor.nextOccurrences);
  const span = spanOf(range, now);
  const [flips, { spans }] = await Promise.all([
    flipsSince({ management, id }, span),
    callFor(uptimeAnswer, management, 'GET', `/monitors/${id}/uptime`),
  ]);
  const linkTo = ({ key }: { key: string }) => linkWith(request.query, { range: key }, 'uptime');
  return timelineSection({
    range,
    span,
    stretches: stretchesOf(monitor, flips, span),
    uptime: spans,
    linkTo,
  });
};

/** How long its runs took over the same range. */
export const timing: Section = async ({ management, now, request, id }, monitor) => {
  const range = chosenRange(request.query.get('range'), monitor.nextOccurrences);
  const span = spanOf(range, now);
  const query = [['from', isoInstant(span.from)]] as const;
  const durations = await callFor(durationsAnswer, management, 'GET', `/monitors/${id}/durations`, { query });
  return timingSection(timingModel(durations, span, monitor.maxRuntimeSeconds), range.words);
};

/** Its pings: the newest, or those from a cursor on. */
export const pings: Section = async ({ management, request: { query }, id }) => {
  const kind = readKind(query.get('kind'));
  const cursor = query.get('pings') || undefined;
  const page = { limit: limits.pingsPerPage, cursor };
  const { pings: shown, next_cursor } = await callFor(
    pingsAnswer,
    management,
    'GET',
    `/monitors/${id}/pings`,
    {
      query: [...pageQuery(page), ...(kind ? [['kind', kind] as const] : [])],
    },
  );
  return pingsSection({
    monitorId: id,
    pings: shown,
    kind,
    linkTo: (other) => linkWith(query, { kind: other, pings: undefined }, 'pings'),
    older: next_cursor && linkWith(query, { pings: next_cursor }, 'pings'),
    newest: cursor && linkWith(query, { pings: undefined }, 'pings'),
    exports: exportLinks(id, kind),
  });
};

/** Its flips: the newest, or those from a cursor on. */
export const flips: Section = async ({ management, request: { query }, id }) => {
  const cursor = query.get('flips') || undefined;
  const { flips: shown, next_cursor } = await callFor(
    flipsAnswer,
    management,
    'GET',
    `/monitors/${id}/flips`,
    { query: pageQuery({ limit: limits.flipsPerPage, cursor }) },
  );
  return flipsSection({
    flips: shown,
    older: next_cursor && linkWith(query, { flips: next_cursor }, 'flips'),
    newest: cursor && linkWith(query, { flips: undefined }, 'flips'),
  });
};

/** The flips of a span, newest first, as far back as a page of the dashboard reads. */
async function flipsSince({ management, id }: Pick<PageContext, 'management' | 'id'>, { from }: Span) {
  const { items: flips, isCut } = await readPages(limits.callsPerTimeline, async (cursor) => {
    const query = [
      ['from', isoInstant(from)] as const,
      ...pageQuery({ limit: limits.historyRowsPerPage, cursor }),
    ];
    const answer = await callFor(flipsAnswer, management, 'GET', `/monitors/${id}/flips`, { query });
    return { items: answer.flips, next: answer.next_cursor };
  });
  return { flips, complete: !isCut };
}

function pageQuery({ limit, cursor }: { limit: number; cursor: string | undefined }) {
  const query: [name: string, value: string][] = [['limit', String(limit)]];
  if (cursor !== undefined) query.push(['cursor', cursor]);
  return query satisfies ApiCall['query'];
}

/** What is no kind chooses nothing. */
export function readKind(text: string | null): PingKind | undefined {
  return pingKinds.find((kind) => kind === text);
}

/** The address of this page with other parameters, at one of its sections. */
function linkWith(
  query: URLSearchParams,
  changes: Partial<Record<Parameter, string | undefined>>,
  section: string,
): string {
  const all: Partial<Record<Parameter, string | undefined>> = {
    ...Object.fromEntries(
      (['range', 'kind', 'pings', 'flips'] as const).map((name) => [name, query.get(name) ?? undefined]),
    ),
    ...changes,
  };
  const given = Object.entries(all).filter((entry): entry is [Parameter, string] => Boolean(entry[1]));
  return `?${new URLSearchParams(given)}#${section}`;
}
