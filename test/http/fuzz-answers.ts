import { isDeepStrictEqual } from 'node:util';
import { isoInstant } from '../../lambdas/domain/time.ts';
import type { Exchange } from './fuzz-exchange.ts';
import { monitors } from './fuzz-world.ts';

const headers = {
  'Access-Control-Allow-Origin': '*',
  'Cache-Control': 'no-cache, no-store, must-revalidate',
  'Ping-Body-Limit': '10000',
};
const text = { ...headers, 'Content-Type': 'text/plain; charset=utf-8' };
const json = { ...headers, 'Content-Type': 'application/json' };
const pings = 'GET, HEAD, POST, PUT, PATCH, OPTIONS';

/** The bodies that an answer with some status may have. */
type Bodies = Readonly<Record<number, readonly (string | RegExp)[]>>;

const textBodies: Bodies = {
  ...{ 200: ['OK'], 201: ['Created'], 204: [''], 404: ['not found'], 405: ['method not allowed'] },
  ...{ 400: ['invalid url format', 'invalid uuid format'], 503: ['try again'] },
};
const refused = (error: string) => [JSON.stringify({ status: 'error', error })];
const jsonBodies: Bodies = {
  ...{ 404: refused('not found'), 405: refused('method not allowed'), 503: refused('try again') },
  400: [
    /^\{"status":"error","error":"invalid url format","errors":\[\{"field":"path","message":".+"\}\]\}$/,
    /^\{"status":"error","error":"invalid body","errors":\[\{"field":"body","message":".+"\}\]\}$/,
  ],
};
const unsuccessful = (msg: string) => JSON.stringify({ ok: false, msg });
const kumaBodies: Bodies = {
  ...{ 200: ['{"ok":true}'], 405: [unsuccessful('method not allowed')], 503: [unsuccessful('try again')] },
  404: [unsuccessful('not found'), /^\{"ok":false,"msg":"ping: allowed is 0 to 100000000000"\}$/],
};

/** Whether an answer is one that its dialect has, header by header and word by word. */
export function isInItsDialect(exchanged: Exchange): boolean {
  const { answer, request, verdict } = exchanged;
  const { statusCode = 0, body: said } = answer;
  return forms(exchanged).some(({ headers: expected, bodies }) => {
    const wanted = request.method === 'HEAD' ? [''] : (bodies[statusCode] ?? []);
    const isSaid = wanted.some((body) => (typeof body === 'string' ? body === said : body.test(said ?? '')));
    if (statusCode === 400 && request.method !== 'HEAD' && !said?.includes(verdict.reason ?? ''))
      return false;
    return isSaid && isDeepStrictEqual(answer.headers, { ...expected, ...more(exchanged) });
  });
}

/** The headers of an answer that belong to its status. */
function more({ answer, request }: Exchange): Record<string, string> {
  const allowed = isResult(request.path) ? 'POST, OPTIONS' : pings;
  if (answer.statusCode === 503) return { 'Retry-After': '1' };
  if (answer.statusCode === 405) return { Allow: allowed };
  if (answer.statusCode !== 204) return {};
  return { 'Access-Control-Allow-Methods': allowed, 'Access-Control-Allow-Headers': '*, Authorization' };
}

/** The forms of answer that a path may get. What is no ping URL has no dialect, and gets a plain 404. */
function forms(exchanged: Exchange): { headers: Record<string, string>; bodies: Bodies }[] {
  const { path } = exchanged.request;
  const plain = { headers: text, bodies: textBodies };
  if (!path.startsWith('/api/') || exchanged.answer.statusCode === 204) return [plain];
  const isKuma = path.startsWith('/api/push/') && !isResult(path);
  const bodies = isKuma ? kumaBodies : { ...jsonBodies, 200: jsonOks(exchanged) };
  const own = { headers: json, bodies };
  return exchanged.answer.statusCode === 404 && !exchanged.request.meant ? [own, plain] : [own];
}

function isResult(path: string): boolean {
  return /^\/api\/push\/.*\/results\/*$/s.test(path);
}

/** The answers that name the monitor of the verdict; where there is none, any. */
function jsonOks({ verdict, at }: Exchange): string[] {
  const named = monitors.filter(({ id }) => verdict.monitorId === undefined || id === verdict.monitorId);
  return named.map(({ name }) => JSON.stringify({ status: 'ok', monitor: name, pinged_at: isoInstant(at) }));
}
