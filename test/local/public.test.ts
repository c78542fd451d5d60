import { hourMs } from '../../lambdas/domain/time.ts';
import { aHost, aMonitor, monitorOf } from '../support/dialects.ts';
import { send } from '../support/http.ts';
import { manage, missing, refusal } from '../support/manage.ts';

const host = aHost();
const call = (method: string, path: string, body?: object | string) =>
  manage(method, host.origin, path, body);
const get = (url: unknown, method = 'GET') => send(method, String(url));
/** Lets half a minute pass, for which the public is told what was. */
const later = () => host.clock.advanceTo(host.clock.now + 30_000);

const off = {
  badge_key: null,
  svg: null,
  svg3: null,
  json: null,
  json3: null,
  shields: null,
  shields3: null,
};

describe('the badge of a monitor', () => {
  test('is off at first, on after a POST, and off again after a DELETE', async () => {
    const { id, url } = await aMonitor(host, { name: 'Nightly & co.' });
    const path = `/monitors/${id}/badge`;
    expect((await call('GET', path)).json).toEqual(off);
    const { status, json } = await call('POST', path);
    const key = String(json?.badge_key);
    const base = `${host.origin}/badge/${key}`;
    expect([status, json]).toEqual([
      201,
      {
        badge_key: key,
        ...{ svg: `${base}-2.svg`, svg3: `${base}.svg`, json: `${base}-2.json`, json3: `${base}.json` },
        ...{ shields: `${base}-2.shields`, shields3: `${base}.shields` },
      },
    ]);
    expect((await call('GET', path)).json).toEqual(json);
    expect(JSON.parse((await get(json?.json3)).body)).toEqual({ status: 'up', total: 1, grace: 0, down: 0 });
    await send('GET', `${url}/fail`);
    later();
    expect(JSON.parse((await get(json?.json3)).body)).toEqual({
      status: 'down',
      total: 1,
      grace: 0,
      down: 1,
    });
    expect((await get(json?.svg)).body).toContain('aria-label="Nightly &amp; co.: down"');
    expect((await call('DELETE', path)).status).toBe(204);
    later();
    const gone = await get(json?.svg);
    const unknown = await get(`${host.origin}/badge/${'0'.repeat(20)}.svg`);
    expect([gone.status, gone.body]).toEqual([404, 'not found']);
    const { date: _date, ...headers } = gone.headers;
    expect(unknown).toEqual({ ...gone, headers: expect.objectContaining(headers) });
    expect((await call('GET', path)).json).toEqual(off);
  });

  test('is no setting: a PUT and a PATCH leave it, and the ETag stays', async () => {
    const { id } = await aMonitor(host);
    const tag = async () => (await send('GET', `${host.origin}/api/v1/monitors/${id}`)).headers.etag;
    const before = await tag();
    const { json } = await call('POST', `/monitors/${id}/badge`);
    expect(await tag()).toBe(before);
    await call('PUT', `/monitors/${id}`, { name: 'Other', max_misses: 2 });
    await call('PATCH', `/monitors/${id}`, { max_misses: 3 });
    expect((await call('GET', `/monitors/${id}/badge`)).json).toEqual(json);
  });

  test.each(['GET', 'POST', 'DELETE'])(
    'of a monitor that there is not is answered 404 to %s',
    async (method) => {
      expect(await call(method, '/monitors/nobody/badge')).toEqual(missing('monitor'));
    },
  );
});

describe('the badge of a tag', () => {
  test('says how the worst of its monitors is, also of one that gets the tag later', async () => {
    const { id } = await aMonitor(host, { tags: ['night/jobs'] });
    const { status, json } = await call('POST', '/tag-badges', { tag: 'night/jobs' });
    expect([status, json?.tag]).toEqual([201, 'night/jobs']);
    expect((await call('GET', '/tag-badges')).json).toEqual({ badges: [json] });
    expect(JSON.parse((await get(json?.json3)).body)).toMatchObject({ total: 1, status: 'up' });
    const other = await aMonitor(host);
    await send('GET', `${other.url}/fail`);
    await call('PATCH', `/monitors/${other.id}`, { tags: ['night/jobs'] });
    await call('DELETE', `/monitors/${id}`);
    later();
    expect(JSON.parse((await get(json?.json3)).body)).toEqual({
      status: 'down',
      total: 1,
      grace: 0,
      down: 1,
    });
    expect(JSON.parse((await get(json?.shields)).body)).toMatchObject({
      label: 'night/jobs',
      message: 'down',
    });
    const path = `/tag-badges/${json?.badge_key}`;
    expect((await call('DELETE', path)).status).toBe(204);
    expect(await call('DELETE', path)).toMatchObject({
      status: 404,
      json: { title: 'There is no such badge.' },
    });
    expect((await call('GET', '/tag-badges')).json).toEqual({ badges: [] });
    later();
    expect((await get(json?.json3)).status).toBe(404);
  });

  test.each([{}, { tag: '' }, { tag: 'a b' }, { tag: 5 }, { tag: 'x'.repeat(51) }])(
    'is refused for %j',
    async (body) => {
      expect(await call('POST', '/tag-badges', body)).toEqual(refusal('tag'));
    },
  );
});

describe('a status page', () => {
  test('is put, read, listed, shown to anybody, and taken down', async () => {
    const monitor = await aMonitor(host, { name: '<script>alert(1)</script>' });
    await send('GET', monitor.url);
    const settings = {
      title: 'Night jobs',
      description: 'At night.',
      monitors: [monitor.id],
      tags: ['shown'],
    };
    const { status, json } = await call('PUT', '/status-pages/night-jobs', settings);
    const page = { slug: 'night-jobs', ...settings, url: `${host.origin}/status/night-jobs` };
    expect([status, json]).toEqual([201, page]);
    expect(await call('PUT', '/status-pages/night-jobs', settings)).toMatchObject({
      status: 200,
      json: page,
    });
    expect((await call('GET', '/status-pages/night-jobs')).json).toEqual(page);
    expect((await call('GET', '/status-pages')).json).toEqual({ status_pages: [page] });
    const tagged = await aMonitor(host, { name: 'Tagged', tags: ['shown'] });
    const shown = await get(page.url);
    expect([shown.status, shown.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(shown.body).toContain('1 of 2 jobs is on time; 1 new');
    expect(shown.body).toContain('&lt;script&gt;alert(1)');
    for (const secret of [monitor.key, tagged.key, monitor.id]) expect(shown.body).not.toContain(secret);
    expect(await get(page.url, 'HEAD')).toMatchObject({ status: 200, body: '' });
    expect((await call('DELETE', '/status-pages/night-jobs')).status).toBe(204);
    later();
    expect(await get(page.url)).toMatchObject({ status: 404, body: 'not found' });
    const gone = { status: 404, json: { title: 'There is no such status page.' } };
    expect(await call('GET', '/status-pages/night-jobs')).toMatchObject(gone);
    expect(await call('DELETE', '/status-pages/night-jobs')).toMatchObject(gone);
  });

  test('omits a monitor that is deleted, and its badge is gone too', async () => {
    const [kept, deleted] = [
      await aMonitor(host, { name: 'Kept' }),
      await aMonitor(host, { name: 'Deleted' }),
    ];
    const { json } = await call('POST', `/monitors/${deleted.id}/badge`);
    const url = `${host.origin}/status/all`;
    await call('PUT', '/status-pages/all', { title: 'All', monitors: [deleted.id, kept.id] });
    expect((await get(url)).body).toContain('>Deleted<');
    await call('DELETE', `/monitors/${deleted.id}`);
    later();
    const { body } = await get(url);
    expect([body.includes('>Kept<'), body.includes('>Deleted<')]).toEqual([true, false]);
    expect((await get(json?.svg)).status).toBe(404);
  });

  test('shows that a monitor is late', async () => {
    const monitor = await aMonitor(host);
    await send('GET', monitor.url);
    await call('PUT', '/status-pages/late', { title: 'Late', monitors: [monitor.id] });
    host.clock.advanceTo(host.clock.now + hourMs);
    expect((await monitorOf(monitor)).status).toBe('late');
    expect((await get(`${host.origin}/status/late`)).body).toContain('The job is late');
  });

  test.each<[string, object, ...string[]]>([
    ['Upper', { title: 'x' }, 'slug'],
    ['a--b', { title: 'x' }, 'slug'],
    ['x'.repeat(49), { title: 'x' }, 'slug'],
    ['ok', {}, 'title'],
    ['ok', { title: ' ' }, 'title'],
    ['ok', { title: 'a\u202eb' }, 'title'],
    ['ok', { title: 'x', description: '' }, 'description'],
    ['ok', { title: 'x', description: 'x'.repeat(501) }, 'description'],
    ['ok', { title: 'x', monitors: 'all' }, 'monitors'],
    ['ok', { title: 'x', monitors: ['nobody'] }, 'monitors'],
    ['ok', { title: 'x', monitors: ['a', 'a'] }, 'monitors'],
    ['ok', { title: 'x', monitors: ['A'] }, 'monitors.0'],
    ['ok', { title: 'x', tags: ['a', 'a'] }, 'tags'],
    ['ok', { title: 'x', tags: ['1', '2', '3', '4', '5', '6'] }, 'tags'],
    ['ok', { title: 'x', tags: ['a b'] }, 'tags.0'],
    ['ok', { title: 'x', colour: 'red' }, 'colour'],
  ])('%s of %j is refused, and nothing is made', async (slug, body, ...fields) => {
    expect(await call('PUT', `/status-pages/${slug}`, body)).toEqual(refusal(...fields));
    expect((await call('GET', '/status-pages/ok')).status).toBe(404);
  });
});

test.each(['POST', 'PUT', 'DELETE'])('the public may not %s', async (method) => {
  await call('PUT', '/status-pages/open', { title: 'Open' });
  const url = `${host.origin}/status/open`;
  expect([(await get(url)).status, (await get(url, method)).status]).toEqual([200, 404]);
});
