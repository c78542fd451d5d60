import assert from 'node:assert/strict';
import { send } from '../support/http.ts';
import { step } from './steps.ts';
import { getMonitor, manage, pingUrl, type World } from './world.ts';

const settings = {
  name: 'Managed',
  schedule: '0 2 * * *',
  timezone: 'Europe/Riga',
  tags: ['e2e', 'managed'],
};

/** What programs do that keep monitors as they want them. */
export async function manageMonitors(world: World): Promise<void> {
  await step('a monitor is put, and put again without a change', async () => {
    const first = await manage(world, 'PUT', '/monitors/managed', settings);
    const second = await manage(world, 'PUT', '/monitors/managed', settings);
    assert.deepEqual([first.status, second.status], [201, 200], first.body);
    assert.equal(second.headers.etag, first.headers.etag);
    assert.equal(second.body, first.body);
  });
  await step('it is patched, and found by its tags', async () => {
    const patched = await manage(world, 'PATCH', '/monitors/managed', { max_misses: 2 });
    assert.equal(patched.status, 200, patched.body);
    assert.equal(JSON.parse(patched.body).max_misses, 2);
    const found = await manage(world, 'GET', '/monitors?tag=e2e&tag=managed&status=new&fields=public');
    assert.deepEqual(
      JSON.parse(found.body).monitors.map(({ id, unique_key }: Record<string, unknown>) => [id, unique_key]),
      [['managed', undefined]],
    );
  });
  await step('the summary counts it', async () => {
    const { status, body } = await manage(world, 'GET', '/summary');
    assert.equal(status, 200, body);
    const { total, new: fresh } = JSON.parse(body) as Record<string, number>;
    assert.ok(total !== undefined && fresh !== undefined && total >= fresh && fresh >= 1, body);
  });
  await step('its pings, what they said, and its uptime are read', async () => {
    const monitor = await getMonitor(world, { id: 'managed' });
    assert.equal((await send('POST', pingUrl(world, monitor), {}, 'all is well')).status, 200);
    const { pings } = JSON.parse((await manage(world, 'GET', '/monitors/managed/pings')).body);
    assert.deepEqual([pings.length, pings[0].n, pings[0].body.kept_bytes], [1, 1, 11]);
    const body = await manage(world, 'GET', '/monitors/managed/pings/1/body');
    assert.deepEqual([body.body, body.headers['content-type']], ['all is well', 'application/octet-stream']);
    const { spans } = JSON.parse((await manage(world, 'GET', '/monitors/managed/uptime')).body);
    assert.deepEqual([spans[0].percent, spans[0].outages], [100, 0]);
    assert.equal((await manage(world, 'GET', '/monitors/managed/flips')).status, 200);
  });
  await step('it is deleted', async () => {
    assert.equal((await manage(world, 'DELETE', '/monitors/managed')).status, 204);
  });
}
