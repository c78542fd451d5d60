import type { ApiAnswer, ApiRequest } from '../../lib/cli/world.ts';
import { CliWorld } from './cli.ts';

type Scripted = ApiAnswer | Error;

/** An answer of the API. */
export function answer(status: number, body: unknown = {}, headers: Record<string, string> = {}): ApiAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: Buffer.from(text) };
}

/** A problem of the API (RFC 9457). */
export function problem(status: number, title: string, errors?: object[]): ApiAnswer {
  return answer(status, { type: 'about:blank', title, status, ...(errors && { errors }) });
}

/** A monitor as the API answers it, or a part of one that a command asks for. */
export function monitor(fields: object = {}): Record<string, unknown> {
  const state = { status: 'up', running: false, last_ping_at: null, deadline_at: null };
  return { id: 'backup', name: 'Backup', channels: ['default'], ...state, ...fields };
}

/** The world of `downbeat monitors` before an API that answers by these scripts, the last one again and again. */
export class MonitorsWorld extends CliWorld {
  readonly requests: ApiRequest[] = [];
  readonly #scripts: Scripted[];
  override environment: Record<string, string | undefined> = { DOWNBEAT_URL: 'http://127.0.0.1:8080' };

  constructor(...scripts: Scripted[]) {
    super();
    this.#scripts = scripts;
    this.call = async (request) => {
      const scripted = this.#scripts[Math.min(this.requests.length, this.#scripts.length - 1)];
      this.requests.push(request);
      if (!scripted) throw new Error('This test calls nothing.');
      if (scripted instanceof Error) throw scripted;
      return scripted;
    };
  }

  monitors(...args: string[]): Promise<number> {
    return this.downbeat('monitors', ...args);
  }

  /** What was called: method, path and query. */
  get calls(): string[] {
    return this.requests.map(
      ({ method, url }) => `${method} ${url.pathname.replace('/api/v1', '')}${url.search}`,
    );
  }
}

/** A connection that broke. */
export function broken(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}
