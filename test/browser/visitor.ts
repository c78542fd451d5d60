import assert from 'node:assert/strict';
import type { BrowserContext, BrowserContextOptions, Page, Response } from 'playwright-core';
import { step } from '../e2e/steps.ts';
import { audit, wide } from './audit.ts';
import type { Place } from './place.ts';

/** Nothing here takes long, but the machine may be busy. */
const patienceMs = 20_000;

/** Somebody with a browser of their own, in Riga. No page may complain to them, load from elsewhere or talk to others. */
export class Visitor {
  readonly page: Page;
  readonly #place: Place;
  readonly #complaints: string[];
  readonly #seesScripts: boolean;

  constructor(place: Place, page: Page, complaints: string[], seesScripts: boolean) {
    this.#place = place;
    this.page = page;
    this.#complaints = complaints;
    this.#seesScripts = seesScripts;
  }

  /** Looks at a page. */
  async goto(path: string, status = 200): Promise<Response> {
    const response = await this.page.goto(path);
    assert.equal(response?.status(), status, path);
    if (!response) throw new Error(`${path} is no page.`);
    return response;
  }

  /** Waits until the page shows a text. */
  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  async click(name: string | RegExp, role: 'link' | 'button' = 'button'): Promise<void> {
    await this.page.getByRole(role, { name, exact: typeof name === 'string' }).click();
  }

  /** Lets time pass: here, and where the page comes from. */
  async waits(milliseconds: number): Promise<void> {
    const { clock } = this.#place;
    clock.advanceTo(clock.now + milliseconds);
    await this.page.clock.fastForward(milliseconds);
  }

  /** A step, at the end of which the page may be used by anybody, and has done nothing that it must not. */
  async step(sentence: string, run: () => Promise<void>): Promise<void> {
    await step(sentence, async () => {
      await run();
      if (this.#seesScripts) assert.deepEqual(await audit(this.page), [], this.page.url());
      this.assertQuiet();
    });
  }

  assertQuiet(): void {
    assert.deepEqual(this.#complaints.splice(0), [], this.page.url());
  }
}

/** Runs as a visitor who has seen nothing yet. */
export async function visit(
  place: Place,
  options: BrowserContextOptions,
  run: (visitor: Visitor) => Promise<void>,
): Promise<void> {
  const context = await place.browser.newContext({
    ...{ baseURL: place.url, locale: 'en-GB', timezoneId: 'Europe/Riga', viewport: wide },
    ...options,
  });
  context.setDefaultTimeout(patienceMs);
  const complaints: string[] = [];
  watch(context, place.url, complaints);
  try {
    const page = await context.newPage();
    await page.clock.install({ time: place.clock.now });
    const visitor = new Visitor(place, page, complaints, options.javaScriptEnabled ?? true);
    await run(visitor);
    visitor.assertQuiet();
  } finally {
    await context.close();
  }
}

function watch(context: BrowserContext, origin: string, complaints: string[]): void {
  /** Chromium complains of every page whose status is an error; the steps know which are. */
  const documents = new Set<string>();
  const isOfDocument = (text: string, url: string) =>
    text.startsWith('Failed to load resource: the server responded with') && documents.has(url);
  context.on('console', (message) => {
    const text = message.text();
    if (!/^(?:error|warning)$/.test(message.type()) || isOfDocument(text, message.location().url)) return;
    complaints.push(`the console says: ${text}`);
  });
  context.on('weberror', (error) => complaints.push(`a script failed: ${String(error.error())}`));
  context.on('dialog', (dialog) => {
    complaints.push(`a dialog says: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on('request', (request) => {
    const isHere = request.url().startsWith(`${origin}/`) || request.url().startsWith('data:');
    if (!isHere) complaints.push(`a request left the host: ${request.url()}`);
  });
  context.on('response', (response) => {
    if (!response.request().isNavigationRequest()) return;
    documents.add(response.url());
    const policy = response.headers()['content-security-policy'] ?? '';
    if (!/^default-src 'none'(?:;|$)/.test(policy)) complaints.push(`no policy: ${response.url()}`);
  });
}
