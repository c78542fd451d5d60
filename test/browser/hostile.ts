import assert from 'node:assert/strict';
import { send } from '../support/http.ts';
import { createMonitor } from '../support/local.ts';
import type { Place } from './place.ts';
import { visit } from './visitor.ts';

const name = '<script>alert(1)</script>';
const attribute = `"'><img/src=x/onerror=alert(2)>`;

/** Whatever people and jobs write is text. */
export async function hostileTexts(place: Place): Promise<void> {
  const draft = {
    id: 'hostile',
    name,
    schedule: 'every 1h',
    tags: [attribute],
    runbook_url: 'https://x.example/"><b>',
  };
  const { ping_url } = await createMonitor(place.url, draft);
  const headers = { 'user-agent': `${name}${attribute}`, 'content-type': 'text/html' };
  await send('POST', `${ping_url}/fail?msg=${encodeURIComponent(name + attribute)}`, headers, name);
  const at = place.clock.now;
  const own = '/monitors/hostile';
  const pages = ['/', `/?q=${encodeURIComponent(name)}`, `/?tag=${encodeURIComponent(attribute)}`, own];
  pages.push(
    ...['edit', 'pause', 'rotate-key', 'delete', `pings/1?at=${at}`].map((page) => `${own}/${page}`),
  );
  await visit(place, {}, async (visitor) => {
    const { page } = visitor;
    for (const path of pages) {
      await visitor.step(
        `a monitor called ${name} is nothing but text on ${decodeURIComponent(path)}`,
        async () => {
          await visitor.goto(path);
          assert.ok((await page.locator('main').innerText()).includes(name) || path.endsWith('/edit'), path);
          assert.equal(await page.locator('script').count(), 1);
          assert.equal(await page.locator('img, main b > b').count(), 0);
        },
      );
    }
    await visitor.step(
      'nor does it run when a form shows again what was typed, or a notice tells of it',
      async () => {
        await visitor.goto('/new');
        await page.getByLabel('Name', { exact: true }).fill(name + attribute);
        await page.getByLabel('Interval', { exact: true }).fill(name);
        await visitor.click('Create the monitor');
        await page.locator('#every-error').waitFor();
        await page.getByLabel('Interval', { exact: true }).fill('1h');
        await visitor.click('Create the monitor');
        await visitor.sees(`${name}${attribute} is created.`);
        await visitor.click('Delete…', 'link');
        await visitor.click('Delete for good');
        await visitor.sees('is deleted.');
      },
    );
  });
  await send('DELETE', `${place.url}/api/v1/monitors/hostile`);
}
