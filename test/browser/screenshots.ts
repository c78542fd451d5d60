/**
 * Takes pictures of every page: in the light, in the dark and on a phone. Each run takes the same ones: the clock stands
 * still, and the monitors come from a seed. They go to `screenshots`; the two of the README go to `docs/images`.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { phone, wide } from './audit.ts';
import { launchChromium } from './chromium.ts';
import { fillWithCompany, fillWithOddNames } from './lives.ts';
import { inPlace, type Place } from './place.ts';
import { putStatusPage } from './public.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

interface Picture {
  name: string;
  path: string;
  /** What is done on the page before its picture is taken. */
  prepare?: (page: Page) => Promise<void>;
}

const root = resolve(import.meta.dirname, '../..');
const directory = join(root, 'screenshots');
const readmeDirectory = join(root, 'docs/images');

const looks: readonly { name: string; options: BrowserContextOptions }[] = [
  { name: 'light', options: { viewport: wide } },
  { name: 'dark', options: { viewport: wide, colorScheme: 'dark' } },
  { name: 'phone', options: { viewport: phone, isMobile: true, hasTouch: true } },
];

const own = '/monitors/nightly-backup';
const pictures: readonly Picture[] = [
  { name: 'overview', path: '/' },
  { name: 'overview-filtered', path: '/?status=up&tag=prod' },
  { name: 'overview-nothing-found', path: '/?q=zebra' },
  { name: 'monitor-up', path: own },
  { name: 'monitor-down', path: '/monitors/invoice-run' },
  { name: 'monitor-late', path: '/monitors/exchange-rates' },
  { name: 'monitor-paused', path: '/monitors/old-reports' },
  { name: 'monitor-new', path: '/monitors/data-lake' },
  { name: 'monitor-long-name', path: '/monitors/long-name' },
  { name: 'monitor-one-word', path: '/monitors/one-word' },
  { name: 'monitor-right-to-left', path: '/monitors/right-to-left' },
  { name: 'ping-with-output', path: `${own}?kind=fail`, prepare: openOutput },
  { name: 'form-new', path: '/new' },
  { name: 'form-errors', path: '/new', prepare: makeMistakes },
  { name: 'form-edit', path: `${own}/edit`, prepare: openGroups },
  { name: 'confirm-pause', path: `${own}/pause` },
  { name: 'confirm-rotate-key', path: `${own}/rotate-key` },
  { name: 'confirm-delete', path: `${own}/delete` },
  { name: 'error-not-found', path: '/monitors/unknown' },
  { name: 'status-page', path: '/status/night-jobs' },
];

async function openOutput(page: Page): Promise<void> {
  await page
    .getByRole('link', { name: /^Output/ })
    .first()
    .click();
  await page.locator('pre.printed').waitFor();
}

async function makeMistakes(page: Page): Promise<void> {
  await page.getByLabel('Interval', { exact: true }).fill('every now and then');
  await page.getByLabel('Grace', { exact: true }).fill('a while');
  await page.getByRole('button', { name: 'Create the monitor' }).click();
  await page.locator('#grace-error').waitFor();
}

async function openGroups(page: Page): Promise<void> {
  for (const summary of await page.locator('summary').all()) await summary.click();
}

async function takeAll(place: Place, those: readonly Picture[]): Promise<void> {
  for (const { name: look, options } of looks) {
    const context = await place.browser.newContext({
      ...{ baseURL: place.url, locale: 'en-GB', timezoneId: 'Europe/Riga' },
      ...options,
    });
    const page = await context.newPage();
    await page.clock.setFixedTime(place.clock.now);
    for (const { name, path, prepare } of those) {
      await page.goto(path);
      await prepare?.(page);
      await page.screenshot({ path: join(directory, `${name}-${look}.png`), fullPage: true });
    }
    await context.close();
  }
}

/** The tops of two pages, small enough for the README. */
async function takeForReadme({ browser, url, clock }: Place): Promise<void> {
  const viewport = { width: 1120, height: 720 };
  const context = await browser.newContext({
    baseURL: url,
    locale: 'en-GB',
    timezoneId: 'Europe/Riga',
    viewport,
  });
  const page = await context.newPage();
  await page.clock.setFixedTime(clock.now);
  for (const [name, path] of [
    ['overview', '/'],
    ['monitor', own],
  ] as const) {
    await page.goto(path);
    await page.screenshot({ path: join(readmeDirectory, `${name}.png`) });
  }
  await context.close();
}

async function take(browser: Browser): Promise<void> {
  await inPlace(browser, fillWithOddNames, async (place) => {
    await putStatusPage(place, ['right-to-left', 'one-word', 'old-reports']);
    await takeAll(place, pictures);
  });
  await inPlace(browser, fillWithCompany, takeForReadme);
  const nothing = async () => undefined;
  await inPlace(browser, nothing, (place) => takeAll(place, [{ name: 'overview-empty', path: '/' }]));
}

mkdirSync(directory, { recursive: true });
mkdirSync(readmeDirectory, { recursive: true });
const browser = await launchChromium();
try {
  await take(browser);
} finally {
  await browser.close();
}
console.log(`The pictures are in ${directory}, and those of the README in ${readmeDirectory}.`);
