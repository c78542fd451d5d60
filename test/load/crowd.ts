import { Agent, type IncomingMessage, request } from 'node:http';
import { performance } from 'node:perf_hooks';

export interface Sending {
  url: string;
  method?: string;
  body?: string | Uint8Array;
}

export interface Answer {
  status: number;
  /** As they came, without the date. */
  headers: readonly string[];
  body: string;
  tookMs: number;
}

/** Sends requests, so many at once, over connections that stay open. Answers come in the order of the requests. */
export async function sendAll(requests: readonly Sending[], atOnce: number): Promise<Answer[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const answers: Answer[] = [];
  const next = requests.entries();
  const sender = async () => {
    for (const [index, sending] of next) answers[index] = await sendOne(sending, agent);
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
  agent.destroy();
  return answers;
}

/** Sends the same request one after another until told to stop, and answers how long each took. */
export async function sendUntil(stop: () => boolean, urls: readonly string[]): Promise<Answer[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const answers: Answer[] = [];
  while (!stop()) {
    answers.push(await sendOne({ url: urls[answers.length % urls.length] ?? '' }, agent));
  }
  agent.destroy();
  return answers;
}

function sendOne({ url, method = 'GET', body = '' }: Sending, agent: Agent): Promise<Answer> {
  const startedAt = performance.now();
  return new Promise((answered, failed) => {
    const sent = request(url, { method, agent }, (response) => {
      readBody(response).then((text) => {
        const { statusCode: status = 0, rawHeaders } = response;
        const headers = rawHeaders.filter((_, index) => rawHeaders[index - (index % 2)] !== 'Date');
        answered({ status, headers, body: text, tookMs: performance.now() - startedAt });
      }, failed);
    });
    sent.on('error', failed);
    sent.end(body);
  });
}

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** How many there are of each status, such as `1990 × 200, 10 × 503`. */
export function countsOf(answers: readonly Answer[]): string {
  const counts = new Map<number, number>();
  for (const { status } of answers) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${count} × ${status}`).join(', ');
}

/** The middle and the slow end of how long answers took, such as `p50 2.1 ms, p99 9.8 ms`. */
export function latency(answers: readonly Answer[]): string {
  const sorted = answers.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
  const at = (share: number) =>
    `${(sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? Number.NaN).toFixed(1)} ms`;
  return `p50 ${at(0.5)}, p99 ${at(0.99)}`;
}
