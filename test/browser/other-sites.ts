import assert from 'node:assert/strict';
import { step } from '../e2e/steps.ts';
import { send } from '../support/http.ts';
import { tokenIn } from '../support/pages.ts';
import type { Place } from './place.ts';

const elsewhere = 'http://elsewhere.example';

/** What other sites can make a browser do. */
export async function otherSites(place: Place): Promise<void> {
  const { url, browser } = place;
  const exists = async () => (await send('GET', `${url}/api/v1/monitors/nightly-backup`)).status === 200;
  const remove = (token: string, headers: Record<string, string>) =>
    send(
      'POST',
      `${url}/monitors/nightly-backup/delete`,
      { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      new URLSearchParams({ token }).toString(),
    );
  await step('a form without the token of our pages, or of another site, is refused', async () => {
    const token = tokenIn((await send('GET', `${url}/monitors/nightly-backup/delete`)).body);
    const answers = [
      await remove('', { origin: url }),
      await remove('wrong', { origin: url }),
      await remove(token, { origin: elsewhere }),
      await remove(token, { origin: url, 'sec-fetch-site': 'cross-site' }),
      await remove(token, {}),
    ];
    assert.deepEqual(
      answers.map(({ status }) => status),
      [403, 403, 403, 403, 403],
    );
    assert.ok(await exists());
  });
  await step('a page that is asked for by another name than this machine has is refused', async () => {
    for (const path of ['/', '/monitors/nightly-backup', '/api/v1/monitors']) {
      assert.equal((await send('GET', url + path, { host: 'elsewhere.example' })).status, 403, path);
    }
  });
  const context = await browser.newContext();
  const page = await context.newPage();
  await step('a browser does not get past that either from a page of another site', async () => {
    const form = `<form method="post" action="${url}/monitors/nightly-backup/delete"><button>Win a prize</button></form>`;
    await context.route(`${elsewhere}/**`, (route) =>
      route.fulfill({ contentType: 'text/html', body: form }),
    );
    await page.goto(elsewhere);
    const [answer] = await Promise.all([
      page.waitForResponse(`${url}/**`),
      page.getByRole('button', { name: 'Win a prize' }).click(),
    ]);
    assert.equal(answer.status(), 403);
    assert.ok(await exists());
  });
  await step('a page lets in no script, style or picture but its own, and no frame around it', async () => {
    const response = await page.goto(url);
    assert.match(response?.headers()['content-security-policy'] ?? '', /frame-ancestors 'none'/);
    const blocked = page.evaluate<string[]>(`new Promise((told) => {
      const blocked = [];
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        if (blocked.push(effectiveDirective) === 4) told([...new Set(blocked)].sort());
      });
      document.body.insertAdjacentHTML('beforeend', '<p style="color: red">');
      document.body.append(Object.assign(document.createElement('img'), { src: '/picture.png' }));
      document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = true' }));
    })`);
    assert.deepEqual(await blocked, ['img-src', 'script-src-elem', 'style-src-attr']);
    assert.equal(await page.evaluate('window.ran'), undefined);
  });
  await context.close();
}
