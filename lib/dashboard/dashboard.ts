import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { limits } from '../../lambdas/domain/limits.ts';
import type { Instant } from '../../lambdas/domain/time.ts';
import { layout, type Shell } from '../../lambdas/views/pages/layout.ts';
import { messagePage } from '../../lambdas/views/pages/message.ts';
import { headerOf, type Outcome, type PageRequest, show } from './exchange.ts';
import { failurePage, loginNeeded, notFound, notFromHere, wrongMethod } from './failures.ts';
import { isFromOwnPage, isLoopbackHost, type Login } from './guard.ts';
import type { Management } from './management.ts';
import { Notices } from './notices.ts';
import { routeOf } from './routes.ts';
import { isSame, newSecret } from './secrets.ts';

export interface DashboardOptions extends Omit<Shell, 'nonce'> {
  management: Management;
  now(): Instant;
  /** Told of a defect. */
  report(error: unknown): void;
  /** Without, whoever reaches the server may look. */
  login?: Login;
}

/** An answer to a browser. */
export interface PageAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** Of a file: what is sent in place of the body, as it comes. */
  parts?: AsyncIterable<Uint8Array | string>;
}

/** The pages, over a management API. They hold no state but notices and the token of their forms. */
export class Dashboard {
  readonly #options: DashboardOptions;
  readonly #notices = new Notices();
  readonly #token = newSecret();

  constructor(options: DashboardOptions) {
    this.#options = options;
  }

  /** Reads a request, and answers it. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await this.answer(await readRequest(request));
    if (answer.parts) return sendFile(answer.headers, answer.parts, response);
    const body = Buffer.from(answer.body);
    response.writeHead(answer.status, { ...answer.headers, 'Content-Length': body.length });
    // Node leaves it out of the answer to a HEAD.
    response.end(body);
  }

  async answer(request: PageRequest | 'too large'): Promise<PageAnswer> {
    const { place, links = [] } = this.#options;
    const outcome = request === 'too large' ? tooLarge() : await this.#outcome(request);
    return toAnswer(outcome, { nonce: newSecret(), place, links });
  }

  async #outcome(request: PageRequest): Promise<Outcome> {
    const { login, management, now } = this.#options;
    if (!isLoopbackHost(headerOf(request, 'host'))) return notFromHere();
    const entered = login?.enter(request);
    if (entered) return entered;
    if (login && !login.isLoggedIn(request)) return loginNeeded();
    const route = routeOf(request.method, request.path);
    if (route === undefined) return notFound();
    if (route === 'method') return wrongMethod();
    const isOurs = isFromOwnPage(request) && isSame(this.#token, request.form.get('token') ?? undefined);
    if (request.method === 'POST' && !isOurs) return notFromHere();
    try {
      const context = { management, now: now(), request, id: route.id };
      return await route.handler({ ...context, token: this.#token, notices: this.#notices });
    } catch (error) {
      return failurePage(error) ?? this.#defect(error);
    }
  }

  #defect(error: unknown): Outcome {
    this.#options.report(error);
    const text = 'This is a defect of Downbeat. What went wrong was printed where it runs.';
    return show(messagePage({ title: 'Something went wrong', text }), 500);
  }
}

/** A file that cannot be sent to its end is broken off, which browsers show: nobody is to take a part for all of it. */
async function sendFile(
  headers: Record<string, string>,
  parts: AsyncIterable<Uint8Array | string>,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(200, headers);
  await pipeline(Readable.from(parts, { objectMode: false }), response);
}

function tooLarge(): Outcome {
  return show(messagePage({ title: 'Too much', text: 'What was sent is larger than any form here.' }), 413);
}

function toAnswer(outcome: Outcome, shell: Shell): PageAnswer {
  const { nonce } = shell;
  if (outcome.kind === 'redirect') {
    const { location, cookie } = outcome;
    const headers = { ...security(nonce), Location: location, ...(cookie && { 'Set-Cookie': cookie }) };
    return { status: 303, headers, body: '' };
  }
  if (outcome.kind === 'file') {
    return {
      status: 200,
      headers: { ...security(nonce), ...outcome.headers },
      body: '',
      parts: outcome.parts,
    };
  }
  const headers = { ...security(nonce), 'Content-Type': 'text/html; charset=utf-8' };
  const body = String(layout(shell, outcome.page));
  return { status: outcome.status ?? 200, headers, body };
}

/**
 * Nothing is loaded but what the page itself brings, and nothing is told to other sites. The referrer is kept from them,
 * and from them alone: without any, browsers would not name the origin of our own forms.
 */
function security(nonce: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    'img-src data:',
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'Content-Security-Policy': policy.join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  };
}

async function readRequest(request: IncomingMessage): Promise<PageRequest | 'too large'> {
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s, 2);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= limits.requestBodyBytes) chunks.push(chunk);
  }
  if (length > limits.requestBodyBytes) return 'too large';
  const form = new URLSearchParams(Buffer.concat(chunks).toString());
  const { method = 'GET', headers } = request;
  return { method, path, query: new URLSearchParams(query), headers, form };
}
