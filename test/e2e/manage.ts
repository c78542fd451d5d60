import assert from 'node:assert/strict';
import { step } from './steps.ts';
import { manage, type World } from './world.ts';

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
  await step('it is deleted', async () => {
    assert.equal((await manage(world, 'DELETE', '/monitors/managed')).status, 204);
  });
}
