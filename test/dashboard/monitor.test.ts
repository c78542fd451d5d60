import { Browser, FakeManagement, monitorAnswer, noHistory, textOf } from '../support/pages.ts';

function browserOf(fields: object): Browser {
  return new Browser(
    new FakeManagement({ 'GET /monitors/backup': () => monitorAnswer(fields), ...noHistory }),
  );
}

test.each([
  ['', 'Defined in the stack Jobs & Co'],
  [
    '/edit',
    'The stack Jobs & Co defines this monitor: what you change here stays until its definition changes.',
  ],
  ['/delete', 'The stack Jobs & Co defines it, and creates it anew'],
  ['/rotate-key', 'The stack Jobs & Co defines it, and hands the new URL to its job'],
])('the page %s of a monitor says so where a stack defines it', async (page, words) => {
  const path = `/monitors/backup${page}`;
  const managed = browserOf({ managed_by: { stack: 'Jobs & Co', resource: 'BackupMonitor' } });
  expect(textOf((await managed.get(path)).body)).toContain(words);
  for (const people of [{ managed_by: null }, {}]) {
    const { status, body } = await browserOf(people).get(path);
    expect([status, /the stack/i.test(textOf(body))]).toEqual([200, false]);
  }
});
