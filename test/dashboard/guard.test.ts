import { Login } from '../../lib/dashboard/guard.ts';
import { Browser, FakeManagement, monitorAnswer } from '../support/pages.ts';

const routes = {
  'GET /monitors': () => ({ monitors: [], next_cursor: null }),
  'POST /monitors/backup/resume': () => monitorAnswer(),
};
const changes = ({ calls }: FakeManagement) => calls.filter(({ route }) => !route.startsWith('GET'));

test.each(['127.0.0.1', 'localhost:8080', '[::1]:1'])('the host %s is this machine', async (host) => {
  expect((await new Browser(new FakeManagement(routes)).get('/', { host })).status).toBe(200);
});

test.each([
  'evil.example',
  'localhost.evil.example',
  '127.0.0.1.evil.example:8080',
  '',
  'localhost:8080@evil',
])('a page of the host %j, whose name leads here, sees nothing', async (host) => {
  const management = new FakeManagement(routes);
  expect((await new Browser(management).get('/', { host })).status).toBe(403);
  expect(management.calls).toEqual([]);
});

test.each<[string, Record<string, string>, number]>([
  ['of ours', { 'sec-fetch-site': 'same-origin' }, 303],
  ['of another site', { 'sec-fetch-site': 'cross-site', origin: 'http://127.0.0.1:8080' }, 403],
  ['of another port', { 'sec-fetch-site': 'same-site' }, 403],
])('a form that a page %s sends is answered %#', async (_page, headers, status) => {
  const management = new FakeManagement(routes);
  const answer = await new Browser(management).post('/monitors/backup/resume', {}, headers);
  expect(answer.status).toBe(status);
  expect(changes(management)).toHaveLength(status === 303 ? 1 : 0);
});

test.each<[string | undefined, number]>([
  ['http://127.0.0.1:8080', 303],
  ['http://127.0.0.1:8081', 403],
  ['http://evil.example', 403],
  ['null', 403],
  [undefined, 403],
])('where a browser tells no site, the origin %j decides', async (origin, status) => {
  const management = new FakeManagement(routes);
  const browser = new Browser(management);
  const token = /name="token" value="([^"]+)"/.exec((await browser.get('/new')).body)?.[1] ?? '';
  const { status: answered } = await browser.dashboard.answer({
    method: 'POST',
    path: '/monitors/backup/resume',
    query: new URLSearchParams(),
    headers: { host: '127.0.0.1:8080', ...(origin !== undefined && { origin }) },
    form: new URLSearchParams({ token }),
  });
  expect(answered).toBe(status);
  expect(changes(management)).toHaveLength(status === 303 ? 1 : 0);
});

test.each(['', 'x', 'A'.repeat(22)])('a form with the token %j changes nothing', async (token) => {
  const management = new FakeManagement(routes);
  const answer = await new Browser(management).post('/monitors/backup/resume', { token });
  expect(answer.status).toBe(403);
  expect(changes(management)).toEqual([]);
});

test('each dashboard has a token of its own, and each page its own nonce', async () => {
  const [one, other] = [new Browser(new FakeManagement(routes)), new Browser(new FakeManagement(routes))];
  const pages = [await one.get('/new'), await one.get('/new'), await other.get('/new')];
  const tokens = pages.map(({ body }) => /name="token" value="([^"]+)"/.exec(body)?.[1]);
  expect(tokens[0]).toBe(tokens[1]);
  expect(tokens[0]).not.toBe(tokens[2]);
  expect(new Set(pages.map(({ body }) => /nonce="([^"]+)"/.exec(body)?.[1])).size).toBe(3);
});

test('a page loads nothing but what it brings, and is shown in no frame', async () => {
  const { headers, body } = await new Browser(new FakeManagement(routes)).get('/');
  const nonce = /<script nonce="([^"]+)"/.exec(body)?.[1];
  expect(headers['Content-Security-Policy']).toBe(
    `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  );
  expect(body).toContain(`<style nonce="${nonce}">`);
  expect(body).not.toMatch(/ style="| on\w+="/);
  expect(headers).toMatchObject({
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  });
});

describe('where a login is needed', () => {
  const login = new Login();
  const browser = new Browser(new FakeManagement(routes), { login });

  test.each(['/', '/?token=', '/?token=wrong', `/?token=${'A'.repeat(22)}`])(
    '%s shows nothing',
    async (path) => {
      const { status, body, headers } = await browser.get(path);
      expect([status, headers['Set-Cookie']]).toEqual([401, undefined]);
      expect(body).toContain('Not signed in');
      expect(body).not.toContain(login.token);
    },
  );

  test('the URL with the token gives a cookie, and the cookie lets in', async () => {
    const entered = await browser.get(`/?token=${login.token}`);
    expect([entered.status, entered.headers.Location]).toEqual([303, '/']);
    const [cookie = '', ...attributes] = entered.headers['Set-Cookie']?.split('; ') ?? [];
    expect(attributes.sort()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Strict']);
    expect(cookie).not.toContain(login.token);
    expect((await browser.get('/', { cookie })).status).toBe(200);
    expect((await browser.get('/', { cookie: `a=b; ${cookie}; c` })).status).toBe(200);
    expect((await browser.get(`/?token=${login.token}`, { cookie })).status).toBe(303);
    expect((await browser.get('/', { cookie: `${cookie}x` })).status).toBe(401);
    expect((await browser.get('/', { cookie: cookie.replace('8080', '8081') })).status).toBe(401);
  });

  test('no page of another host gets a cookie', async () => {
    const answer = await browser.get(`/?token=${login.token}`, { host: 'evil.example' });
    expect([answer.status, answer.headers['Set-Cookie']]).toEqual([403, undefined]);
  });
});
