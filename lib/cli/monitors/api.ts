import { backoffMs, explainNoAnswer, isPassing, retryAfterMs } from '../tries.ts';
import type { ApiAnswer, ApiRequest, World } from '../world.ts';
import type { Endpoint } from './endpoint.ts';
import { Failure } from './failure.ts';
import { explainRefusal } from './refusal.ts';
import { signedHeaders } from './sign.ts';

/** API Gateway gives up after 30 seconds, and four megabytes of an export want to be fetched. */
const tryMs = 60_000;
const triesMax = 4;
/** A host that asks for more patience is not worth a person's. */
const longestPauseMs = 20_000;

export interface Call {
  method: ApiRequest['method'];
  /** Below `/api/v1`. What stands in it is encoded already. */
  path: string;
  query?: readonly (readonly [name: string, value: string])[];
  headers?: Readonly<Record<string, string>>;
  body?: object;
  /** Doing it twice is not the same as once: one try has to do. */
  once?: boolean;
}

/** An answer of the API that is no success. */
export class Refused extends Failure {
  readonly status: number;
  /** How many were made. An earlier one may have been taken, and its answer lost. */
  readonly tries: number;

  constructor(status: number, tries: number, lines: readonly string[]) {
    super(...lines);
    this.name = 'Refused';
    this.status = status;
    this.tries = tries;
  }
}

/** The management API, as the commands call it. */
export class Api {
  readonly #world: World;
  readonly #endpoint: Endpoint;

  constructor(world: World, endpoint: Endpoint) {
    this.#world = world;
    this.#endpoint = endpoint;
  }

  /** Calls until there is an answer that stands. Throws Refused, and Failure when there is no answer at all. */
  async call(call: Call): Promise<ApiAnswer> {
    for (let tries = 1; ; tries += 1) {
      const isLast = call.once === true || tries === triesMax;
      const answer = await this.#try(call, isLast);
      if (answer !== undefined) {
        if (answer.status >= 200 && answer.status < 300) return answer;
        const again = isPassing(answer.status) && !isLast;
        if (!again) throw new Refused(answer.status, tries, this.#explain(answer));
      }
      const asked = retryAfterMs(answer?.headers['retry-after'], this.#world.now());
      const pauseMs = Math.max(backoffMs(tries, this.#world.random()), Math.min(asked, longestPauseMs));
      await this.#world.sleep(pauseMs, new AbortController().signal);
    }
  }

  /** Calls a single time, and answers whatever came back. Throws Failure when nothing did. */
  async once(call: Call): Promise<ApiAnswer> {
    const request = await this.#request(call);
    try {
      return await this.#world.call(request);
    } catch (error) {
      throw this.#noAnswer({ ...call, once: true }, error);
    }
  }

  /** Calls, and answers the JSON that came back. */
  async json(call: Call): Promise<unknown> {
    const answer = await this.call(call);
    return readJson(answer, this.#host);
  }

  get #host(): string {
    return new URL(this.#endpoint.base).host;
  }

  async #try(call: Call, isLast: boolean): Promise<ApiAnswer | undefined> {
    const request = await this.#request(call);
    try {
      return await this.#world.call(request);
    } catch (error) {
      if (!isLast) return undefined;
      throw this.#noAnswer(call, error);
    }
  }

  /** The request of a call. It is signed anew for every try: a signature is good for five minutes. */
  async #request({ method, path, query = [], headers, body }: Call): Promise<ApiRequest> {
    const url = new URL(`${this.#endpoint.base}/api/v1${path}`);
    url.search = query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
    const unsigned = {
      method,
      url,
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      body: body ? JSON.stringify(body) : '',
    };
    const { signer } = this.#endpoint;
    const sent = signer
      ? await signedHeaders(signer, unsigned, this.#world.now())
      : { ...unsigned.headers, host: url.host };
    return { ...unsigned, headers: sent, timeoutMs: tryMs };
  }

  #noAnswer({ method, once }: Call, error: unknown): Failure {
    return new Failure(
      `${this.#host}: ${explainNoAnswer(error, tryMs)}`,
      once && method !== 'GET'
        ? 'It may have been done all the same: look with downbeat monitors show.'
        : 'Check --url or DOWNBEAT_URL, and the network.',
    );
  }

  #explain(answer: ApiAnswer): string[] {
    const isSigned = this.#endpoint.signer !== undefined;
    return explainRefusal(answer, { host: this.#host, now: this.#world.now(), isSigned });
  }
}

/** Reads an answer as JSON. What else comes with a success comes from something that is no Downbeat. */
export function readJson({ headers, body }: ApiAnswer, host: string): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    const type = headers['content-type']?.split(';')[0] ?? 'no type';
    throw new Failure(
      `${host} answered something else than JSON (${type}): it is no Downbeat, or cuts answers short`,
      'Check --url or DOWNBEAT_URL: it is the output ApiUrl of the deployment.',
    );
  }
}

/** Everything but letters, digits and -._~ is encoded, as a signature wants it (RFC 3986). */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
