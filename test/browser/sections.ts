import assert from 'node:assert/strict';
import type { Place } from './place.ts';
import { type Visitor, visit } from './visitor.ts';

/** What a monitor's page tells of its past. */
export async function sections(place: Place): Promise<void> {
  await visit(place, {}, async (visitor) => {
    await uptime(visitor);
    await pings(visitor);
    await output(visitor);
  });
}

async function uptime(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  const timeline = (words: string) => page.getByRole('img', { name: `Status over the last ${words}` });
  await visitor.step('a monitor shows its uptime, run times, pings and changes of status', async () => {
    await visitor.goto('/monitors/nightly-backup');
    for (const name of ['Uptime', 'Pings', 'Changes of status']) {
      await page.getByRole('heading', { name, exact: true }).waitFor();
    }
    await timeline('30 days').waitFor();
  });
  await visitor.step('the range of its uptime and run times is chosen', async () => {
    await page.getByRole('navigation', { name: 'How far back' }).getByText('90 days').click();
    await timeline('90 days').waitFor();
    assert.equal(await page.locator('.ranges [aria-current]').count(), 1);
    await visitor.sees(/outages, /);
  });
  await visitor.step('a graph can be read as a table', async () => {
    await page.locator('.as-table summary').click();
    await page.locator('.as-table table').waitFor();
  });
}

async function pings(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  const kinds = page.getByRole('navigation', { name: 'Which pings' });
  const kindsShown = async () => [...new Set(await page.locator('.rows .kind').allInnerTexts())];
  const newest = async () => Number(await page.locator('.rows td.number a').first().innerText());
  await visitor.step('the pings are narrowed down to a kind', async () => {
    await kinds.getByText('Failure').click();
    await page.locator('.choice [aria-current]', { hasText: 'Failure' }).waitFor();
    assert.deepEqual(await kindsShown(), ['Failure']);
    await kinds.getByText('All').click();
    await page.locator('.choice [aria-current]', { hasText: 'All' }).waitFor();
    assert.ok((await kindsShown()).length > 1);
    // What was chosen in another section stays.
    assert.equal(new URL(page.url()).searchParams.get('range'), '90d');
  });
  await visitor.step('older pings are on further pages, and one link leads back', async () => {
    const first = await newest();
    await page.locator('#pings').getByRole('link', { name: 'Older →' }).click();
    await page.locator('#pings').getByRole('link', { name: '← Newest' }).waitFor();
    assert.equal(await newest(), first - 20);
    await page.locator('#pings').getByRole('link', { name: '← Newest' }).click();
    await page.locator('#pings').getByRole('link', { name: '← Newest' }).waitFor({ state: 'detached' });
    assert.equal(await newest(), first);
  });
}

async function output(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  await visitor.step('what a job printed is shown as text, whatever it looks like', async () => {
    await page.getByRole('navigation', { name: 'Which pings' }).getByText('Failure').click();
    await page
      .getByRole('link', { name: /^Output/ })
      .first()
      .click();
    const printed = page.locator('pre.printed');
    const text = await printed.innerText();
    assert.match(text, /^✓ dump of orders: 4\.2 GB$/m);
    assert.match(text, /^ERROR write/m);
    assert.match(text, /^<b onclick="alert\(1\)">disk full<\/b> & <script>alert\(1\)<\/script>$/m);
    assert.equal(await printed.locator('*').count(), 0);
  });
  await visitor.step('it is saved byte by byte', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), visitor.click('Download', 'link')]);
    assert.match(download.suggestedFilename(), /^nightly-backup-\d+\.txt$/);
  });
}
