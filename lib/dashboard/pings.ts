import { limits } from '../../lambdas/domain/limits.ts';
import { isoInstant } from '../../lambdas/domain/time.ts';
import { pingPage } from '../../lambdas/views/pages/ping.ts';
import type { ListedPing } from '../../lambdas/views/pages/pings.ts';
import { monitorAnswer } from './answers.ts';
import type { PageContext, PageHandler } from './context.ts';
import { show } from './exchange.ts';
import { notFound } from './failures.ts';
import { pingsAnswer } from './history-answers.ts';
import { callApi, callFor, Refused } from './management.ts';

/** The page of one ping, with its output. Without its instant in the query, only the output is found. */
export const pingDetails: PageHandler = async (context) => {
  const { management, id, request } = context;
  const number = numberIn(request.path);
  const [monitor, ping, body] = await Promise.all([
    callFor(monitorAnswer, management, 'GET', `/monitors/${id}`),
    findPing(context, number),
    findBody(context, number),
  ]);
  if (!ping && !body) return notFound();
  return show(pingPage({ monitor, number, ping, body }));
};

/** What came with a ping, byte by byte. */
export const bodyFile: PageHandler = async ({ management, id, request }) => {
  const number = numberIn(request.path);
  const { body } = await callApi(management, 'GET', `/monitors/${id}/pings/${number}/body`);
  return {
    kind: 'file',
    headers: {
      'Content-Type': 'application/octet-stream',
      'Content-Disposition': `attachment; filename="${id}-${number}.txt"`,
    },
    parts: oneOf(body),
  };
};

async function* oneOf(part: Buffer): AsyncGenerator<Buffer> {
  yield part;
}

function numberIn(path: string): number {
  return Number(/\/pings\/(\d+)/.exec(path)?.[1]);
}

/** Looks among the pings of an instant: the API does not find them by their numbers. */
async function findPing(
  { management, id, request }: PageContext,
  number: number,
): Promise<ListedPing | undefined> {
  const given = request.query.get('at') ?? '';
  if (!/^\d{1,14}$/.test(given)) return undefined;
  const at = Number(given);
  const query = [
    ['from', isoInstant(at)],
    ['to', isoInstant(at + 1)],
    ['limit', String(limits.historyRowsPerPage)],
  ] as const;
  const { pings } = await callFor(pingsAnswer, management, 'GET', `/monitors/${id}/pings`, { query });
  return pings.find((ping) => ping.number === number);
}

async function findBody({ management, id }: PageContext, number: number): Promise<Uint8Array | undefined> {
  try {
    return (await callApi(management, 'GET', `/monitors/${id}/pings/${number}/body`)).body;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return undefined;
    throw error;
  }
}
