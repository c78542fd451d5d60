import assert from 'node:assert/strict';
import type { Place } from './place.ts';
import { visit } from './visitor.ts';

/** The same pages where scripts are switched off. */
export async function withoutScripts(place: Place): Promise<void> {
  await visit(place, { javaScriptEnabled: false }, async (visitor) => {
    const { page } = visitor;
    await visitor.step('without scripts a button shows what a schedule means', async () => {
      await visitor.goto('/new');
      await page.getByLabel('Name', { exact: true }).fill('By hand');
      await page.getByText('By cron lines').click();
      await page.getByLabel('Cron lines', { exact: true }).fill('0 2 * * *');
      await visitor.click('Preview');
      await visitor.sees('2026-11-21 02:00 UTC');
      assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'By hand');
    });
    await visitor.step('without scripts what is wrong is told at its field', async () => {
      await page.getByLabel('Cron lines', { exact: true }).fill('tomorrow');
      await visitor.click('Create the monitor');
      await page.locator('#cron-error').waitFor();
      assert.equal(await page.getByLabel('Cron lines', { exact: true }).inputValue(), 'tomorrow');
    });
    await visitor.step('without scripts a monitor is created, and its times are in UTC', async () => {
      await page.getByLabel('Cron lines', { exact: true }).fill('0 2 * * *');
      await visitor.click('Create the monitor');
      await visitor.sees('By hand is created.');
      await visitor.sees('2026-11-21 02:00 UTC');
      await visitor.sees('Times are in UTC.');
      assert.equal(await page.getByRole('button', { name: 'Copy URL' }).count(), 0);
    });
    await visitor.step(
      'without scripts a monitor is paused until an instant in UTC, and deleted',
      async () => {
        await visitor.click('until…', 'link');
        await page.getByLabel('Until (UTC)').fill('2026-11-22T10:00');
        await visitor.click('Pause');
        await visitor.sees('It is paused.');
        await visitor.click('Delete…', 'link');
        await visitor.click('Delete for good');
        await visitor.sees('The monitor by-hand is deleted.');
      },
    );
  });
}
