import assert from 'node:assert/strict';
import type { Place } from './place.ts';
import { visit } from './visitor.ts';

export const manyMonitors = 2_000;
/** What a page may weigh that a phone is to load. */
const bytesMax = 1_500_000;

/** The overview of a large installation. */
export async function manyOnOverview(place: Place): Promise<void> {
  await visit(place, {}, async (visitor) => {
    const { page } = visitor;
    await visitor.step(`of ${manyMonitors} monitors the overview is one answer of bounded size`, async () => {
      const response = await visitor.goto('/');
      const bytes = (await response.body()).length;
      assert.ok(bytes < bytesMax, `${bytes} bytes`);
      assert.equal(await page.locator('.totals b').first().innerText(), String(manyMonitors));
      await visitor.sees(`1–100 of ${manyMonitors}.`);
    });
    await visitor.step('trouble comes first, and the others are on further pages', async () => {
      assert.equal(await page.locator('tbody tr').first().getAttribute('class'), 'down');
      await visitor.click('Next', 'link');
      await visitor.sees(`101–200 of ${manyMonitors}.`);
    });
    await visitor.step('one is found by a part of its name, its status and its tag', async () => {
      await page.getByLabel('Search by name or id').fill('00042');
      await page.keyboard.press('Enter');
      await visitor.sees('1 monitor');
      await visitor.goto('/');
      await page.locator('.totals').getByText('Paused').click();
      await page.locator('.totals [aria-current]', { hasText: 'Paused' }).waitFor();
      await page.locator('.tag', { hasText: 'team-' }).first().click();
      await page.locator('.chip').waitFor();
      const classes = await page
        .locator('tbody tr')
        .evaluateAll((rows) => rows.map(({ className }) => className));
      assert.deepEqual([...new Set(classes)], ['paused']);
    });
  });
}
