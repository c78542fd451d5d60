import { limits } from '../../lambdas/domain/limits.ts';
import { tallyOf } from '../../lambdas/domain/tally.ts';
import type { ShownMonitor } from '../../lambdas/views/pages/model.ts';
import { type Filter, overviewPage } from '../../lambdas/views/pages/overview.ts';
import { statuses } from '../../lambdas/views/pages/status.ts';
import { byTrouble } from '../../lambdas/views/pages/trouble.ts';
import { monitorsAnswer, summaryAnswer } from './answers.ts';
import type { PageHandler } from './context.ts';
import { show } from './exchange.ts';
import { callFor, type Management, readPages } from './management.ts';

/** All monitors that the filter lets through, trouble first, a page of them at a time. */
export const overview: PageHandler = async ({ management, now, request, notices }) => {
  const filter = filterOf(request.query);
  const isNarrowed = filter.status !== undefined || filter.tags.length > 0 || filter.text !== '';
  const readSummary = () => callFor(summaryAnswer, management, 'GET', '/summary');
  const [counted, { monitors, isCut }] = await Promise.all([
    isNarrowed ? readSummary() : undefined,
    readMonitors(management, filter),
  ]);
  // Whoever has read all of them has no need to ask how many there are.
  const summary = counted ?? (isCut ? await readSummary() : summaryOf(monitors));
  const pageSize = limits.monitorsPerOverview;
  const pages = Math.max(1, Math.ceil(monitors.length / pageSize));
  const page = Math.min(pages, pageOf(request.query));
  const shown = monitors.sort(byTrouble).slice((page - 1) * pageSize, page * pageSize);
  const found = monitors.length;
  const isLarge = summary.total > limits.monitorsRefreshedOften;
  const refreshSeconds = isLarge ? limits.largeRefreshSeconds : limits.refreshSeconds;
  const view = { now, ...summary, filter, monitors: shown, found, page, pageSize, isCut, refreshSeconds };
  return show({ ...overviewPage(view), notice: notices.of(request.query) });
};

/** What was asked for. A status that there is none of is left out, as are empty words. */
function filterOf(query: URLSearchParams): Filter {
  const status = statuses.find((each) => each === query.get('status'));
  const tags = [...new Set(query.getAll('tag').filter((tag) => tag !== ''))];
  return { status, tags, text: (query.get('q') ?? '').trim().slice(0, limits.nameMaxCharacters) };
}

function pageOf(query: URLSearchParams): number {
  const text = query.get('page') ?? '';
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1;
}

async function readMonitors(management: Management, { status, tags, text }: Filter) {
  const query: [string, string][] = [
    ...tags.map((tag): [string, string] => ['tag', tag]),
    ...(status === undefined ? [] : [['status', status] satisfies [string, string]]),
    ...(text === '' ? [] : [['q', text] satisfies [string, string]]),
    ['fields', 'public'],
  ];
  const { items: monitors, isCut } = await readPages(limits.callsPerOverview, async (cursor) => {
    const asked: [string, string][] = cursor === undefined ? query : [...query, ['cursor', cursor]];
    const answer = await callFor(monitorsAnswer, management, 'GET', '/monitors', { query: asked });
    return { items: answer.monitors, next: answer.next_cursor };
  });
  return { monitors, isCut };
}

function summaryOf(monitors: readonly ShownMonitor[]) {
  return { total: monitors.length, byStatus: tallyOf(monitors.map(({ status }) => status)) };
}
