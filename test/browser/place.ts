import { rmSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { openStoreIn, type Store } from '../../lib/local/store.ts';
import { Clock } from '../support/clock.ts';
import { send } from '../support/http.ts';
import { emptyDirectory, start } from '../support/local.ts';

/** When it begins: a Friday. */
export const openingAt = Date.parse('2026-11-20T12:04:00.000Z');

/** A local host on a clock that stands still until it is moved, and a browser that can look at it. */
export interface Place {
  browser: Browser;
  clock: Clock;
  url: string;
}

/** Runs on a local host of its own, which holds what `fill` puts into its store, and nothing else. */
export async function inPlace(
  browser: Browser,
  fill: (store: Store) => Promise<unknown>,
  run: (place: Place) => Promise<void>,
): Promise<void> {
  const directory = emptyDirectory();
  const clock = new Clock(openingAt);
  const store = await openStoreIn(directory);
  await fill(store);
  await store.close();
  const host = await start(clock, directory);
  try {
    await send('DELETE', `${host.url}/api/v1/monitors/demo`);
    await run({ browser, clock, url: host.url });
  } finally {
    await host.close();
    rmSync(directory, { recursive: true, force: true });
  }
}
