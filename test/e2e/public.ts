import assert from 'node:assert/strict';
import { send } from '../support/http.ts';
import { step } from './steps.ts';
import { create, manage, ping, type World } from './world.ts';

/** What anybody may see, without credentials, once somebody has switched it on. */
export async function badgesAndStatusPages(world: World): Promise<void> {
  const monitor = await create(world, { name: 'Public & job', tags: ['public'] });
  await ping(world, monitor);
  await step('a badge of a monitor and one of its tag are switched on, and anybody sees them', async () => {
    const ofMonitor = await manage(world, 'POST', `/monitors/${monitor.id}/badge`);
    const ofTag = await manage(world, 'POST', '/tag-badges', { tag: 'public' });
    assert.deepEqual([ofMonitor.status, ofTag.status], [201, 201], ofMonitor.body + ofTag.body);
    const image = await send('GET', seenFrom(world, JSON.parse(ofMonitor.body).svg3));
    assert.deepEqual([image.status, image.headers['content-type']], [200, 'image/svg+xml; charset=utf-8']);
    assert.match(image.body, /aria-label="Public &amp; job: up"/);
    const numbers = await send('GET', seenFrom(world, JSON.parse(ofTag.body).json));
    assert.deepEqual(JSON.parse(numbers.body), { status: 'up', total: 1, grace: 0, down: 0 });
  });
  await step('a status page is put, anybody reads it, and it does not show the key', async () => {
    const put = await manage(world, 'PUT', '/status-pages/e2e', { title: 'E2E', tags: ['public'] });
    assert.equal(put.status, 201, put.body);
    const page = await send('GET', `${world.apiUrl}/status/e2e`);
    assert.equal(page.status, 200, page.body);
    assert.match(page.body, /The job is on time/);
    assert.ok(!page.body.includes(monitor.unique_key));
  });
  await step('what is not there is answered 404', async () => {
    for (const path of ['/status/nothing', `/badge/${'0'.repeat(20)}.svg`]) {
      const { status, body } = await send('GET', world.apiUrl + path);
      assert.deepEqual([status, body], [404, 'not found']);
    }
  });
  assert.equal((await manage(world, 'DELETE', `/monitors/${monitor.id}`)).status, 204);
}

/** The emulator answers over http, and does not say so to the function, which writes https into URLs. */
function seenFrom({ apiUrl }: World, url: string): string {
  return apiUrl + new URL(url).pathname;
}
