import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type RawAnswer, type RawRequest, sendRaw } from '../http/fuzz-socket.ts';
import { brokenRequest, wireRequest } from '../http/fuzz-wire.ts';
import { monitors } from '../http/fuzz-world.ts';
import { sendAll } from './crowd.ts';
import type { Target } from './target.ts';

export interface Garbage {
  requests: number;
  atOnce: number;
  seed: number;
}

/** What only a defect says: a line of a stack, or the name of an error. */
const stackTrace = /^\s+at .+:\d+:\d+|\b[A-Z]\w*Error\b|node_modules|node:internal/m;
const growthMaxMb = 400;

/**
 * Proves that requests which nobody should send, to a host that has the monitors of `storeWorld`, are no defect of the
 * host: no answer is a 5xx or shows a stack, nothing is told of as a defect, memory stays bounded, and pings go on.
 */
export async function garbage(
  target: Target,
  { requests, atOnce, seed }: Garbage,
  say: (text: string) => void,
): Promise<void> {
  const { id, secret } = monitors[1] ?? { id: '', secret: '' };
  const path = `/ping/${id}-${secret}`;
  const any: fc.Arbitrary<RawRequest> = fc.oneof(wireRequest, brokenRequest(path));
  const all = fc.sample(any, { numRuns: requests, seed });
  const before = await target.inside();
  const answers = await sendEach(target.url, all, atOnce);
  const after = await target.inside();
  const statuses = new Map<number | undefined, number>();
  for (const answer of answers) statuses.set(answer?.status, (statuses.get(answer?.status) ?? 0) + 1);
  const counts = [...statuses].map(([status, count]) => `${count} × ${status ?? 'no answer'}`).sort();
  say(`${requests} requests: ${counts.join(', ')}`);
  say(`memory: ${before.rssMb.toFixed(0)} MB before, ${after.rssMb.toFixed(0)} MB after`);
  const defects = answers.filter((answer) => answer && (answer.status >= 500 || shows(answer)));
  assert.deepEqual(defects, []);
  assert.equal(target.defects(), '');
  assert.ok(after.rssMb - before.rssMb < growthMaxMb, 'The host takes more and more memory.');
  const [ping] = await sendAll([{ url: target.url + path }], 1);
  assert.equal(ping?.status, 200);
}

async function sendEach(
  url: string,
  requests: readonly RawRequest[],
  atOnce: number,
): Promise<(RawAnswer | undefined)[]> {
  const answers: (RawAnswer | undefined)[] = [];
  const next = requests.entries();
  const sender = async () => {
    for (const [index, request] of next) answers[index] = await sendRaw(url, request);
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
  return answers;
}

function shows({ body }: RawAnswer): boolean {
  return stackTrace.test(body.toString('latin1'));
}
