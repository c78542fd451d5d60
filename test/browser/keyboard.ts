import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Place } from './place.ts';
import { visit } from './visitor.ts';

/** What has the focus, in words; and whether that is to be seen, at itself or at what stands for it. */
const focusScript = `(() => {
  const focused = document.activeElement;
  const outlined = [focused, focused.parentElement, focused.nextElementSibling].filter(Boolean).some((element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  });
  const words = focused.labels?.[0]?.textContent || focused.textContent || focused.id;
  return { words: words.trim(), outlined, name: focused.localName };
})()`;

interface Focus {
  words: string;
  name: string;
  outlined: boolean;
}

async function tab(page: Page): Promise<Focus> {
  await page.keyboard.press('Tab');
  const focus = await page.evaluate<Focus>(focusScript);
  assert.ok(focus.outlined || focus.name === 'body', `the focus cannot be seen on ${focus.words}`);
  return focus;
}

/** Presses Tab until the focus has left the page. */
async function tabThrough(page: Page): Promise<string[]> {
  const visited: string[] = [];
  for (let presses = 0; presses < 200; presses += 1) {
    const { words, name } = await tab(page);
    if (name === 'body') return visited;
    visited.push(words);
  }
  throw new Error(`Tab leads nowhere: ${visited.join(', ')}`);
}

async function tabTo(page: Page, words: string): Promise<void> {
  for (let presses = 0; presses < 200; presses += 1) if ((await tab(page)).words === words) return;
  throw new Error(`Tab does not lead to ${words}.`);
}

/** Everything can be done without a mouse. */
export async function byKeyboard(place: Place): Promise<void> {
  await visit(place, {}, async (visitor) => {
    const { page } = visitor;
    await visitor.step('Tab leads through the overview in the order in which it is read', async () => {
      await visitor.goto('/');
      const visited = await tabThrough(page);
      const order = ['Skip to the content', 'Downbeat', 'Monitors', 'New monitor'];
      assert.deepEqual(visited.slice(0, order.length), order);
      const later = ['Search by name or id', 'Search', 'Nightly backup'].map((words) =>
        visited.indexOf(words),
      );
      assert.deepEqual(
        later,
        [...later].sort((one, other) => one - other),
        visited.join(', '),
      );
      assert.ok(!later.includes(-1), visited.join(', '));
    });
    await visitor.step('the first link skips what every page begins with', async () => {
      await visitor.goto('/');
      await tab(page);
      await page.keyboard.press('Enter');
      assert.equal(new URL(page.url()).hash, '#main');
      assert.match((await tab(page)).words, /All$/);
    });
    await visitor.step('a monitor is opened, paused and resumed by Enter', async () => {
      await tabTo(page, 'Nightly backup');
      await page.keyboard.press('Enter');
      await page.waitForURL('/monitors/nightly-backup');
      await tabTo(page, 'Pause 1 h');
      await page.keyboard.press('Enter');
      await visitor.sees('It is paused.');
      await tabTo(page, 'Resume');
      await page.keyboard.press('Enter');
      await visitor.sees('It is resumed.');
    });
    await visitor.step('a form is filled in and sent', async () => {
      await visitor.goto('/new');
      await tabTo(page, 'Name');
      await page.keyboard.type('Typed');
      await tabTo(page, 'At an interval');
      await page.keyboard.press('ArrowRight');
      await tabTo(page, 'Cron lines');
      await page.keyboard.type('@daily');
      await tabTo(page, 'Create the monitor');
      await page.keyboard.press('Enter');
      await visitor.sees('Typed is created.');
    });
    await visitor.step('Tab leads through the page of a monitor, and out of it', async () => {
      await visitor.goto('/monitors/nightly-backup');
      const visited = await tabThrough(page);
      for (const words of ['Edit', 'Delete…', 'Shell', 'Older →']) assert.ok(visited.includes(words), words);
    });
  });
}
