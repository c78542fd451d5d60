import type { Flip } from '../../lambdas/domain/flip.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { writeAlert } from '../../lambdas/views/alert-text.ts';
import { aMonitor } from '../support/monitors.ts';

const at = Date.UTC(2026, 10, 21, 2, 5);
const hourMs = 3_600_000;
const source = { sourceIp: '203.0.113.7', userAgent: 'curl' };

function aFlip(overrides: Partial<Flip>): Flip {
  const instants = { at, detectedAt: at + 1_500, since: at - 2 * hourMs };
  return { seq: 4, from: 'up', to: 'down', reason: 'missed', ...instants, ...overrides };
}

/** What an e-mail says happened: its second paragraph. */
function story(monitor: Partial<Monitor>, flip: Partial<Flip>): string | undefined {
  return writeAlert(aMonitor(monitor), aFlip(flip)).email.split('\n\n')[1];
}

test.each<[string, Partial<Monitor>, Partial<Flip>, string]>([
  ['a miss that was the only one allowed', { misses: 1 }, {}, 'No check-in came by 2026-11-21 02:05:00 UTC.'],
  [
    'the last of several misses',
    { maxMisses: 3, misses: 3 },
    {},
    'No check-in came by 2026-11-21 02:05:00 UTC: miss 3 since the last success.',
  ],
  [
    'a run that takes too long',
    { maxRuntimeSeconds: 5_400, misses: 1 },
    { reason: 'timed_out' },
    'A run was still going on at 2026-11-21 02:05:00 UTC, after 1h30m, which is all it may take.',
  ],
  [
    'a run that takes too long, after another miss',
    { maxRuntimeSeconds: 60, maxMisses: 2, misses: 2 },
    { reason: 'timed_out' },
    'A run was still going on at 2026-11-21 02:05:00 UTC, after 1m, which is all it may take: miss 2 since the last success.',
  ],
  [
    'a change of the settings',
    {},
    { from: 'down', to: 'up', reason: 'changed' },
    'Its settings were changed at 2026-11-21 02:05:00 UTC, after 2h of being down. By the new ones no check-in is missing.',
  ],
  [
    'the end of a pause',
    {},
    { from: 'paused', to: 'up', reason: 'resumed' },
    'Its pause ended at 2026-11-21 02:05:00 UTC, after 2h. It is taken to be up until a check-in is missing.',
  ],
  [
    'a success that ends a pause',
    { lastPing: { at, kind: 'success', ...source } },
    { from: 'paused', to: 'up', reason: 'resumed' },
    'Its pause ended at 2026-11-21 02:05:00 UTC, after 2h. A check-in ended it.',
  ],
  [
    'the end of a pause long after a success',
    { lastPing: { at: at - 1, kind: 'success', ...source } },
    { from: 'paused', to: 'up', reason: 'resumed' },
    'Its pause ended at 2026-11-21 02:05:00 UTC, after 2h. It is taken to be up until a check-in is missing.',
  ],
])('the e-mail of %s says so', (_what, monitor, flip, expected) => {
  expect(story(monitor, flip)).toBe(expected);
});

test('the SMS of a run that takes too long says so', () => {
  const { sms } = writeAlert(aMonitor({ maxRuntimeSeconds: 60 }), aFlip({ reason: 'timed_out' }));
  expect(sms).toBe('Nightly backup is DOWN since 2026-11-21 02:05:00 UTC: run took too long.');
});

test('the schedule by the calendar is told in words, with its zone', () => {
  const schedule = { kind: 'cron', text: '0 2 * * 1-5', lines: ['0 2 * * 1-5'] } as const;
  const { email, event } = writeAlert(aMonitor({ schedule, timezone: 'Europe/Riga' }), aFlip({}));
  expect(email).toContain('\nSchedule:   at 02:00, Monday through Friday, Europe/Riga, with 5m of grace\n');
  expect(event.downbeat).toMatchObject({ schedule: '0 2 * * 1-5', timezone: 'Europe/Riga' });
});

describe('a reminder', () => {
  const monitor = aMonitor({ status: 'down', createdAt: 7, reminderSeconds: 3_600 });
  const reminder = { number: 3, at: at + 3 * hourMs + 1_500 };
  const alert = writeAlert(monitor, aFlip({}), reminder);

  test('has a subject that says that it is still down', () => {
    expect(alert.subject).toBe('STILL DOWN: Nightly backup');
  });

  test('has an e-mail that says for how long, and what happened then', () => {
    expect(alert.email).toBe(`Nightly backup is still DOWN.

It has been down for 3h2s. This is reminder 3.
No check-in came by 2026-11-21 02:05:00 UTC.

Monitor:    nightly-backup
Schedule:   every 24 hours, with 5m of grace
Last ping:  none yet
Since:      2026-11-21 02:05:00 UTC
Noticed:    2026-11-21 02:05:01 UTC
Before:     up for 2h, since 2026-11-21 00:05:00 UTC
`);
  });

  test('has an SMS that numbers it', () => {
    expect(alert.sms).toBe(
      'Nightly backup is STILL DOWN (reminder 3) since 2026-11-21 02:05:00 UTC: no check-in.',
    );
  });

  test('has an SMS of at most 140 characters, however long the name', () => {
    const long = writeAlert({ ...monitor, name: 'x'.repeat(100) }, aFlip({ reason: 'timed_out' }), reminder);
    expect(long.sms).toHaveLength(140);
  });

  test('has an event of its own, with the number of the outage', () => {
    expect(alert.event.downbeat).toMatchObject({
      event_id: 'nightly-backup:7:4:3',
      seq: 4,
      kind: 'reminder',
      reminder: 3,
      at: '2026-11-21T02:05:00.000Z',
      detected_at: '2026-11-21T05:05:01.500Z',
    });
  });
});

describe('a reminder of a monitor that has gone on since', () => {
  const reminder = { number: 1, at: at + hourMs };
  const told = (monitor: Partial<Monitor>, flip: Partial<Flip>) =>
    writeAlert(aMonitor(monitor), aFlip(flip), reminder).email.split('\n\n')[1]?.split('\n')[1];

  test('says nothing of misses, which a success may have taken back', () => {
    expect(told({ maxMisses: 3, misses: 0 }, {})).toBe('No check-in came by 2026-11-21 02:05:00 UTC.');
  });

  test('says nothing of the exit status of a later fail', () => {
    const lastPing = { at: at + 1, kind: 'fail', exitStatus: 7, ...source } as const;
    const failed = 'The job reported a failure at 2026-11-21 02:05:00 UTC';
    expect(told({ lastPing }, { reason: 'failed' })).toBe(`${failed}.`);
    expect(told({ lastPing: { ...lastPing, at } }, { reason: 'failed' })).toBe(`${failed} (exit status 7).`);
  });

  test('says nothing of a limit that there is no more', () => {
    expect(told({}, { reason: 'timed_out' })).toBe('A run was still going on at 2026-11-21 02:05:00 UTC.');
  });

  test('has the number of the alert that people had', () => {
    const monitor = aMonitor({ lastAlert: { seq: 2, kind: 'down' } });
    expect(writeAlert(monitor, aFlip({ seq: 4 }), reminder).event.downbeat.seq).toBe(2);
    expect(writeAlert(monitor, aFlip({ seq: 4 })).event.downbeat.seq).toBe(4);
  });
});

test('the SMS of a monitor that comes up out of a pause says how long that was', () => {
  const { sms } = writeAlert(aMonitor(), aFlip({ from: 'paused', to: 'up', reason: 'resumed' }));
  expect(sms).toBe('Nightly backup is UP since 2026-11-21 02:05:00 UTC, was paused 2h.');
});
