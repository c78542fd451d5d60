import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { alertWriter } from '../../lambdas/views/alert.ts';
import { cloudWatchAlarm } from '../support/cloudwatch-alarm.ts';
import { anInstallation, downAt, newsOf } from '../support/news.ts';

// What people and machines are told when nobody looked for a while, whole.

const writer = alertWriter(anInstallation);
const blindness = { from: downAt, to: downAt + 10_500_000 };
const furtherGrace = { from: downAt + 10_500_000, until: downAt + 11_100_000 };

test('people read in a mail what it means and what to do', () => {
  const { subject, email, attributes } = writer.blindness(blindness);
  expect(subject).toBe('BLIND: Downbeat for 2h55m');
  expect(attributes).toEqual({ kind: ['blind', 'down', 'up'], monitor: [], tags: [] });
  expect(email).toBe(`Downbeat was blind from 2026-11-21 02:05:00 UTC to 2026-11-21 05:00:00 UTC,
for 2h55m.

Pings may have been lost, and no deadline was looked at.
A monitor whose deadline passed in that time is given up to 10 minutes more:
only if no check-in comes then, you are told that it is down.

Told by:      the installation Downbeat in eu-west-1

To see which monitors are late:

  downbeat monitors list \\
    --url https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com

This went to every channel of the installation. The link below, from Amazon
SNS, takes your address out of this channel, for all of its monitors.
`);
});

test('an SMS says it in 140 characters, whatever the name of the installation', () => {
  const says = ' was BLIND from 2026-11-21 02:05:00 UTC to 2026-11-21 05:00:00 UTC: pings may be lost.';
  expect(writer.blindness(blindness).sms).toBe(`Downbeat${says}`);
  const long = alertWriter({ ...anInstallation, name: 'downbeat-of-'.padEnd(128, 'x') });
  const { sms, subject } = long.blindness(blindness);
  expect([sms.length, sms.endsWith(says), subject.length, subject.slice(-10)]).toEqual([
    ...[140, true, 99],
    ' for 2h55m',
  ]);
});

test('a chat shows it in a thread of its own', () => {
  expect(writer.blindness(blindness).chat).toMatchObject({
    id: `blind:${downAt}`,
    content: {
      title: ':warning: BLIND: Downbeat for 2h55m',
      nextSteps: [expect.stringContaining('downbeat monitors list --url https://')],
      keywords: ['blind'],
    },
    metadata: { threadId: 'Downbeat/blind', eventType: 'blind' },
  });
});

test('machines get it as no news of an alarm, by our schema and by that of an alarm', () => {
  const { subject, event, attributes, detailType } = writer.blindnessEvent(blindness);
  expect([subject, attributes.kind, detailType]).toEqual([
    ...['INSUFFICIENT_DATA: Downbeat for 2h55m', ['blind'], 'Installation Blind'],
  ]);
  expect(event).toMatchObject({ AlarmName: 'Downbeat', NewStateValue: 'INSUFFICIENT_DATA' });
  expect(event.downbeat).toEqual({
    ...{ version: 1, event_id: `blind:${downAt}`, kind: 'blind', told: true, installation: 'Downbeat' },
    ...{ at: '2026-11-21T02:05:00.000Z', detected_at: '2026-11-21T05:00:00.000Z' },
  });
  expect(writer.blindness(blindness).event).toEqual(event);
  const ajv = new Ajv2020({ allowUnionTypes: true });
  addFormats.default(ajv);
  const ours = JSON.parse(readFileSync('docs/alert-event.schema.json', 'utf8'));
  for (const schema of [ours, cloudWatchAlarm]) {
    expect(ajv.validate(schema, JSON.parse(JSON.stringify(event)))).toBe(true);
  }
});

test('a miss that nobody noticed in time says so, and what it was waited for', () => {
  const late = newsOf({}, { furtherGrace });
  expect(writer.alert(late).email).toContain(`No check-in came by 2026-11-21 02:05:00 UTC.
Downbeat itself was away, or an event came late: so it looked no sooner than
2026-11-21 05:00:00 UTC, and waited until 2026-11-21 05:10:00 UTC for pings
that may be late or lost, in vain.
`);
  expect(writer.event(late).event).toMatchObject({
    downbeat: { further_grace: { from: '2026-11-21T05:00:00.000Z', until: '2026-11-21T05:10:00.000Z' } },
  });
});
