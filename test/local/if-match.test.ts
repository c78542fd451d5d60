import { aHost, aMonitor, type MonitorAt, monitorOf } from '../support/dialects.ts';
import { send } from '../support/http.ts';

const host = aHost();

async function call(method: string, { id }: Pick<MonitorAt, 'id'>, body?: object, ifMatch?: string) {
  const url = `${host.origin}/api/v1/monitors/${id}`;
  const headers: Record<string, string> = ifMatch === undefined ? {} : { 'If-Match': ifMatch };
  const answer = await send(method, url, headers, body && JSON.stringify(body));
  return { status: answer.status, tag: String(answer.headers.etag), json: JSON.parse(answer.body) };
}

const settings = { name: 'Another', schedule: 'every 2h' };

test.each(['PATCH', 'PUT'])('a %s is taken with the tag of the settings as they are', async (method) => {
  const monitor = await aMonitor(host);
  const { tag } = await call('GET', monitor);
  const changed = await call(method, monitor, settings, tag);
  expect(changed).toMatchObject({ status: 200, json: settings });
  expect(changed.tag).not.toBe(tag);
  expect((await call('GET', monitor)).tag).toBe(changed.tag);
});

test.each(['PATCH', 'PUT'])(
  'a %s with a tag that is stale is refused, and changes nothing',
  async (method) => {
    const monitor = await aMonitor(host);
    const { tag } = await call('GET', monitor);
    await call('PATCH', monitor, { name: 'First' });
    const before = await monitorOf(monitor);
    expect(await call(method, monitor, settings, tag)).toMatchObject({
      status: 412,
      json: { title: 'The settings have changed meanwhile.', status: 412 },
    });
    expect(await monitorOf(monitor)).toEqual(before);
  },
);

test('of two changes at once with the same tag one is refused', async () => {
  const monitor = await aMonitor(host);
  const { tag } = await call('GET', monitor);
  const names = ['Left', 'Right'];
  const answers = await Promise.all(names.map((name) => call('PATCH', monitor, { name }, tag)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  const winner = answers.findIndex(({ status }) => status === 200);
  expect(await monitorOf(monitor)).toMatchObject({ name: names[winner] });
});

test('pings and pauses leave the tag as it is, and so does a change to what is', async () => {
  const monitor = await aMonitor(host);
  const { tag, json } = await call('GET', monitor);
  await send('GET', monitor.url);
  await send('POST', `${host.origin}/api/v1/monitors/${monitor.id}/pause`);
  expect((await call('PATCH', monitor, { name: json.name }, tag)).tag).toBe(tag);
});

test('the tag of a monitor that was deleted and created again is another', async () => {
  const { tag } = await call('PUT', { id: 'phoenix' }, settings);
  await send('DELETE', `${host.origin}/api/v1/monitors/phoenix`);
  host.clock.advanceTo(host.clock.now + 1);
  expect((await call('PUT', { id: 'phoenix' }, settings)).tag).not.toBe(tag);
});

test.each([
  ['*', 200],
  ['"x", *', 200],
  ['W/"x"', 412],
  ['', 412],
  ['x', 412],
])('with If-Match %j a change is answered %d', async (ifMatch, status) => {
  expect(await call('PATCH', await aMonitor(host), settings, ifMatch)).toMatchObject({ status });
});

test.each(['*', '"x"'])(
  'with If-Match %j a monitor that there is none of is not created',
  async (ifMatch) => {
    expect(await call('PUT', { id: 'nobody' }, settings, ifMatch)).toMatchObject({ status: 412 });
    expect((await call('GET', { id: 'nobody' })).status).toBe(404);
  },
);
