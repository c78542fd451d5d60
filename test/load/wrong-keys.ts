import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { latency, sendAll } from './crowd.ts';
import { createMonitors, readStored } from './monitors.ts';
import type { Calls, Target } from './target.ts';

export interface WrongKeys {
  /** Of each kind. */
  pings: number;
  atOnce: number;
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Proves that guessing costs one read a guess and no write, and learns nothing: all answers are the same. */
export async function wrongKeys(
  target: Target,
  { pings, atOnce }: WrongKeys,
  say: (text: string) => void,
): Promise<void> {
  const { url } = target;
  const [monitor] = await createMonitors(url, 'guarded', 1);
  assert.ok(monitor);
  const answers = [];
  for (const [what, keyOf, reads] of [
    ['wrong secrets of a monitor', (guess: number) => `${monitor.id}-${secretOf(guess)}`, pings],
    ['ids that nobody has', (guess: number) => `nobody-${guess}-${secretOf(guess)}`, pings],
    ['what can be no key', (guess: number) => `${guess}!`, 0],
  ] as const) {
    const urls = Array.from({ length: pings }, (_, guess) => ({ url: `${url}/ping/${keyOf(guess)}` }));
    const before = (await target.inside()).calls;
    const startedAt = performance.now();
    const guessed = await sendAll(urls, atOnce);
    const seconds = (performance.now() - startedAt) / 1_000;
    const { Scan: _ofTheSweep, ...calls } = difference(before, (await target.inside()).calls);
    say(`${pings} × ${what}: ${(pings / seconds).toFixed(0)} a second, ${latency(guessed)}`);
    say(`  calls of the store: ${JSON.stringify(calls)}`);
    assert.deepEqual(calls, reads === 0 ? {} : { GetItem: reads });
    answers.push(...guessed);
  }
  const different = new Set(answers.map(({ tookMs: _took, ...answer }) => JSON.stringify(answer)));
  assert.equal(different.size, 1, [...different].join('\n'));
  const [stored] = await readStored(url, [monitor]);
  assert.deepEqual(stored, { status: 'new', pings: 0, rows: [] });
}

/** A secret that no random one is: it counts. */
function secretOf(guess: number): string {
  const digits = [3, 2, 1, 0].map((place) => alphabet.charAt((guess >> (5 * place)) & 31));
  return digits.join('').padStart(20, 'x');
}

function difference(before: Calls, after: Calls): Calls {
  const more = Object.entries(after).map(([operation, count]) => [
    operation,
    count - (before[operation] ?? 0),
  ]);
  return Object.fromEntries(more.filter(([, count]) => count !== 0));
}
