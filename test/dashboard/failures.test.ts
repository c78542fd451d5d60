import { Notices } from '../../lib/dashboard/notices.ts';
import { Browser, FakeManagement, hostile, monitorAnswer, noHistory, textOf } from '../support/pages.ts';

/** The page of a monitor whose API answers so. */
function pageWhere(answer: () => object | [number, object | string]) {
  return new Browser(new FakeManagement({ ...noHistory, 'GET /monitors/backup': answer })).get(
    '/monitors/backup',
  );
}

test('without an answer of the API it is said why, and tried again', async () => {
  const { status, body } = await pageWhere(() => {
    throw new Error('x.example: connection refused');
  });
  expect(status).toBe(503);
  expect(textOf(body)).toContain('Downbeat did not answer. Pings and alerts may work all the same.');
  expect(textOf(body)).toContain('x.example: connection refused');
  expect(body).toContain('http-equiv="refresh"');
});

test.each<[number, object | string, number, string]>([
  [403, { message: 'Forbidden' }, 403, 'need the permission execute-api:Invoke'],
  [
    403,
    { message: 'The security token included in the request is expired' },
    403,
    'have expired. Sign in again',
  ],
  [403, '<html>', 403, 'Access denied'],
  [404, { title: 'There is no such monitor.' }, 404, 'Page not found'],
  [503, { title: 'A service is unavailable. Try again.' }, 503, 'A service is unavailable. Try again.'],
  [500, { message: 'Internal Server Error' }, 503, 'Internal Server Error'],
  [429, 'too many', 400, 'Downbeat answered 429.'],
  [200, '<html>', 503, 'something that this program does not understand'],
  [200, { id: 'backup' }, 503, 'something that this program does not understand'],
])('where the API answers %d %j, the page is %d and says why', async (code, body, status, words) => {
  const answer = await pageWhere(() => [code, body]);
  expect(answer.status).toBe(status);
  expect(textOf(answer.body)).toContain(words);
});

test('so it is where a form is to be filled from such an answer', async () => {
  const browser = new Browser(new FakeManagement({ 'GET /monitors/backup': () => [200, '<html>'] }));
  expect((await browser.get('/monitors/backup/edit')).status).toBe(503);
});

test('what the API says stays a text', async () => {
  const { body } = await pageWhere(() => [
    400,
    { title: hostile, errors: [{ field: hostile, message: hostile }] },
  ]);
  expect(body).not.toMatch(/<script>|<img/);
  expect(textOf(body)).toContain(`${hostile}: ${hostile}`);
});

test('a defect is told where it runs, and not to the browser', async () => {
  const browser = new Browser(new FakeManagement({}), {
    now: () => {
      throw new Error('secret');
    },
  });
  const { status, body } = await browser.get('/new');
  expect(status).toBe(500);
  expect(body).toContain('Something went wrong');
  expect(body).not.toContain('secret');
  expect(String(browser.reported)).toContain('secret');
});

test('a test alert that a channel did not take is told as such', async () => {
  const channels = [
    { channel: 'default', message_id: '1', error: null },
    { channel: 'oncall', message_id: null, error: 'the topic is gone' },
  ];
  const browser = new Browser(
    new FakeManagement({
      'POST /monitors/backup/test-alert': () => ({ channels }),
      'GET /monitors/backup': () => monitorAnswer(),
      ...noHistory,
    }),
  );
  const { body } = await browser.follow(await browser.post('/monitors/backup/test-alert'));
  expect(body).toContain('role="alert"');
  expect(textOf(body)).toMatch(
    /could not be sent to every channel\. default: sent oncall: the topic is gone/,
  );
});

test('a notice is told to whoever was led to it, and cannot be made up', async () => {
  const routes = { ...noHistory, 'GET /monitors/backup': () => monitorAnswer() };
  const browser = new Browser(new FakeManagement(routes));
  expect((await browser.get('/monitors/backup?notice=Paid')).body).not.toContain('class="notice');
});

test('so many notices are kept, and no more', () => {
  const notices = new Notices();
  const urls = Array.from({ length: 101 }, (_, index) => notices.at('/', { kind: 'good', text: `${index}` }));
  const kept = urls.map((url) => notices.of(new URLSearchParams(url.slice(2)))?.text);
  expect([kept[0], kept[1], kept[100]]).toEqual([undefined, '1', '100']);
});

test('a runbook that is no web page is no link', async () => {
  const answer = monitorAnswer({ runbook_url: 'javascript:alert(1)' });
  const { body } = await pageWhere(() => answer);
  expect(body).toContain('javascript:alert(1)');
  expect(body).not.toContain('href="javascript:');
});
