import { sign } from 'aws4';
import fc from 'fast-check';
import { encode } from '../../../lib/cli/monitors/api.ts';
import { signedHeaders } from '../../../lib/cli/monitors/sign.ts';
import { answer, MonitorsWorld, monitor } from '../../support/monitors-cli.ts';

const now = Date.parse('2026-11-20T12:34:56.000Z');
const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};

const text = fc.oneof(
  fc.string({ unit: 'grapheme-composite', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...'aZ0 +-_.~!*\'()%&=/:;,?#[]@$"<>|^`{}é☃'), maxLength: 12 }),
);
/** The parts of a path are never empty, nor the dots that a URL takes away. */
// Both signers keep a query in an object, in which `__proto__` is no name.
const part = text.filter((word) => word !== '' && word !== '__proto__' && !/^\.+$/.test(word));
const requests = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
  host: fc.constantFrom(
    'abc.execute-api.eu-north-1.amazonaws.com',
    'downbeat.example.com:8443',
    'localhost:4566',
  ),
  parts: fc.array(part, { maxLength: 4 }),
  query: fc.array(fc.tuple(fc.oneof(fc.constantFrom('tag', 'q', 'tags', 'Tag'), part), text), {
    maxLength: 5,
  }),
  body: fc.oneof(fc.constant(''), fc.json(), text),
  sessionToken: fc.option(fc.base64String({ minLength: 4 }), { nil: undefined }),
  region: fc.constantFrom('us-east-1', 'eu-north-1', 'cn-north-1'),
  headers: fc.constantFrom<Record<string, string>[]>(
    {},
    { 'if-match': '"abc-1"' },
    { 'content-type': 'text/x' },
  ),
});

/** What aws4 signs the same request with, given the headers that we send. */
function independently(
  { method, region, body }: { method: string; region: string; body: string },
  url: URL,
  sent: Record<string, string>,
  sessionToken: string | undefined,
): string | undefined {
  const { authorization: _ours, ...headers } = sent;
  const signed = sign(
    {
      host: url.host,
      path: url.pathname + url.search,
      method,
      service: 'execute-api',
      region,
      headers: { ...headers },
      body,
      // aws4 signs these where there is a body; what is not ours is left out.
      extraHeadersToIgnore: {
        'content-length': true,
        ...(headers['content-type'] === undefined && { 'content-type': true }),
      },
    },
    { ...credentials, ...(sessionToken !== undefined && { sessionToken }) },
  );
  return signed.headers.Authorization;
}

test('a request is signed as an independent signer signs it', async () => {
  await fc.assert(
    fc.asyncProperty(requests, async ({ host, parts, query, sessionToken, ...request }) => {
      const { method, region, headers, body } = request as typeof request & { method: 'GET' };
      const url = new URL(`https://${host}/${parts.map(encode).join('/')}`);
      url.search = query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
      const signer = { region, credentials: { ...credentials, sessionToken } };
      const sent = await signedHeaders(signer, { method, url, headers, body }, now);
      expect(sent['x-amz-security-token']).toBe(sessionToken);
      expect(sent.authorization).toBe(independently(request, url, sent, sessionToken));
    }),
    { numRuns: 300 },
  );
});

test('what is sent is what was signed: path, query, host, body and session token', async () => {
  const world = new MonitorsWorld(answer(200, { monitors: [], next_cursor: null }));
  world.environment = { DOWNBEAT_URL: 'https://abc.execute-api.eu-north-1.amazonaws.com/stage/' };
  world.credentials = async () => ({ ...credentials, sessionToken: 'the/token=' });
  expect(await world.monitors('list', '--tag', 'b*(c)', '--tag', 'a', '--query', "o'clock & more")).toBe(0);
  const [sent] = world.requests;
  if (!sent) throw new Error('Nothing was sent.');
  const { url, headers } = sent;
  expect(url.href).toBe(
    'https://abc.execute-api.eu-north-1.amazonaws.com/stage/api/v1/monitors?tag=b%2A%28c%29&tag=a&q=o%27clock%20%26%20more&fields=public&limit=100',
  );
  expect(headers).toMatchObject({ host: url.host, 'x-amz-security-token': 'the/token=' });
  const request = { ...sent, region: 'eu-north-1' };
  expect(headers.authorization).toBe(independently(request, url, headers, 'the/token='));
  expect(headers['x-amz-date']).toBe('20261120T000000Z');
});

test('a body is signed with its own digest', async () => {
  const world = new MonitorsWorld(answer(200, monitor({ status: 'paused' })));
  world.environment.DOWNBEAT_URL = 'https://downbeat.example.com';
  world.credentials = async () => credentials;
  expect(await world.monitors('pause', 'backup', '--region', 'us-east-1')).toBe(0);
  expect(world.requests[0]).toMatchObject({
    body: '{"manual_resume":false,"until":null}',
    headers: {
      'content-type': 'application/json',
      'x-amz-content-sha256': 'cfab3e6f699582809d63e1b1511c05b2f59b72b9d66c9c3436bd726a133dd24e',
    },
  });
});
