/**
 * Uses the pages of the local host as people do: in Chromium, by mouse, by keyboard, on a phone, in the dark and without
 * scripts. Time is moved, and nothing waits for it.
 */
import { seedStore } from '../../lib/local/seed.ts';
import type { Store } from '../../lib/local/store.ts';
import { fail, step, summary } from '../e2e/steps.ts';
import { launchChromium } from './chromium.ts';
import { hostileTexts } from './hostile.ts';
import { byKeyboard } from './keyboard.ts';
import { wholeLife } from './life.ts';
import { fillWithOddNames } from './lives.ts';
import { manyMonitors, manyOnOverview } from './many.ts';
import { otherSites } from './other-sites.ts';
import { inPlace, openingAt, type Place } from './place.ts';
import { publicPages } from './public.ts';
import { sections } from './sections.ts';
import { withoutScripts } from './without-scripts.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

type Part = (place: Place) => Promise<void>;

const nothing = async () => undefined;
const many = (store: Store) => seedStore(store, { monitors: manyMonitors, seed: 1 }, openingAt);
const parts: [fill: (store: Store) => Promise<unknown>, runs: Part[]][] = [
  [nothing, [wholeLife, withoutScripts]],
  [fillWithOddNames, [sections, byKeyboard, hostileTexts, otherSites, publicPages]],
  [many, [manyOnOverview]],
];

try {
  const browser = await step('Chromium starts', launchChromium);
  try {
    for (const [fill, runs] of parts) await inPlace(browser, fill, (place) => runAll(place, runs));
  } finally {
    await browser.close();
  }
} catch (error) {
  fail(error);
}
const { passed, failed } = summary();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

/** What fails in one part keeps no other from being tried. */
async function runAll(place: Place, runs: readonly Part[]): Promise<void> {
  for (const run of runs) {
    try {
      await run(place);
    } catch (error) {
      fail(error);
    }
  }
}
