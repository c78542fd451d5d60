import type { Context } from 'aws-lambda';
import { Unavailable } from '../../lambdas/domain/errors.ts';
import { createWidgetHandler } from '../../lambdas/http/widget-api.ts';
import { LookMemory } from '../../lambdas/usecases/look.ts';
import { FakeSystem, noon } from '../support/fake-system.ts';
import { hostile, textOf } from '../support/pages.ts';
import { aWatched, FakeWatched } from '../support/watched.ts';

const context = { invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:own' } as Context;

/** What CloudWatch sends along with each call, as its documentation shows it. */
const widgetContext = {
  ...{ dashboardName: 'Downbeat', widgetId: 'widget-16', accountId: '123456789012', locale: 'en' },
  ...{ timezone: { label: 'UTC', offsetISO: '+00:00', offsetInMinutes: 0 }, period: 300, isAutoPeriod: true },
  ...{ timeRange: { mode: 'relative', start: noon - 1, end: noon, relativeStart: 1 }, theme: 'dark' },
  ...{ linkCharts: true, title: 'Monitors', forms: { all: {} }, params: {}, width: 588, height: 369 },
};

function aWidget() {
  const lastPing = { at: noon, kind: 'success', sourceIp: '203.0.113.7', userAgent: 'curl/8.9.1' } as const;
  const watched = new FakeWatched([
    aWatched({ id: 'backup', name: 'Backup', status: 'down', statusSince: noon }),
    aWatched({ id: 'report', name: 'Report', status: 'up', dueAt: noon + 1_000, lastPing }),
  ]);
  const handler = createWidgetHandler({ watched, system: new FakeSystem(), lookMemory: new LookMemory() });
  const call = async (event: unknown): Promise<string> => String(await handler(event, context));
  return { watched, call };
}

test('a call without parameters shows all monitors, in the theme and for the width of the widget, with itself behind its buttons', async () => {
  const { call } = aWidget();
  const shown = await call({ widgetContext });
  expect(textOf(shown)).toMatch(/All 2 .*Backup.*Report/);
  expect(shown).toContain('class="downbeat cwdb-no-default-styles dark wide"');
  expect(shown).toContain(`endpoint="${context.invokedFunctionArn}"`);
});

test('a widget of one status shows that alone, and a page of it', async () => {
  const { call } = aWidget();
  const shown = textOf(await call({ widgetContext, status: 'up', page: 1 }));
  expect(shown).toContain('Report');
  expect(shown).not.toContain('Backup');
});

test('a monitor is read by itself for its details', async () => {
  const { call, watched } = aWidget();
  expect(textOf(await call({ widgetContext, monitor: 'backup' }))).toContain('Id backup');
  expect(watched.scans).toBe(0);
});

test('neither the list nor the details tell from where a check-in came', async () => {
  const { call } = aWidget();
  const shown = (await call({ widgetContext })) + (await call({ widgetContext, monitor: 'report' }));
  expect(textOf(shown)).toContain('just now');
  expect(shown).not.toMatch(/203\.0\.113\.7|curl/);
});

test.each([
  ['gone', 1],
  ['', 0],
  ['../x', 0],
  ['x'.repeat(3_000), 0],
  [hostile, 0],
])('there is no monitor %p, and what is no id is not looked for', async (monitor, reads) => {
  const { call, watched } = aWidget();
  expect(textOf(await call({ widgetContext, monitor }))).toContain('There is no such monitor');
  expect(watched.loads).toBe(reads);
});

test.each([
  [{ status: 'broken' }, 'status : allowed is one of all, down, late, new, up, paused'],
  [{ status: 5 }, 'status : allowed is one of all, down'],
  [{ page: 0 }, 'page : allowed is a whole number from 1 to 1000'],
  [{ page: 1.5 }, 'page : allowed is a whole number'],
  [{ monitor: 5 }, 'monitor : allowed is the id of a monitor'],
])('%p is explained, and nothing is read', async (parameters, words) => {
  const { call, watched } = aWidget();
  expect(textOf(await call({ widgetContext, ...parameters }))).toContain(words);
  expect(watched.scans).toBe(0);
});

test.each([
  [{}],
  [{ widgetContext: 'none' }],
  [{ widgetContext: { theme: 'sepia', width: 'wide' } }],
  [{ widgetContext: { theme: hostile } }],
])('a context such as %p is taken for a light and wide one', async (event) => {
  const shown = await aWidget().call(event);
  expect(shown).toContain('class="downbeat cwdb-no-default-styles light wide"');
});

test('CloudWatch is told in Markdown what the widget is, and nothing is read', async () => {
  const { call, watched } = aWidget();
  watched.failure = new Error('nobody should have looked');
  const help = await call({ describe: true });
  expect(help).toMatch(/^## Monitors of Downbeat\n/);
  expect(help).toContain('at most 10,000 monitors');
  expect(help).toContain('``` yaml\nstatus: all\n```');
});

test('what cannot be read just now is said, without a cause', async () => {
  const { call, watched } = aWidget();
  watched.failure = new Unavailable('DynamoDB', new Error('secret'));
  for (const event of [{ widgetContext }, { widgetContext, monitor: 'backup' }]) {
    const shown = await call(event);
    expect(textOf(shown)).toContain('could not be read just now');
    expect(shown).not.toContain('secret');
  }
});

test('a defect fails the function, so that its alarm tells', async () => {
  const { call, watched } = aWidget();
  watched.failure = new TypeError('defect');
  await expect(call({ widgetContext })).rejects.toThrow(TypeError);
});
