import { Browser, FakeManagement, hostile, monitorAnswer, textOf } from '../support/pages.ts';

const summary = { total: 0, new: 0, up: 0, late: 0, down: 0, paused: 0 };

/** The overview of these monitors, which the API answers a hundred at a time. */
function overview(monitors: Record<string, unknown>[], counts: object = { total: monitors.length }) {
  const management = new FakeManagement({
    'GET /summary': () => ({ ...summary, ...counts }),
    'GET /monitors': ({ query = [] }) => {
      const from = Number(new Map(query).get('cursor') ?? 0);
      const next = from + 100 < monitors.length ? String(from + 100) : null;
      return { monitors: monitors.slice(from, from + 100), next_cursor: next };
    },
  });
  return { management, browser: new Browser(management) };
}

const namesIn = (page: string) => [...page.matchAll(/class="name" href="([^"]*)"/g)].map(([, href]) => href);

test('trouble comes first: down, late, running, new, up, paused, and the newest trouble before older', async () => {
  const monitors = [
    { id: 'paused', status: 'paused' },
    { id: 'up-b', name: 'B', status: 'up' },
    { id: 'up-a', name: 'A', status: 'up' },
    { id: 'new', status: 'new' },
    { id: 'running', status: 'up', running: true },
    { id: 'late-old', name: 'A', status: 'late', status_since: '2026-11-20T08:00:00.000Z' },
    { id: 'late-new', name: 'B', status: 'late', running: true, status_since: '2026-11-20T09:00:00.000Z' },
    { id: 'down-old', name: 'A', status: 'down', status_since: '2026-11-20T08:00:00.000Z' },
    { id: 'down-new', name: 'B', status: 'down', status_since: '2026-11-20T09:00:00.000Z' },
  ].map(monitorAnswer);
  const { body } = await overview(monitors).browser.get('/');
  const order = ['down-new', 'down-old', 'late-new', 'late-old', 'running', 'new', 'up-a', 'up-b', 'paused'];
  expect(namesIn(body)).toEqual(order.map((id) => `/monitors/${id}`));
});

test('a row tells status, name, tags, schedule, last ping and what is due', async () => {
  const fields = {
    ...{ name: 'Nightly', tags: ['prod'], schedule_in_words: 'at 02:00, UTC', status: 'up' },
    ...{ last_ping_at: '2026-11-20T11:48:00.000Z', next_due_at: '2026-11-20T16:51:00.000Z' },
    recent_check_ins: ['success', 'fail', 'something newer'],
  };
  const { body } = await overview([monitorAnswer(fields)]).browser.get('/');
  expect(textOf(body)).toMatch(/Up .*Nightly .*at 02:00, UTC .*prod .*12m ago .*in 4h 51m/);
  expect(body).toContain('Last 2 check-ins, 1 of them trouble; the newest: failure');
});

test('totals stand above, and the title tells trouble', async () => {
  const counts = { total: 9, down: 2, late: 1, up: 5, paused: 1 };
  const { body } = await overview([monitorAnswer()], counts).browser.get('/?status=up');
  expect(textOf(body)).toMatch(/9 All 2 Down 1 Late 0 New 5 Up 1 Paused/);
  expect(body).toContain('<title>2 down, 1 late · Downbeat</title>');
});

test('totals of all monitors are counted, and not asked for', async () => {
  const statuses = ['down', 'up', 'up', 'late', 'up', 'new', 'paused', 'down'];
  const { browser, management } = overview(
    statuses.map((status, index) => monitorAnswer({ id: `j${index}`, status })),
  );
  expect(textOf((await browser.get('/')).body)).toMatch(/8 All 2 Down 1 Late 1 New 3 Up 1 Paused/);
  expect(management.calls.map(({ route }) => route)).toEqual(['GET /monitors']);
});

test.each([
  [500, 15],
  [501, 60],
])('an overview of %d monitors is fetched again after %d seconds', async (total, seconds) => {
  const { body } = await overview([monitorAnswer()], { total }).browser.get('/?q=back');
  expect(body).toContain(`<body data-refresh="${seconds}">`);
});

test('what is chosen is asked of the API, without keys, and stands in every link', async () => {
  const { management, browser } = overview([monitorAnswer({ tags: ['b'] })]);
  const { body } = await browser.get('/?status=down&tag=a&q=%20back%20&page=7');
  expect(management.calls.find(({ route }) => route === 'GET /monitors')?.call.query).toEqual([
    ['tag', 'a'],
    ['status', 'down'],
    ['q', 'back'],
    ['fields', 'public'],
  ]);
  expect(body).toContain('href="/?status=down&amp;tag=a&amp;tag=b&amp;q=back"');
  expect(body).toContain('href="/?status=late&amp;tag=a&amp;q=back"');
  expect(body).toContain('class="chip" href="/?status=down&amp;q=back"');
  expect(body).toContain('value="back"');
});

test('a status that there is none of is left out, and so are empty words', async () => {
  const { management, browser } = overview([]);
  expect((await browser.get('/?status=ill&tag=&q=%20&page=x')).status).toBe(200);
  expect(management.calls.at(-1)?.call.query).toEqual([['fields', 'public']]);
});

test('two thousand monitors are read, sorted, and shown a hundred at a time in a small page', async () => {
  const monitors = Array.from({ length: 2_000 }, (_, index) =>
    monitorAnswer({
      id: `job-${index}`,
      name: `Job ${String(index).padStart(4, '0')}`,
      status: index === 1_999 ? 'down' : 'up',
      tags: ['production', 'payments', 'nightly'],
      recent_check_ins: Array(20).fill('success'),
    }),
  );
  const { browser } = overview(monitors);
  const first = await browser.get('/');
  expect(first.body.length).toBeLessThan(200_000);
  expect(namesIn(first.body)).toHaveLength(100);
  expect(namesIn(first.body)[0]).toBe('/monitors/job-1999');
  expect(textOf(first.body)).toContain('1–100 of 2000.');
  expect(first.body).toContain('href="/?page=2"');
  expect(first.body).not.toContain('Previous');
  expect((await browser.get('/?page=19')).body).toContain('href="/?page=20"');
  const last = await browser.get('/?page=20');
  expect(namesIn(last.body).at(-1)).toBe('/monitors/job-1998');
  expect(last.body).not.toContain('>Next<');
  expect(namesIn((await browser.get('/?page=21')).body)).toEqual(namesIn(last.body));
});

test('of more monitors than are read at once, it says so', async () => {
  const page = Array.from({ length: 100 }, (_, index) => monitorAnswer({ id: `job-${index}` }));
  const management = new FakeManagement({
    'GET /summary': () => ({ ...summary, total: 90_000 }),
    'GET /monitors': () => ({ monitors: page, next_cursor: 'more' }),
  });
  const { body } = await new Browser(management).get('/');
  expect(management.calls).toHaveLength(51);
  expect(textOf(body)).toContain('5000 and more');
  expect(textOf(body)).toContain('There are more than are read at once');
});

test('without monitors it says how to make the first one, and without a match, that none fits', async () => {
  const empty = await overview([]).browser.get('/');
  expect(empty.body).toMatch(/Nothing is watched yet[\s\S]*href="\/new"/);
  const unmatched = await overview([], { total: 3 }).browser.get('/?tag=x');
  expect(textOf(unmatched.body)).toContain('No monitor is like that');
});

test('a page stays fresh without scripts too', async () => {
  const { body } = await overview([]).browser.get('/');
  expect(body).toContain('<noscript><meta http-equiv="refresh" content="15"></noscript>');
  expect(body).toContain('<body data-refresh="15">');
});

test('what wants to be taken for HTML stays a text', async () => {
  const monitors = [monitorAnswer({ name: hostile, tags: [hostile], schedule_in_words: hostile })];
  const { body } = await overview(monitors).browser.get(
    `/?q=${encodeURIComponent(hostile)}&tag=${encodeURIComponent(hostile)}`,
  );
  expect(body).not.toMatch(/<script>|<img|"'>/);
  expect(textOf(body).split(hostile).length).toBeGreaterThan(3);
});
