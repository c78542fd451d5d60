import assert from 'node:assert/strict';
import { hourMs, minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import { step } from '../e2e/steps.ts';
import { send } from '../support/http.ts';
import { awaitAlerts, getMonitor } from '../support/local.ts';
import type { Place } from './place.ts';
import { type Visitor, visit } from './visitor.ts';

/** How often a page fetches itself anew, and a little more. */
const refreshMs = 16 * secondMs;

/** A monitor from the first page of an empty installation to its end, by mouse and keys alone. */
export async function wholeLife(place: Place): Promise<void> {
  await visit(place, {}, async (visitor) => {
    await create(visitor);
    const { ping_url } = await getMonitor(place.url, 'nightly-backup');
    await goUpAndDown(place, visitor, ping_url);
    await use(place, visitor, ping_url);
  });
}

async function create(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  await visitor.step('an installation without monitors says how to begin', async () => {
    await visitor.goto('/');
    await visitor.sees('Nothing is watched yet');
    await visitor.click('Make the first monitor', 'link');
    await page.waitForURL('/new');
  });
  await visitor.step('a schedule is told in words, with what comes next, while it is typed', async () => {
    await page.getByLabel('Name', { exact: true }).pressSequentially('Nightly backup');
    await page.getByText('By cron lines').click();
    await page.getByLabel('Cron lines', { exact: true }).pressSequentially('0 2 * * MON-FRI');
    await page.getByLabel('Time zone').fill('Europe/Riga');
    await page.clock.fastForward(secondMs);
    await visitor.sees(/At 02:00, Monday through Friday, Europe\/Riga/);
    assert.equal(await page.locator('[data-preview-panel] li').count(), 5);
    assert.match(await page.locator('[data-preview-panel]').innerText(), /23 Nov 2026, 02:00/);
  });
  await visitor.step('all groups of settings can be opened', async () => {
    for (const summary of await page.locator('summary').all()) await summary.click();
    await page.getByLabel('Failure keywords').waitFor();
  });
  await visitor.step('what is wrong is told at its field, and what was typed is kept', async () => {
    await page.getByLabel('Cron lines', { exact: true }).fill('61 2 * * *');
    await page.getByLabel('Grace', { exact: true }).fill('a while');
    await visitor.click('Create the monitor');
    await visitor.sees('Nothing was saved');
    await visitor.click('Grace', 'link');
    const grace = page.getByLabel('Grace', { exact: true });
    assert.equal(await grace.getAttribute('aria-invalid'), 'true');
    assert.equal(await grace.inputValue(), 'a while');
    assert.match(await page.locator('#grace-error').innerText(), /^Allowed is a duration such as 90s/);
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Nightly backup');
    assert.equal(await page.getByLabel('Cron lines', { exact: true }).inputValue(), '61 2 * * *');
  });
  await visitor.step('what the API refuses is told at its field too', async () => {
    await page.getByLabel('Grace', { exact: true }).fill('10m');
    await visitor.click('Create the monitor');
    await page.locator('#cron-error').waitFor();
    assert.equal(await page.getByLabel('Grace', { exact: true }).inputValue(), '10m');
  });
  await visitor.step('once mended it is created, and shows its ping URL', async () => {
    await page.getByText('At an interval').click();
    await page.getByLabel('Interval', { exact: true }).fill('1h');
    await visitor.click('Create the monitor');
    await page.waitForURL('/monitors/nightly-backup');
    await visitor.sees('Nightly backup is created. Give its ping URL to the job.');
    await visitor.sees('Waiting for its first check-in');
  });
}

async function goUpAndDown(place: Place, visitor: Visitor, pingUrl: string): Promise<void> {
  const { page } = visitor;
  const sees = (status: string) => page.locator('.head .badge', { hasText: status }).waitFor();
  await visitor.step('its first ping makes it up, and the page shows so by itself', async () => {
    assert.equal((await send('GET', pingUrl)).status, 200);
    await visitor.waits(refreshMs);
    await sees('Up');
  });
  await visitor.step('without another it becomes late, and the page shows so by itself', async () => {
    await visitor.waits(hourMs + minuteMs);
    await visitor.waits(refreshMs);
    await sees('Late');
  });
  await visitor.step('after the grace it is down, and the page shows so by itself', async () => {
    await visitor.waits(10 * minuteMs);
    await awaitAlerts(place.url, 1);
    await visitor.waits(refreshMs);
    await sees('Down');
    assert.match(await page.title(), /^Nightly backup/);
  });
  await visitor.step(
    'the overview tells so in its title, and shows by itself when it is up again',
    async () => {
      await visitor.goto('/');
      assert.match(await page.title(), /^1 down/);
      await page.locator('tr.down', { hasText: 'Nightly backup' }).waitFor();
      assert.equal((await send('GET', pingUrl)).status, 200);
      await awaitAlerts(place.url, 2);
      await visitor.waits(refreshMs);
      await page.locator('tr.up', { hasText: 'Nightly backup' }).waitFor();
      assert.match(await page.title(), /^Monitors/);
    },
  );
}

async function use(place: Place, visitor: Visitor, pingUrl: string): Promise<void> {
  const { page } = visitor;
  await visitor.step('it is paused for an hour', async () => {
    await visitor.click('Nightly backup', 'link');
    await visitor.click('Pause 1 h');
    await visitor.sees('It is paused.');
    await visitor.sees(/resumes in 1h/);
  });
  await visitor.step('it is resumed', async () => {
    await visitor.click('Resume');
    await visitor.sees('It is resumed.');
    assert.equal((await getMonitor(place.url, 'nightly-backup')).status, 'up');
  });
  await visitor.step('it is paused until an instant that is chosen in the zone of the viewer', async () => {
    await visitor.click('until…', 'link');
    await page.getByLabel('Until (Europe/Riga)').fill('2026-11-22T10:00');
    await visitor.click('Pause');
    await visitor.sees('It is paused.');
    const { resume_at } = JSON.parse((await send('GET', `${place.url}/api/v1/monitors/nightly-backup`)).body);
    assert.equal(resume_at, '2026-11-22T08:00:00.000Z');
    await visitor.click('Resume');
    await visitor.sees('It is resumed.');
  });
  await visitor.step('its settings are changed', async () => {
    await visitor.click('Edit', 'link');
    assert.equal(await page.getByLabel('Interval', { exact: true }).inputValue(), '1h');
    await page.getByLabel('Name', { exact: true }).fill('Hourly backup');
    await visitor.click('Save');
    await visitor.sees('The settings are saved.');
    await page.getByRole('heading', { name: 'Hourly backup', level: 1 }).waitFor();
  });
  await visitor.step('a test alert is sent', async () => {
    await visitor.click('Send a test alert');
    await visitor.sees('A test alert was sent.');
    const alerts = await awaitAlerts(place.url, 3);
    assert.equal(alerts.filter(({ kind }) => kind === 'test').length, 1);
  });
  await visitor.step('its key is rotated, and the old URL is unknown', async () => {
    await visitor.click('Rotate key…', 'link');
    await visitor.click('Make a new key');
    await visitor.sees('It has a new ping URL.');
    const { ping_url } = await getMonitor(place.url, 'nightly-backup');
    assert.equal(await page.locator('#ping-url').innerText(), ping_url);
    assert.equal((await send('GET', pingUrl)).status, 404);
    assert.equal((await send('GET', ping_url)).status, 200);
  });
  await visitor.step('it is deleted, once that is confirmed', async () => {
    await visitor.click('Delete…', 'link');
    await visitor.sees('It is gone for good');
    assert.equal((await getMonitor(place.url, 'nightly-backup')).id, 'nightly-backup');
    await visitor.click('Delete for good');
    await visitor.sees('The monitor nightly-backup is deleted.');
    await visitor.sees('Nothing is watched yet');
  });
  await visitor.step('a page that is not there says so', async () => {
    await visitor.goto('/monitors/nightly-backup', 404);
    await visitor.sees('Page not found');
  });
  await step('the API knows it no more', async () => {
    assert.equal((await send('GET', `${place.url}/api/v1/monitors/nightly-backup`)).status, 404);
  });
}
