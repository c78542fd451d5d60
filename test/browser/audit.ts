import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const wide = { width: 1280, height: 860 };
export const phone = { width: 390, height: 844 };

/** What differs in the dark is colours alone. */
const colours = { runOnly: ['color-contrast', 'link-in-text-block'] };
const looks: readonly { words: string; dark: boolean; viewport: typeof wide; options: RunOptions }[] = [
  { words: 'in the light', dark: false, viewport: wide, options: {} },
  { words: 'in the dark', dark: true, viewport: wide, options: colours },
  { words: 'on a phone', dark: false, viewport: phone, options: {} },
];

/**
 * What is seriously wrong with a page for people who see, hear or move differently, and what is wider than a phone: a line
 * each. The page is looked at in the light, in the dark and on a phone, and left as it was.
 */
export async function audit(page: Page): Promise<string[]> {
  const found: string[] = [];
  const viewport = page.viewportSize();
  await page.evaluate(axe);
  for (const { words, dark, viewport: size, options } of looks) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
    const tooWide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    if (tooWide > 0) found.push(`${words}: ${tooWide} pixels wider than the window`);
    const faults = await faultsOf(page, options);
    found.push(...faults.map((fault) => `${words}: ${fault}`));
  }
  await page.emulateMedia({ colorScheme: null });
  if (viewport) await page.setViewportSize(viewport);
  return found;
}

async function faultsOf(page: Page, options: RunOptions): Promise<string[]> {
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
  // A status page has no scripts and stays fresh by no other means. There is nothing in it to be interrupted in.
  const isTolerated = (rule: string) => rule === 'meta-refresh' && page.url().includes('/status/');
  return violations
    .filter(({ impact, id }) => (impact === 'serious' || impact === 'critical') && !isTolerated(id))
    .map(({ impact, help, id, nodes }) => {
      const where = nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`);
      return `${impact}: ${help} (${id}): ${where.join('\n')}`;
    });
}
