import { Readable } from 'node:stream';
import { CliWorld } from '../../support/cli.ts';
import { aHost, aMonitor } from '../../support/dialects.ts';
import { send } from '../../support/http.ts';
import { answer, MonitorsWorld, monitor } from '../../support/monitors-cli.ts';

const host = aHost();
let world: CliWorld;

beforeEach(() => {
  world = new CliWorld();
  world.environment = { DOWNBEAT_URL: host.origin };
  world.clock = host.clock.now;
});

/** Runs a command, which must succeed, and answers what it prints. */
async function done(...args: string[]): Promise<string> {
  const start = world.output.length;
  const code = await world.downbeat('monitors', ...args);
  expect([code, world.errors]).toEqual([0, '']);
  return world.output.slice(start);
}

test('monitors are listed by tag, status and text, without their keys', async () => {
  const one = await aMonitor(host, { name: 'First of all', tags: ['x', 'listed'] });
  const two = await aMonitor(host, { name: 'Second', tags: ['y', 'x', 'listed'] });
  await send('POST', `${one.url}`);
  const found = async (...args: string[]) =>
    JSON.parse(await done('list', '--json', '--tag', 'listed', ...args)).monitors.map(
      ({ id }: { id: string }) => id,
    );
  expect((await found()).sort()).toEqual([one.id, two.id].sort());
  expect(await found('--tag', 'y')).toEqual([two.id]);
  expect(await found('--status', 'up')).toEqual([one.id]);
  expect(await found('--query', 'sECond')).toEqual([two.id]);
  expect(await found('--limit', '1')).toHaveLength(1);
  expect(await found('--query', 'nothing like it')).toEqual([]);
  const table = await done('list', '--query', 'first of');
  expect(table).toMatch(
    /^STATUS {2}ID .* NAME\nup +first-of-all +2026-11-20 12:00:00Z \(now\) .* \(in 1h5m\) +First of all\n$/,
  );
  const printed = world.output;
  for (const { key } of [one, two]) expect(printed).not.toContain(key);
});

test('a monitor is shown with its ping URL, and as the API answers it', async () => {
  const { id, key } = await aMonitor(host, { name: 'Shown', schedule: '0 2 * * *\n0 3 * * *' });
  const text = await done('show', id);
  expect(text).toMatch(/^schedule +0 2 \* \* \*; 0 3 \* \* \*$/m);
  expect(text).toContain(`/ping/${key}\n`);
  const { body } = await send('GET', `${host.origin}/api/v1/monitors/${id}`);
  expect(await done('show', id, '--json')).toBe(`${body}\n`);
});

test('a monitor is paused, for a while or until somebody resumes it, and resumed', async () => {
  const { id } = await aMonitor(host, { name: 'Paused' });
  expect(await done('pause', id, '--for', '1h30m')).toBe(
    `${id} is paused until 2026-11-20 13:30:00Z (in 1h30m), or until its next success or fail\n`,
  );
  const until = '2026-11-21T00:00:00+01:00';
  expect(JSON.parse(await done('pause', id, '--until', until, '--json')).resume_at).toBe(
    '2026-11-20T23:00:00.000Z',
  );
  expect(await done('pause', id, '--manual-resume')).toBe(`${id} is paused until downbeat monitors resume\n`);
  expect(await done('resume', id)).toBe(`${id} is up, with its deadline at 2026-11-20 13:05:00Z (in 1h5m)\n`);
});

test('a key is rotated, with an overlap', async () => {
  const { id, key, url } = await aMonitor(host, { name: 'Rotated' });
  const fresh = (await done('rotate', id, '--overlap', '2d')).trim();
  expect(fresh).toMatch(new RegExp(`^${host.origin}/ping/rotated-`));
  expect(fresh).not.toContain(key);
  expect((await send('POST', url)).status).toBe(200);
  await done('rotate', id);
  expect((await send('POST', fresh)).status).toBe(404);
});

test.each([
  ['y\n', 0, 404],
  ['n\n', 1, 200],
])('on a terminal a deletion is asked for, and %j is heeded', async (typed, code, status) => {
  const { id } = await aMonitor(host);
  world.terminal = true;
  world.stdin = Readable.from([typed]);
  expect(await world.downbeat('monitors', 'delete', id)).toBe(code);
  expect(world.errors).toContain(`Delete ${id} with its history? [y/N] `);
  expect((await send('GET', `${host.origin}/api/v1/monitors/${id}`)).status).toBe(status);
});

test('with --yes a deletion is not asked for', async () => {
  const { id } = await aMonitor(host);
  expect(await done('delete', id, '--yes')).toBe(`deleted ${id}\n`);
});

test('pings and flips are listed, newest first, and uptime is shown', async () => {
  const { id, url } = await aMonitor(host, { name: 'Pinged' });
  await send('POST', url);
  await send('POST', `${url}/3`, { 'User-Agent': 'x' }, 'it broke');
  expect(await done('pings', id)).toMatch(
    /^N +AT .*\n2 +2026-11-20 12:00:00Z \(now\) +fail +3 +- +127\.0\.0\.1.*\n1 .* success +- .*\n$/,
  );
  expect(JSON.parse(await done('pings', id, '--kind', 'fail', '--json')).pings).toMatchObject([{ n: 2 }]);
  const none = await done('pings', id, '--to', '2026-11-20T12:00:00Z', '--json');
  expect(JSON.parse(none)).toEqual({ pings: [] });
  expect(await done('flips', id)).toMatch(/^SEQ .*\n2 .* up +down +failed\n1 .* new +up +first_ping\n$/);
  expect(JSON.parse(await done('flips', id, '--limit', '1', '--json')).flips).toMatchObject([{ seq: 2 }]);
  expect(await done('uptime', id)).toMatch(/^LAST +UPTIME .*\n1d .*\n7d .*\n30d .*\n90d .*\n365d .*\n$/);
  expect(JSON.parse(await done('uptime', id, '--json')).spans).toHaveLength(5);
});

test('pings are exported in every format', async () => {
  const { id, url } = await aMonitor(host, { name: 'Exported' });
  for (const action of ['', '/fail', '']) await send('POST', url + action);
  expect((await done('export', id)).trimEnd().split('\r\n')).toEqual([
    expect.stringMatching(/^n,kind,at,/),
    expect.stringMatching(/^3,success,/),
    expect.stringMatching(/^2,fail,/),
    expect.stringMatching(/^1,success,/),
  ]);
  const array = JSON.parse(await done('export', id, '--format', 'json'));
  expect(array.map(({ n }: { n: number }) => n)).toEqual([3, 2, 1]);
  const [line] = (await done('export', id, '--format', 'ndjson', '--kind', 'fail')).split('\n');
  expect(JSON.parse(line ?? '')).toMatchObject({ n: 2, kind: 'fail' });
});

function page(cursor: string | null, ...ids: string[]) {
  return answer(200, { monitors: ids.map((id) => monitor({ id })), next_cursor: cursor });
}

test('a list is followed to its end, over pages that are empty', async () => {
  const paged = new MonitorsWorld(page('c1', 'a'), page('c2'), page('c/3&', 'b', 'c'), page(null));
  expect(await paged.monitors('list', '--json')).toBe(0);
  expect(JSON.parse(paged.output).monitors.map(({ id }: { id: string }) => id)).toEqual(['a', 'b', 'c']);
  expect(paged.calls.slice(-2)).toEqual([
    'GET /monitors?fields=public&limit=100&cursor=c2',
    'GET /monitors?fields=public&limit=100&cursor=c%2F3%26',
  ]);
});

test('no more pages are asked for than a limit needs, nor more items', async () => {
  const paged = new MonitorsWorld(page('c1', 'a'), page('c2', 'b', 'c'), page('c3', 'd'));
  expect(await paged.monitors('list', '--limit', '2')).toBe(0);
  expect(paged.calls.map((call) => call.replace(/.*limit=/, ''))).toEqual(['2', '1&cursor=c1']);
  expect(paged.output.trim().split('\n')).toHaveLength(3);
});

test('pings are a hundred, unless it is said how many', async () => {
  const paged = new MonitorsWorld(answer(200, { pings: [], next_cursor: null }));
  await paged.monitors('pings', 'backup');
  await paged.monitors('pings', 'backup', '--limit', '30');
  await paged.monitors('flips', 'backup');
  expect(paged.calls.slice(0, 2)).toEqual([
    'GET /monitors/backup/pings?limit=100',
    'GET /monitors/backup/pings?limit=30',
  ]);
});

test('pages that go in circles are left', async () => {
  const paged = new MonitorsWorld(page('c1', 'a'));
  expect(await paged.monitors('list')).toBe(1);
  expect(paged.errors).toContain('the pages of the answer go in circles');
});

test('many monitors are listed in columns that are as wide as those before', async () => {
  const many = Array.from({ length: 100 }, (_, index) => `job-${index}`);
  const paged = new MonitorsWorld(page('c1', ...many), page(null, 'j', 'a-rather-long-name-of-a-job'));
  await paged.monitors('list');
  const lines = paged.output.trimEnd().split('\n');
  expect(lines).toHaveLength(103);
  const columns = new Set(lines.slice(0, 101).map((line) => line.search(/LAST PING|- /)));
  expect([...columns].filter((column) => column > 5)).toHaveLength(1);
});

const nasty = monitor({
  name: 'red \u001b[31m\u009b2J\nup  forged\u202e',
  message: '\u0007',
  last_ping_at: '2026-11-19T21:00:00.000Z',
});

test.each([[['list']], [['list', '--json']], [['show', 'backup']], [['show', 'backup', '--json']]])(
  'what a terminal might obey is not printed by %j',
  async (args) => {
    const body = args[0] === 'list' ? { monitors: [nasty], next_cursor: null } : nasty;
    const scripted = new MonitorsWorld(answer(200, body));
    expect(await scripted.monitors(...args)).toBe(0);
    expect(scripted.output).not.toMatch(/[^\n\P{Cc}]|[\u202a-\u202e]/u);
    expect(scripted.output.split('\n').some((line) => line.startsWith('up  forged'))).toBe(false);
    if (args.includes('--json')) {
      const read = JSON.parse(scripted.output);
      expect(args[0] === 'list' ? read.monitors[0] : read).toEqual(nasty);
    }
  },
);

test('a table is cut to the columns of a terminal', async () => {
  const scripted = new MonitorsWorld(page(null, 'a'), page(null, 'a'));
  Object.assign(scripted.stdout, { columns: 30 });
  await scripted.monitors('list');
  expect(scripted.output.split('\n')).toEqual([
    'STATUS  ID  LAST PING  DEADLI…',
    'up      a   -          -     …',
    '',
  ]);
});

test('a terminal of no size cuts nothing', async () => {
  const scripted = new MonitorsWorld(page(null, 'a'));
  Object.assign(scripted.stdout, { columns: 0 });
  await scripted.monitors('list');
  expect(scripted.output).toMatch(/^STATUS {2}ID {2}LAST PING {2}DEADLINE {2}NAME\n/);
});

test('times are told in UTC and by how long ago they are', async () => {
  const scripted = new MonitorsWorld(
    answer(200, {
      monitors: [nasty, monitor({ deadline_at: '2026-11-22T00:00:01.000Z', running: true })],
      next_cursor: null,
    }),
  );
  await scripted.monitors('list');
  expect(scripted.output).toContain('2026-11-19 21:00:00Z (3h ago)');
  expect(scripted.output).toContain('up, running');
  expect(scripted.output).toContain('2026-11-22 00:00:01Z (in 2d)');
});

test('durations are shown', async () => {
  const { id, url } = await aMonitor(host, { name: 'Timed' });
  expect(await done('durations', id)).toMatch(/^RUNS .*\n0 +- +- +- +-\n$/);
  await send('POST', `${url}/start`);
  host.clock.advanceTo(host.clock.now + 90_000);
  await send('POST', url);
  expect(await done('durations', id)).toMatch(/^RUNS .*\n1 +1m30s +1m30s +1m30s +1m30s\n$/);
  expect(JSON.parse(await done('durations', id, '--json')).points).toHaveLength(1);
  const range = ['--from', '2026-11-20T13:00:00Z', '--to', '2026-11-20T12:00:00Z'];
  expect(await world.downbeat('monitors', 'durations', id, ...range)).toBe(2);
});

test('a monitor is pinged by a signed call, with all that is said', async () => {
  const { id } = await aMonitor(host, { name: 'Signed' });
  expect(await done('ping', id)).toMatch(/^Signed is pinged, at 20\S+Z\n$/);
  const said = ['--exit-status', '3', '--rid', '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d', '--message', 'Full'];
  expect(JSON.parse(await done('ping', id, ...said, '--json'))).toMatchObject({ status: 'ok' });
  const [last] = JSON.parse(await done('pings', id, '--json')).pings;
  expect(last).toMatchObject({ kind: 'fail', exit_status: 3, message: 'Full', method: 'POST' });
});

test.each([
  [['--exit-status', '256'], '--exit-status'],
  [['--exit-status', 'x'], '--exit-status'],
  [['--kind', 'ignored'], '--kind'],
  [['--rid', '7'], '--rid'],
])('a signed ping with %j is refused before it is sent', async (args, option) => {
  const world = new MonitorsWorld(answer(200, {}));
  expect(await world.monitors('ping', 'backup', ...args)).toBe(2);
  expect(world.output + world.errors).toContain(`${option} is not right`);
});

test('a test alert is sent, and what a channel does not take is told', async () => {
  const { id } = await aMonitor(host, { name: 'Tested' });
  expect(await done('test-alert', id)).toMatch(/^CHANNEL +RESULT\ndefault +sent\n$/);
  expect(JSON.parse(await done('test-alert', id, '--json')).channels).toHaveLength(1);
});

test('a test alert that a channel does not take ends in a failure, with the reason', async () => {
  const refused = { channel: 'ops', message_id: null, error: 'arn:ops refused a message.' };
  const sent = { channel: 'default', message_id: '1', error: null };
  const half = new MonitorsWorld(answer(200, { channels: [sent, refused] }));
  expect(await half.monitors('test-alert', 'backup')).toBe(1);
  expect(half.output).toMatch(/default +sent\nops +arn:ops refused a message\.\n$/);
});
