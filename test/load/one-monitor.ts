import assert from 'node:assert/strict';
import { type Answer, countsOf, latency, sendAll, sendUntil } from './crowd.ts';
import { assertNoneLost, createMonitors, type LoadMonitor, readStored, type Stored } from './monitors.ts';
import type { Target } from './target.ts';

export interface OneMonitor {
  /** All at once. */
  pings: number;
  /** How many pings to others tell how long they take in quiet. */
  quietPings: number;
}

type Say = (text: string) => void;

/** What ends a ping's URL, and the kind of the row that it makes. */
const kinds = { '': 'success', '/fail': 'fail', '/start': 'start' } as const;
type Ending = keyof typeof kinds;

/**
 * Proves that of pings that hammer one monitor, first successes and then all kinds, each that is acknowledged has its
 * row, and the monitor the status of its last flip. Shows how long pings of others take meanwhile.
 */
export async function oneMonitor(target: Target, size: OneMonitor, say: Say): Promise<void> {
  const { url } = target;
  const others = await createMonitors(url, 'other', 10);
  let quiet = 0;
  const baseline = await sendUntil(() => quiet++ >= size.quietPings, urlsOf(others));
  say(`others in quiet: ${latency(baseline)}`);
  const [hot] = await createMonitors(url, 'hot', 1);
  const [mixed] = await createMonitors(url, 'mixed', 1);
  assert.ok(hot && mixed);
  const beside = [
    ...baseline,
    ...(await flood(target, { monitor: hot, others, endings: [''], pings: size.pings }, say)),
    ...(await flood(
      target,
      { monitor: mixed, others, endings: ['', '/start', '', '/fail'], pings: size.pings },
      say,
    )),
  ];
  assert.deepEqual(
    beside.filter(({ status }) => status !== 200),
    [],
  );
  assertNoneLost(beside.length, await readStored(url, others));
  await assertAlive(target, mixed);
}

interface Flood {
  monitor: LoadMonitor;
  others: readonly LoadMonitor[];
  endings: readonly Ending[];
  pings: number;
}

/** Sends all pings at once, and answers what others were answered meanwhile. */
async function flood(
  { url }: Target,
  { monitor, others, endings, pings }: Flood,
  say: Say,
): Promise<Answer[]> {
  const sent = Array.from({ length: pings }, (_, index) => endings[index % endings.length] ?? '');
  let isOver = false;
  const beside = sendUntil(() => isOver, urlsOf(others));
  const sending = sendAll(
    sent.map((ending) => ({ url: monitor.url + ending })),
    pings,
  ).finally(() => {
    isOver = true;
  });
  const [answers, besideAnswers] = await Promise.all([sending, beside]);
  say(`${pings} pings at once to "${monitor.id}": ${countsOf(answers)}, ${latency(answers)}`);
  say(`others meanwhile: ${latency(besideAnswers)} (${besideAnswers.length} pings)`);
  // More than the table takes of one monitor within two seconds is refused, and told to come again.
  const unexpected = answers.filter(({ status }) => status !== 200 && status !== 503);
  assert.deepEqual(unexpected, []);
  const acknowledged = sent.filter((_, index) => answers[index]?.status === 200);
  const [stored] = await readStored(url, [monitor]);
  assert.ok(stored && acknowledged.length > 0);
  assertNoneLost(acknowledged.length, [stored]);
  const rowKinds = stored.rows.map(({ kind }) => kind).sort();
  assert.deepEqual(rowKinds, acknowledged.map((ending) => kinds[ending]).sort());
  await assertFlipsAgree(url, monitor, stored);
  return besideAnswers;
}

interface Flip {
  seq: number;
  from: string;
  to: string;
}

/** Proves that a monitor's flips follow each other, and led to its status. */
async function assertFlipsAgree(url: string, { id }: LoadMonitor, { status }: Stored): Promise<void> {
  const flips = await allFlips(url, id);
  flips.reverse();
  const from = flips.map((flip) => flip.from);
  const expected = ['new', ...flips.map(({ to }) => to)];
  assert.deepEqual([...from, status], expected);
  assert.deepEqual(
    flips.map(({ seq }) => seq),
    flips.map((_, index) => index + 1),
  );
}

/** Newest first. */
async function allFlips(url: string, id: string): Promise<Flip[]> {
  const flips: Flip[] = [];
  // Whoever asks for the alerts waits until what is stored has been told, and recorded.
  await sendAll([{ url: `${url}/local/alerts` }], 1);
  let query = 'limit=100';
  for (;;) {
    const [answer] = await sendAll([{ url: `${url}/api/v1/monitors/${id}/flips?${query}` }], 1);
    const page = JSON.parse(answer?.body ?? '') as { flips: Flip[]; next_cursor: string | null };
    flips.push(...page.flips);
    if (page.next_cursor === null) return flips;
    query = `limit=100&cursor=${page.next_cursor}`;
  }
}

/** Proves that a monitor does as its pings say once they come one by one again. */
async function assertAlive({ url }: Target, monitor: LoadMonitor): Promise<void> {
  for (const [ending, status] of [
    ['/fail', 'down'],
    ['', 'up'],
  ]) {
    const [answer] = await sendAll([{ url: monitor.url + ending }], 1);
    const [stored] = await readStored(url, [monitor]);
    assert.deepEqual([answer?.status, stored?.status], [200, status]);
  }
}

function urlsOf(monitors: readonly LoadMonitor[]): string[] {
  return monitors.map(({ url }) => url);
}
