import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import fc from 'fast-check';
import type { AnswerFormat } from '../../lambdas/http/ping-answers.ts';
import { body, type RequestBody, result } from './fuzz-bodies.ts';
import {
  type Address,
  action,
  contentType,
  key,
  kumaQuery,
  method,
  noise,
  rid,
  type Said,
  slugAddress,
  state,
  userAgent,
  waitMs,
  weighed,
} from './fuzz-parts.ts';

/** What a request was composed to mean, for the test to know what must become of it. */
export interface Meaning {
  format: AnswerFormat;
  methods: readonly string[];
  address: Address;
  says: Omit<Said, 'text'>;
  /** The run that it names, or that its `rid` is none. */
  rid?: string | 'malformed';
}

/** A request as the gateway hands it over: its path is decoded, its query is not. */
export interface FuzzRequest {
  method: string;
  path: string;
  query: string;
  userAgent: string | undefined;
  contentType: string | undefined;
  body: RequestBody;
  /** How long after the one before. */
  waitMs: number;
  /** Absent where nobody can say: the path is garbled, or made up. */
  meant?: Meaning | undefined;
}

type Composed = Pick<FuzzRequest, 'path' | 'query' | 'meant'> & Partial<Pick<FuzzRequest, 'body' | 'method'>>;

const anyMethod = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH'];
const inQuery = (...parts: string[]) => parts.filter((part) => part !== '').join('&');
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => weighed([2, fc.constant(undefined)], [1, arbitrary]);

/** Ours and Healthchecks', with a key or a slug; Cronitor's `state` where nothing follows the key. */
const healthchecks: fc.Arbitrary<Composed> = fc
  .record({
    prefix: fc.constantFrom('', '/ping', '/p'),
    address: fc.oneof(
      key.map((own): Address => ({ key: own })),
      slugAddress,
    ),
    ...{ action, noise, rid: maybe(rid), state: maybe(state) },
  })
  .map(({ prefix, address, action: said, noise: beside, rid: run, state: telemetry }) => {
    const isSlug = 'slugKey' in address;
    // Only slug pings have it.
    const before = prefix === '/p' && !isSlug ? '' : prefix;
    const base = isSlug ? `/${address.slugKey}/${address.id}` : `/${address.key.text}`;
    const create = isSlug && address.create !== undefined ? `create=${address.create}` : '';
    const asked = telemetry ? `state=${encodeURIComponent(telemetry.text)}` : '';
    const { text: _text, ...says } = telemetry && /^\/*$/.test(said.text) ? telemetry : said;
    return {
      path: before + base + said.text,
      query: inQuery(beside, create, asked, run ? `rid=${run.text}` : ''),
      meant: {
        ...{ format: 'text' as const, methods: anyMethod, address },
        says,
        ...(run && { rid: run.rid ?? 'malformed' }),
      },
    };
  });

/** What other dialects do not read, beside what nobody does. */
const strange = weighed(
  [3, noise],
  [1, fc.constantFrom('rid=12345', 'state=fail', 'state=x', 'create=1', 'state=run')],
);

const heartbeats: fc.Arbitrary<Composed> = fc
  .record({
    base: fc.constantFrom('/api/v1/hb/', '/api/v1/heartbeat/', '/api/heartbeat/'),
    ...{ key, action, noise: strange },
  })
  .map(({ base, key: own, action: { text, ...says }, noise: beside }) => ({
    path: base + own.text + text,
    query: beside,
    meant: { format: 'json', methods: anyMethod, address: { key: own }, says },
  }));

/** The id and the secret apart; the key of which nothing can be taken apart stays whole, and is none. */
const monitorPush: fc.Arbitrary<Composed> = fc
  .record({ key, noise: strange })
  .map(({ key: own, noise: beside }) => {
    const [, id, secret] = /^(.+)-(.+)$/s.exec(own.text) ?? [];
    const isWhole = id === undefined;
    const address = { key: isWhole ? { text: `${own.text}-x` } : own };
    return {
      path: `/api/v1/monitor/${id ?? own.text}/push/${secret ?? 'x'}`,
      query: beside,
      meant: { format: 'json', methods: anyMethod, address, says: { means: 'success' } },
    };
  });

const kuma: fc.Arbitrary<Composed> = fc
  .record({ key, kumaQuery, noise: strange, slash: fc.constantFrom('', '/', '//') })
  .map(({ key: own, kumaQuery: { text, ...says }, noise: beside, slash }) => ({
    path: `/api/push/${own.text}${slash}`,
    query: inQuery(text, beside),
    meant: { format: 'kuma', methods: anyMethod, address: { key: own }, says },
  }));

const results: fc.Arbitrary<Composed> = fc
  .record({
    key,
    result,
    // The status of the body decides.
    noise: weighed([3, strange], [1, fc.constant('status=fail')]),
    isBase64: fc.boolean(),
    method: weighed([3, fc.constant('POST')], [1, method]),
  })
  .map(({ key: own, result: { text, ...says }, noise: beside, isBase64, method: by }) => ({
    method: by,
    path: `/api/push/${own.text}/results`,
    query: beside,
    body: { bytes: Buffer.from(text), isBase64 },
    meant: { format: 'json', methods: ['POST'], address: { key: own }, says },
  }));

const segments = ['ping', 'api', 'v1', 'hb', 'push', 'results', 'monitor', 'heartbeat', 'healthz', 'b', ''];
const madeUp: fc.Arbitrary<Composed> = fc
  .record({
    parts: fc.array(
      weighed(
        [3, fc.constantFrom(...segments)],
        [2, key.map(({ text }) => text)],
        [1, fc.string({ unit: 'grapheme', maxLength: 6 })],
      ),
      { maxLength: 6 },
    ),
    noise,
  })
  .map(({ parts, noise: query }) => ({ path: `/${parts.join('/')}`, query }));

const composed = weighed<Composed>(
  [10, healthchecks],
  [3, heartbeats],
  [2, monitorPush],
  [3, kuma],
  [3, results],
  [1, madeUp],
);

/** Changes a path somewhere; what it means then, nobody can say. */
const garble = fc
  .tuple(
    fc.constantFrom('insert', 'replace', 'remove', 'cut', 'double', 'raise', 'prefix'),
    fc.nat(120),
    fc.constantFrom('/', '-', '%', '\0', 'A', '0', '.', '\n', ' ', '\u0663', '\u{1f600}'),
  )
  .map(([how, place, character]) => (path: string) => {
    const at = 1 + (place % path.length);
    const garbled = {
      insert: path.slice(0, at) + character + path.slice(at),
      replace: path.slice(0, at) + character + path.slice(at + 1),
      remove: path.slice(0, at) + path.slice(at + 1),
      cut: path.slice(0, at),
      double: path.slice(0, at) + path.slice(at - 1),
      raise: path.toUpperCase(),
      prefix: `/ping${path}`,
    };
    return garbled[how];
  });

export const request: fc.Arbitrary<FuzzRequest> = fc
  .record({
    ...{ composed, method, userAgent, contentType, body, waitMs },
    garble: weighed([6, fc.constant(undefined)], [1, garble]),
  })
  .map(({ composed: { path, query, meant, ...rest }, garble: change, ...sent }) => ({
    ...sent,
    ...rest,
    query,
    ...(change ? { path: change(path) } : { path, meant }),
  }));

export const sourceIp = '192.0.2.7';

/** The gateway's event, payload format 2.0. */
export function eventOf(sent: FuzzRequest): APIGatewayProxyEventV2 {
  const { method: verb, path, query, body: content, userAgent: agent, contentType: type } = sent;
  const { bytes, isBase64 } = content;
  const http = { method: verb, path, protocol: 'HTTP/1.1', sourceIp };
  return {
    ...{ version: '2.0', routeKey: '$default', rawPath: path, rawQueryString: query },
    headers: { host: 'api.example', ...(type !== undefined && { 'content-type': type }) },
    requestContext: {
      ...{ accountId: '1', apiId: 'a', domainName: 'api.example', domainPrefix: 'api', stage: '$default' },
      ...{ requestId: 'r', routeKey: '$default', time: '', timeEpoch: 0 },
      // A request without a User-Agent has none here either.
      http: {
        ...http,
        ...(agent !== undefined && { userAgent: agent }),
      } as APIGatewayProxyEventV2['requestContext']['http'],
    },
    ...(bytes.length > 0 && { body: bytes.toString(isBase64 ? 'base64' : 'utf8') }),
    isBase64Encoded: isBase64,
  };
}
