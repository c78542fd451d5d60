import assert from 'node:assert/strict';
import { step } from '../e2e/steps.ts';
import { send } from '../support/http.ts';
import { createMonitor } from '../support/local.ts';
import type { Place } from './place.ts';
import { visit } from './visitor.ts';

const hostile = '<script>alert(1)</script>';
const tags = ['prod', 'billing', 'public'];

/** Puts a status page of some of the monitors, all sorts of them. */
export async function putStatusPage({ url }: Place, monitors: readonly string[]): Promise<void> {
  const page = { title: 'Night jobs', description: 'What runs while we sleep.', tags, monitors };
  const { status, body } = await send(
    'PUT',
    `${url}/api/v1/status-pages/night-jobs`,
    {},
    JSON.stringify(page),
  );
  assert.equal(status, 201, body);
}

/** What anybody may see. */
export async function publicPages(place: Place): Promise<void> {
  const { url, browser } = place;
  await createMonitor(url, { id: 'hostile', name: hostile, schedule: 'every 1h', tags: ['public'] });
  await putStatusPage(place, ['right-to-left', 'one-word', 'old-reports']);
  await visit(place, {}, async (visitor) => {
    const { page } = visitor;
    await visitor.step(
      'a status page says in a sentence how it stands, and how each of its monitors does',
      async () => {
        await visitor.goto('/status/night-jobs');
        await page.getByRole('heading', { name: 'Night jobs', level: 1 }).waitFor();
        await visitor.sees(/1 of \d+ jobs is down/);
        await page.locator('li.down', { hasText: 'Invoice run' }).waitFor();
        await page.locator('li.paused', { hasText: 'Old reports' }).waitFor();
        assert.equal(await page.locator('li', { hasText: hostile }).count(), 1);
        assert.equal(await page.locator('script, form, a').count(), 0);
      },
    );
  });
  const badge = JSON.parse((await send('POST', `${url}/api/v1/monitors/invoice-run/badge`)).body).svg3;
  const context = await browser.newContext();
  const page = await context.newPage();
  await step('a badge is drawn in a page of another site', async () => {
    await page.setContent(`<img alt="badge" src="${badge}">`);
    const image = page.getByAltText('badge');
    await page.waitForFunction('document.images[0].naturalWidth > 60');
    assert.equal((await image.boundingBox())?.height, 20);
  });
  await context.close();
  await send('DELETE', `${url}/api/v1/monitors/hostile`);
}
