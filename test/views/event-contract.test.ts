import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { parseSchedule } from '../../lambdas/domain/schedule.ts';
import { alertWriter } from '../../lambdas/views/alert.ts';
import { anyNews } from '../support/any-news.ts';
import { cloudWatchAlarm } from '../support/cloudwatch-alarm.ts';
import { anInstallation, downAt, newsOf } from '../support/news.ts';

// What is published of an event is held to two contracts: our own, and that of a CloudWatch alarm's notification.

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
const ours = ajv.compile(JSON.parse(readFileSync('docs/alert-event.schema.json', 'utf8')));
const alarm = ajv.compile(cloudWatchAlarm);
const writer = alertWriter(anInstallation);

/** What is wrong with an event, as it comes out of JSON. */
function faults(check: typeof ours, event: object): unknown {
  return check(JSON.parse(JSON.stringify(event))) ? [] : check.errors;
}

describe('whatever the news,', () => {
  test('an event keeps to our schema and to that of an alarm', () => {
    fc.assert(
      fc.property(anyNews, (news) => {
        for (const { event } of [writer.alert(news), writer.test(news.monitor, { at: 0, id: 'x' })]) {
          expect(faults(ours, event)).toStrictEqual([]);
          expect(faults(alarm, event)).toStrictEqual([]);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('people in a channel and machines on the events topic are told the same event', () => {
    fc.assert(
      fc.property(anyNews, (news) =>
        expect(writer.alert(news).event).toStrictEqual(writer.event(news).event),
      ),
      { numRuns: 20 },
    );
  });

  test('the event of a digest keeps to our schema', () => {
    fc.assert(
      fc.property(fc.array(anyNews, { minLength: 2, maxLength: 5 }), (news) => {
        expect(faults(ours, writer.digest(news).event)).toStrictEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});

type Change = (event: Record<string, unknown>, downbeat: Record<string, unknown>) => unknown;

function changed(event: object, change: Change): object {
  const copy = JSON.parse(JSON.stringify(event));
  change(copy, copy.downbeat);
  return copy;
}

test.each<[string, Change]>([
  ['another version', (_event, downbeat) => Object.assign(downbeat, { version: 2 })],
  [
    'a field that nobody knows',
    (_event, downbeat) => Object.assign(downbeat, { ping_url: 'https://x.example' }),
  ],
  ['an unknown kind', (_event, downbeat) => Object.assign(downbeat, { kind: 'sideways' })],
  ['the kind of a digest', (_event, downbeat) => Object.assign(downbeat, { kind: 'digest' })],
  ['an unknown reason', (_event, downbeat) => Object.assign(downbeat, { reason: 'weather' })],
  [
    'an instant without its zone',
    (_event, downbeat) => Object.assign(downbeat, { at: '2026-11-21T02:05:00' }),
  ],
  ['no last ping, not even null', (_event, downbeat) => delete downbeat.last_ping],
  ['no event id', (_event, downbeat) => delete downbeat.event_id],
  ['the number of a reminder', (_event, downbeat) => Object.assign(downbeat, { reminder: 1 })],
  ['a key in its monitor', (_event, downbeat) => Object.assign(downbeat.monitor as object, { secret: 'x' })],
  ['no name of an alarm', (event) => delete event.AlarmName],
  ['an unknown state', (event) => Object.assign(event, { NewStateValue: 'DOWN' })],
  ['nothing of ours', (event) => delete event.downbeat],
])('our schema refuses an event with %s', (_what, change) => {
  expect(faults(ours, changed(writer.event(newsOf()).event, change))).not.toStrictEqual([]);
});

test.each<[string, Change]>([
  ['without any news', (_event, downbeat) => Object.assign(downbeat, { news: [] })],
  ['with an unknown kind', (_event, downbeat) => Object.assign(downbeat, { counts: { sideways: 1 } })],
  ['with a field that nobody knows', (_event, downbeat) => Object.assign(downbeat, { seq: 1 })],
])('our schema refuses a digest %s', (_what, change) => {
  const { event } = writer.digest([newsOf(), newsOf({ id: 'users' })]);
  expect(faults(ours, changed(event, change))).not.toStrictEqual([]);
});

test.each<[string, Change]>([
  ['an unknown state', (event) => Object.assign(event, { OldStateValue: 'DOWN' })],
  [
    'an instant in ISO 8601',
    (event) => Object.assign(event, { StateChangeTime: '2026-11-21T02:05:00.000Z' }),
  ],
  ['no trigger', (event) => delete event.Trigger],
  [
    'dimensions in capitals',
    (event) => Object.assign(event.Trigger as object, { Dimensions: [{ Name: 'a' }] }),
  ],
  ['a reason that is too long', (event) => Object.assign(event, { NewStateReason: 'x'.repeat(1_024) })],
  ['another account', (event) => Object.assign(event, { AWSAccountId: 'local' })],
])("an alarm's schema refuses an event with %s", (_what, change) => {
  expect(faults(alarm, changed(writer.event(newsOf()).event, change))).not.toStrictEqual([]);
});

test('the longest description of an alarm is within its bound', () => {
  const lines = Array.from({ length: 10 }, (_, line) => `${line},17,23 1-5,7,9-22/3 1,2,3 1-11/2 MON-FRI`);
  const runbookUrl = `https://x.example/${'r'.repeat(480)}`;
  const { event } = writer.event(newsOf({ schedule: parseSchedule(lines.join('\n')), runbookUrl }));
  expect(event).toMatchObject({ AlarmDescription: expect.stringMatching(/^.{999}…$/) });
  expect(faults(alarm, event)).toStrictEqual([]);
});

test('a reminder without its number is refused', () => {
  const reminder = { number: 1, at: downAt };
  const { event } = writer.event(newsOf({ reminder }, {}, { change: 'reminder' }));
  expect(faults(ours, event)).toStrictEqual([]);
  const without = changed(event, (_event, downbeat) => Object.assign(downbeat, { reminder: null }));
  expect(faults(ours, without)).not.toStrictEqual([]);
});

test('the event that docs/alerts.md shows keeps to our schema', () => {
  const [, example = ''] =
    /```json\n(\{\n {2}"AlarmName"[\s\S]*?)```/.exec(readFileSync('docs/alerts.md', 'utf8')) ?? [];
  expect(faults(ours, JSON.parse(example))).toStrictEqual([]);
});

test('the e-mail that docs/alerts.md shows is the one that a test holds us to', () => {
  const [, mail = 'none'] =
    /\nSubject: DOWN: Nightly backup\n\n([\s\S]*?)\n```/.exec(readFileSync('docs/alerts.md', 'utf8')) ?? [];
  expect(readFileSync('test/views/golden-email.test.ts', 'utf8')).toContain(mail);
});
