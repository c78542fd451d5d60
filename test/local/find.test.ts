import { aHost, allMonitors, aMonitor, manage } from '../support/dialects.ts';
import { send } from '../support/http.ts';

const host = aHost();
const ids = ({ monitors }: { monitors: { id: string }[] }) => monitors.map(({ id }) => id).sort();

test('monitors are found by their tags, status and name, and counted', async () => {
  const backup = await aMonitor(host, { id: 'backup', name: 'Nightly Backup', tags: ['db', 'prod', 'db'] });
  await aMonitor(host, { id: 'report', name: 'Report', tags: ['prod'] });
  await send('GET', backup.url);
  expect(await manage(host, 'GET', 'monitors/backup')).toMatchObject({ tags: ['db', 'prod'] });
  expect(ids(await manage(host, 'GET', 'monitors?tag=prod'))).toEqual(['backup', 'report']);
  expect(ids(await manage(host, 'GET', 'monitors?tag=prod&tag=db'))).toEqual(['backup']);
  expect((await manage(host, 'GET', 'heartbeats?tag=prod&status=new')).heartbeats).toMatchObject([
    { id: 'report' },
  ]);
  expect(ids(await manage(host, 'GET', 'monitors?status=up'))).toEqual(['backup']);
  expect(ids(await manage(host, 'GET', 'monitors?q=NIGHTLY'))).toEqual(['backup']);
  expect(ids(await manage(host, 'GET', 'monitors?q=rep&limit=1'))).toEqual(['report']);
  const total = (await allMonitors(host)).length;
  expect(await manage(host, 'GET', 'summary')).toEqual({
    total,
    new: total - 1,
    up: 1,
    late: 0,
    down: 0,
    paused: 0,
  });
});

test.each<[unknown, string]>([
  ['db', 'tags'],
  [[''], 'tags.0'],
  [['a b'], 'tags.0'],
  [['a,b'], 'tags.0'],
  [['x'.repeat(51)], 'tags.0'],
  [[5], 'tags.0'],
  [Array.from({ length: 21 }, (_, index) => `tag-${index}`), 'tags'],
])('the tags %.40j are refused', async (tags, field) => {
  const body = JSON.stringify({ name: 'x', tags });
  const answer = await send('POST', `${host.origin}/api/v1/monitors`, {}, body);
  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.body).errors).toEqual([
    { field, message: expect.stringContaining('20 tags of 1 to 50') },
  ]);
});

test.each(['monitors', 'heartbeats'])('a list of public fields holds no key: %s', async (resource) => {
  const { key, id } = await aMonitor(host);
  const all = await send('GET', `${host.origin}/api/v1/${resource}`);
  const open = await send('GET', `${host.origin}/api/v1/${resource}?fields=public`);
  expect(all.body).toContain(key);
  expect(open.body).not.toContain(key);
  const [secret = ''] = key.split('-').slice(-1);
  expect(open.body).not.toContain(secret);
  const [one] = JSON.parse(open.body)[resource].filter((monitor: { id: string }) => monitor.id === id);
  const full = JSON.parse(all.body)[resource].find((monitor: { id: string }) => monitor.id === id);
  const { unique_key: _key, ping_url: _url, ...rest } = full;
  expect(one).toEqual(rest);
});
