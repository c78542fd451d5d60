import { aHost, aMonitor, type MonitorAt, monitorOf, pingsOf } from '../support/dialects.ts';
import { send } from '../support/http.ts';

const host = aHost();

async function request(
  method: string,
  { id }: Pick<MonitorAt, 'id'>,
  body?: object,
  headers: Record<string, string> = {},
) {
  const url = `${host.origin}/api/v1/monitors/${id}`;
  const answer = await send(method, url, headers, body && JSON.stringify(body));
  const json = answer.body === '' ? undefined : JSON.parse(answer.body);
  return { status: answer.status, tag: String(answer.headers.etag), json };
}

function call(method: string, monitor: Pick<MonitorAt, 'id'>, body?: object, ifMatch?: string) {
  return request(method, monitor, body, ifMatch === undefined ? {} : { 'If-Match': ifMatch });
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
  ['"a,*,b"', 412],
  ['* or so', 412],
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

test.each([
  [(tag: string) => `"x", ${tag}`, 200],
  [(tag: string) => `"x,y",${tag} , W/"z"`, 200],
  [(tag: string) => `W/${tag}`, 412],
  [(tag: string) => `"x", "y${tag.slice(1)}`, 412],
  [(tag: string) => tag.slice(1, -1), 412],
])('a change is taken with one right and strong tag among others: case %#', async (ifMatch, status) => {
  const monitor = await aMonitor(host);
  const { tag } = await call('GET', monitor);
  expect(await call('PATCH', monitor, settings, ifMatch(tag))).toMatchObject({ status });
});

describe('a DELETE', () => {
  test.each(['monitors', 'heartbeats'])(
    'of %s with a tag that is stale is refused, and deletes nothing',
    async (plural) => {
      const monitor = await aMonitor(host);
      const { tag } = await call('GET', monitor);
      await send('GET', monitor.url);
      await call('PATCH', monitor, { name: 'First' });
      const before = await monitorOf(monitor);
      const url = `${host.origin}/api/v1/${plural}/${monitor.id}`;
      expect(await send('DELETE', url, { 'If-Match': tag })).toMatchObject({ status: 412 });
      expect(await monitorOf(monitor)).toEqual(before);
      expect(await pingsOf(monitor)).toHaveLength(1);
    },
  );

  test.each([(tag: string) => tag, () => '*'])(
    'with the tag of the settings as they are, or a star, deletes it: case %#',
    async (ifMatch) => {
      const monitor = await aMonitor(host);
      const { tag } = await call('GET', monitor);
      await send('GET', monitor.url);
      expect((await call('DELETE', monitor, undefined, ifMatch(tag))).status).toBe(204);
      expect((await call('GET', monitor)).status).toBe(404);
    },
  );

  test('of a monitor that there is none of is answered 404, whatever its conditions', async () => {
    expect((await call('DELETE', { id: 'nobody' }, undefined, '*')).status).toBe(404);
    expect((await call('DELETE', { id: 'nobody' }, undefined, '"x"')).status).toBe(404);
  });

  test('and a change at once with the same tag do not both succeed', async () => {
    const monitor = await aMonitor(host);
    const { tag } = await call('GET', monitor);
    const [deleted, changed] = await Promise.all([
      call('DELETE', monitor, undefined, tag),
      call('PATCH', monitor, settings, tag),
    ]);
    const statuses = `${deleted.status} ${changed.status}`;
    expect(['204 404', '412 200']).toContain(statuses);
    expect((await call('GET', monitor)).status).toBe(deleted.status === 204 ? 404 : 200);
  });
});

describe('with If-None-Match', () => {
  const unless = (method: string, monitor: Pick<MonitorAt, 'id'>, ifNoneMatch: string) =>
    request(method, monitor, method === 'DELETE' ? undefined : settings, { 'If-None-Match': ifNoneMatch });

  test('a star, a PUT creates a monitor, and leaves one alone that there is', async () => {
    expect((await unless('PUT', { id: 'once' }, '*')).status).toBe(201);
    const before = await monitorOf({ host, id: 'once' });
    await send('PATCH', `${host.origin}/api/v1/monitors/once`, {}, JSON.stringify({ name: 'Mine' }));
    expect(await unless('PUT', { id: 'once' }, '*')).toMatchObject({
      status: 412,
      json: { title: 'There is such a monitor already.', status: 412 },
    });
    expect(await monitorOf({ host, id: 'once' })).toMatchObject({ ...before, name: 'Mine' });
  });

  test('a star, of two PUTs at once one creates the monitor', async () => {
    const answers = await Promise.all([1, 2].map(() => unless('PUT', { id: 'only-one' }, '*')));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 412]);
  });

  test.each(['PUT', 'PATCH', 'DELETE'])(
    'the monitor’s tag, strong or weak, a %s is refused, and taken with another',
    async (method) => {
      const monitor = await aMonitor(host);
      const { tag } = await call('GET', monitor);
      expect((await unless(method, monitor, `"x", ${tag}`)).status).toBe(412);
      expect((await unless(method, monitor, `W/${tag}`)).status).toBe(412);
      expect((await unless(method, monitor, '"x"')).status).toBe(method === 'DELETE' ? 204 : 200);
    },
  );

  test.each(['', 'x', '"x'])(
    '%j, which is no tag, a PUT is refused, be the monitor there or not',
    async (ifNoneMatch) => {
      const monitor = await aMonitor(host);
      for (const { id } of [monitor, { id: 'not-there' }]) {
        const { status, json } = await unless('PUT', { id }, ifNoneMatch);
        const errors = [{ field: 'If-None-Match', message: expect.stringContaining('allowed are') }];
        expect({ status, json }).toMatchObject({ status: 400, json: { errors } });
      }
      expect((await call('GET', { id: 'not-there' })).status).toBe(404);
    },
  );

  test('both conditions must hold', async () => {
    const monitor = await aMonitor(host);
    const { tag } = await call('GET', monitor);
    const both = { 'If-Match': tag, 'If-None-Match': tag };
    expect((await request('PATCH', monitor, settings, both)).status).toBe(412);
    const stale = { 'If-Match': '"x"', 'If-None-Match': '"x"' };
    expect((await request('PATCH', monitor, settings, stale)).status).toBe(412);
  });
});
