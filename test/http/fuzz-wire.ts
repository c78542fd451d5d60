import fc from 'fast-check';
import { managePaths } from '../../lambdas/http/manage-api.ts';
import { statusPaths } from '../../lambdas/http/status-api.ts';
import { weighed } from './fuzz-parts.ts';
import { type FuzzRequest, request } from './fuzz-requests.ts';
import type { RawRequest } from './fuzz-socket.ts';

/** A request as it goes over the wire, and as the gateway hands it to a function. */
export interface WireRequest extends RawRequest {
  handedOver: FuzzRequest;
}

/** How the bytes of a path are written: each as it is where it may be, or as an escape. */
type Encoding = 'plain' | 'lower' | 'upper' | 'all';

function encodePath(path: string, encoding: Encoding): string {
  return Array.from(Buffer.from(path), (byte) => {
    const character = String.fromCharCode(byte);
    const needsNone = /[\w.~!$&'()*+,;=:@/-]/.test(character);
    const hex = byte.toString(16).padStart(2, '0');
    if (needsNone && encoding !== 'all') return character;
    return character === '/' ? '/' : `%${encoding === 'upper' ? hex.toUpperCase() : hex}`;
  }).join('');
}

/** What the gateway makes of a path: one that is no proper encoding stays as it is. */
function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** What may be written into an encoded path. */
const oddities = [
  '%',
  '%2',
  '%zz',
  '%ff',
  '%c3%28',
  '%00',
  '%2F',
  '//',
  '%2e%2e/',
  '%25',
  '%E2%82',
  '%20',
  '\\',
  '"',
];
const oddity = fc.tuple(fc.constantFrom(...oddities), fc.nat(100)).map(([odd, place]) => (path: string) => {
  const at = 1 + (place % path.length);
  return path.slice(0, at) + odd + path.slice(at);
});

const extraHeaders = fc.subarray([
  ...['X-Forwarded-For: 198.51.100.1', 'Authorization: Bearer x', 'Cookie: a=b; c', 'X-Empty:', 'DNT:1'],
  ...[
    'Origin: https://evil.example',
    'X-Latin: \xe9\xff\x80',
    'Accept-Encoding: gzip',
    'TE: trailers',
    'Range: bytes=0-1',
  ],
]);

/** How a body is sent: by its length, in chunks, or, without one, not at all. */
const framing = fc.constantFrom('length', 'length', 'chunked', 'none');

function framed(body: Buffer, by: string): { header: string[]; bytes: Buffer } {
  if (by === 'none' && body.length === 0) return { header: [], bytes: body };
  if (by !== 'chunked') return { header: [`content-LENGTH: ${body.length}`], bytes: body };
  const half = body.length >> 1;
  const chunks = [body.subarray(0, half), body.subarray(half)].filter(({ length }) => length > 0);
  const parts = chunks.flatMap((chunk) => [Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, crlf]);
  return {
    header: ['Transfer-Encoding: chunked'],
    bytes: Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]),
  };
}

const crlf = Buffer.from('\r\n');

/** Bodies that no job should send, but some do. */
const hugeBody = fc.integer({ min: 10_001, max: 400_000 }).map((length) => {
  return { bytes: Buffer.alloc(length, 'x\xff\0'), isBase64: true };
});

/** Header values go over the wire byte by byte. */
function asBytes(text: string | undefined): string | undefined {
  return text === undefined ? undefined : Buffer.from(text).toString('latin1');
}

/** Methods that HTTP has, beyond those that mean something here. */
const knownMethods = /^(?:GET|HEAD|POST|PUT|PATCH|OPTIONS|DELETE|TRACE)$/;

/** Requests that are proper HTTP, however odd. */
export const wireRequest: fc.Arbitrary<WireRequest> = fc
  .record({
    request,
    huge: weighed([15, fc.constant(undefined)], [1, hugeBody]),
    encoding: fc.constantFrom<Encoding>('plain', 'lower', 'upper', 'all'),
    odd: weighed([5, fc.constant((path: string) => path)], [1, oddity]),
    version: fc.constantFrom('1.1', '1.1', '1.1', '1.0'),
    ...{ extraHeaders, framing },
  })
  .map(({ request: sent, huge, encoding, odd, version, extraHeaders: extras, framing: by }) => {
    const method = knownMethods.test(sent.method) ? sent.method : 'POST';
    const path = odd(encodePath(sent.path, encoding));
    const body = huge ?? sent.body;
    const [userAgent, contentType] = [asBytes(sent.userAgent), asBytes(sent.contentType)];
    const { header, bytes } = framed(body.bytes, by === 'chunked' && version === '1.0' ? 'length' : by);
    const lines = [
      `${method} ${path}${sent.query === '' ? '' : `?${sent.query}`} HTTP/${version}`,
      ...['Host: jobs.example', 'Connection: close', ...extras, ...header],
      ...(userAgent === undefined ? [] : [`User-Agent: ${userAgent}`]),
      ...(contentType === undefined ? [] : [`content-type: ${contentType}`]),
    ];
    const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
    const { meant: _meant, ...rest } = sent;
    const handedOver = { ...rest, method, path: decodePath(path), body, userAgent, contentType };
    return { bytes: Buffer.concat([head, bytes]), handedOver };
  })
  .filter(({ bytes }) => !isForTheHost(String(bytes).split(/[ ?]/, 2)[1] ?? ''));

/** The paths that the local host itself answers. */
function isForTheHost(path: string): boolean {
  return path === '/' || path === '/healthz' || path.startsWith('/local/') || isForOthers(path);
}

/** The paths that it hands to others than pings. */
function isForOthers(path: string): boolean {
  return managePaths.test(path) || statusPaths.test(path);
}

/** Requests with something that HTTP has not, to this path. Cut short, or said wrongly, none may count as a ping. */
export function brokenRequest(path: string): fc.Arbitrary<RawRequest> {
  const close = 'Host: jobs.example\r\nConnection: close\r\n';
  const of = (line: string, headers = '', body = '') => `${line}\r\n${close}${headers}\r\n${body}`;
  const posted = (headers: string, body = 'abc') => of(`POST ${path} HTTP/1.1`, headers, body);
  const brokenOff = fc
    .constantFrom(
      ...[posted('Content-Length: 4\r\n'), posted('Content-Length: 400000\r\n', 'x'.repeat(300_000))],
      posted('Transfer-Encoding: chunked\r\n', '5\r\nab'),
      posted('Transfer-Encoding: chunked\r\n', '3\r\nabc\r\n'),
      ...['G', `GET ${path}`, `GET ${path} HTTP/1.1\r\nHost: jobs.example\r\nX`, ''],
    )
    .map((text) => ({ text, breaksOff: true }));
  const framedWrongly = fc.constantFrom(
    ...['-1', 'abc', '+3', '0x3', '3, 3', '3;', '9'.repeat(30), ''].map((length) => {
      return posted(`Content-Length: ${length}\r\n`);
    }),
    ...[
      posted('Content-Length: 1\r\nContent-Length: 2\r\n'),
      posted('Transfer-Encoding: chunked\r\n', 'zz\r\nab\r\n'),
    ],
    posted('Transfer-Encoding: chunked\r\nContent-Length: 3\r\n', '3\r\nabc\r\n0\r\n\r\n'),
    posted('Transfer-Encoding: gibberish\r\n'),
    posted('Expect: tea\r\nContent-Length: 3\r\n'),
  );
  const saidWrongly = fc.constantFrom(
    ...['BREW', 'get', '', 'G\0T', 'CONNECT', 'GET GET'].map((method) => of(`${method} ${path} HTTP/1.1`)),
    ...['HTTP/0.9', 'HTTP/2.0', 'HTTP/1.1x', 'http/1.1', 'HTTP/1'].map((version) =>
      of(`GET ${path} ${version}`),
    ),
    ...[
      `${path}\xff\xc3`,
      `${path} x`,
      `${path}\0`,
      `${path}\t`,
      '*',
      '',
      'x',
      `http://jobs.example${path}`,
    ].map((target) => of(`GET ${target} HTTP/1.1`)),
    ...[12_000, 20_000, 200_000].map((length) => of(`GET ${path}${'/x'.repeat(length / 2)} HTTP/1.1`)),
    ...[
      'X y: 1',
      'X: a\0b',
      'X',
      ': x',
      `X: ${'x'.repeat(20_000)}`,
      ' folded: x',
      'X: \x7f',
      'A: b\nC: d\x01',
    ].map((header) => of(`GET ${path} HTTP/1.1`, `${header}\r\n`)),
    `GET ${path} HTTP/1.1\r\n\r\n`,
    '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03',
  );
  return fc
    .oneof(
      brokenOff,
      fc.oneof(framedWrongly, saidWrongly).map((text) => ({ text, breaksOff: false })),
      fc.string({ unit: 'binary', maxLength: 50 }).map((text) => ({ text, breaksOff: true })),
    )
    .map(({ text, breaksOff }) => ({ bytes: Buffer.from(text, 'latin1'), breaksOff }));
}
