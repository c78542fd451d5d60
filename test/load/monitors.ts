import assert from 'node:assert/strict';
import { sendAll } from './crowd.ts';

const atOnce = 16;
const rowsPerPage = 100;

/** A monitor that load goes to. */
export interface LoadMonitor {
  id: string;
  url: string;
}

/** What is stored of a monitor. */
export interface Stored {
  status: string;
  /** How many pings it counts. */
  pings: number;
  /** The rows of its history, by number and kind. */
  rows: { n: number; kind: string }[];
}

/** Creates monitors that are called `<name>-1` and so on, and are due every hour. */
export async function createMonitors(url: string, name: string, count: number): Promise<LoadMonitor[]> {
  const drafts = Array.from({ length: count }, (_, index) => ({
    ...{ url: `${url}/api/v1/monitors`, method: 'POST' },
    body: JSON.stringify({ id: `${name}-${index + 1}`, name, schedule: 'every 1h' }),
  }));
  const answers = await sendAll(drafts, atOnce);
  return answers.map(({ status, body }) => {
    assert.equal(status, 201, body);
    const { id, ping_url } = JSON.parse(body) as { id: string; ping_url: string };
    return { id, url: ping_url };
  });
}

/** Reads what is stored of each monitor, through the API. */
export async function readStored(url: string, monitors: readonly LoadMonitor[]): Promise<Stored[]> {
  const paths = monitors.flatMap(({ id }) => [id, `${id}/pings?limit=${rowsPerPage}`]);
  const answers = await getAll(url, paths);
  return Promise.all(
    monitors.map(async ({ id }, index) => {
      const { status, pings } = answers[2 * index] as Stored;
      const rows = await allRows(url, id, answers[2 * index + 1] as Page);
      return { status, pings, rows };
    }),
  );
}

interface Page {
  pings: Stored['rows'];
  next_cursor: string | null;
}

async function allRows(url: string, id: string, first: Page): Promise<Stored['rows']> {
  const rows = [...first.pings];
  let cursor = first.next_cursor;
  while (cursor !== null) {
    const [page] = (await getAll(url, [`${id}/pings?limit=${rowsPerPage}&cursor=${cursor}`])) as [Page];
    rows.push(...page.pings);
    cursor = page.next_cursor;
  }
  return rows;
}

async function getAll(url: string, paths: readonly string[]): Promise<unknown[]> {
  const answers = await sendAll(
    paths.map((path) => ({ url: `${url}/api/v1/monitors/${path}` })),
    atOnce,
  );
  return answers.map(({ status, body }) => {
    assert.equal(status, 200, body);
    return JSON.parse(body);
  });
}

/** Proves that so many acknowledged pings are what monitors count, and that each has one row of history, numbered. */
export function assertNoneLost(acknowledged: number, stored: readonly Stored[]): void {
  const counted = stored.reduce((sum, { pings }) => sum + pings, 0);
  const rows = stored.reduce((sum, each) => sum + each.rows.length, 0);
  assert.deepEqual({ counted, rows }, { counted: acknowledged, rows: acknowledged });
  for (const { pings, rows: own } of stored) {
    const numbers = own.map(({ n }) => n).sort((a, b) => a - b);
    assert.deepEqual(
      numbers,
      Array.from({ length: pings }, (_, index) => index + 1),
    );
  }
}
