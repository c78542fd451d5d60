import type { Flip } from '../../lambdas/domain/flip.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import type { News } from '../../lambdas/domain/news.ts';
import { alertWriter } from '../../lambdas/views/alert.ts';
import { anInstallation, downAt, newsOf } from '../support/news.ts';

// Subjects and SMS, whole.

const writer = alertWriter(anInstallation);
const hourMs = 3_600_000;

const back: Partial<Flip> = { from: 'down', to: 'up', reason: 'recovered', since: downAt - 90 * 60_000 };
const reminder = { number: 3, at: downAt + hourMs };
const flapping = { since: downAt - hourMs, flips: 11, seq: 2 };
const settled = { at: downAt + 900_000, since: downAt - hourMs, flips: 14 };

test.each<[string, Partial<Monitor>, Partial<Flip>, Partial<News>, string, string]>([
  [
    'a missed deadline',
    {},
    {},
    {},
    'DOWN: Nightly backup',
    'Nightly backup is DOWN since 2026-11-21 02:05:00 UTC: no check-in.',
  ],
  [
    'a failure',
    {},
    { reason: 'failed' },
    {},
    'DOWN: Nightly backup',
    'Nightly backup is DOWN since 2026-11-21 02:05:00 UTC: job failed.',
  ],
  [
    'a run that takes too long',
    {},
    { reason: 'timed_out' },
    {},
    'DOWN: Nightly backup',
    'Nightly backup is DOWN since 2026-11-21 02:05:00 UTC: run took too long.',
  ],
  [
    'a recovery',
    {},
    back,
    {},
    'UP: Nightly backup',
    'Nightly backup is UP since 2026-11-21 02:05:00 UTC, was down 1h30m.',
  ],
  [
    'a monitor that comes up out of a pause',
    {},
    { ...back, from: 'paused', reason: 'resumed' },
    {},
    'UP: Nightly backup',
    'Nightly backup is UP since 2026-11-21 02:05:00 UTC, was paused 1h30m.',
  ],
  [
    'a reminder',
    { reminder },
    {},
    { change: 'reminder' },
    'STILL DOWN: Nightly backup',
    'Nightly backup is STILL DOWN (reminder 3) since 2026-11-21 02:05:00 UTC: no check-in.',
  ],
  [
    'a monitor that begins to flap',
    { flapping },
    {},
    {},
    'FLAPPING: Nightly backup',
    'Nightly backup is FLAPPING: 11 changes, DOWN now since 2026-11-21 02:05:00 UTC.',
  ],
  [
    'a later flip of a monitor that flaps',
    { flapping },
    { seq: 3 },
    {},
    'DOWN: Nightly backup',
    'Nightly backup is DOWN since 2026-11-21 02:05:00 UTC: no check-in.',
  ],
  [
    'a reminder of the flip with which flapping began',
    { flapping, reminder },
    {},
    { change: 'reminder' },
    'STILL DOWN: Nightly backup',
    'Nightly backup is STILL DOWN (reminder 3) since 2026-11-21 02:05:00 UTC: no check-in.',
  ],
  [
    'a monitor that is steady and down',
    { settled },
    {},
    { change: 'settled' },
    'STEADY: Nightly backup is DOWN',
    'Nightly backup is STEADY: DOWN since 2026-11-21 02:05:00 UTC, after 14 changes.',
  ],
  [
    'a monitor that is steady and up',
    { settled },
    back,
    { change: 'settled' },
    'STEADY: Nightly backup is UP',
    'Nightly backup is STEADY: UP since 2026-11-21 02:05:00 UTC, after 14 changes.',
  ],
])('%s', (_what, monitor, flip, news, subject, sms) => {
  expect(writer.alert(newsOf(monitor, flip, news))).toMatchObject({ subject, sms });
});

test('a test', () => {
  expect(writer.test(newsOf().monitor, { at: downAt, id: 't1' })).toMatchObject({
    subject: 'TEST: Nightly backup',
    sms: 'TEST of the alerts for Nightly backup',
  });
});

describe('a digest', () => {
  const many = (count: number, flip: Partial<Flip> = {}) =>
    Array.from({ length: count }, (_, index) =>
      newsOf({ id: `job-${index}`, name: `Job ${index}` }, { at: downAt + index, ...flip }),
    );

  test('of one kind', () => {
    expect(writer.digest(many(40))).toMatchObject({
      subject: 'DOWN: 40 monitors',
      sms: 'DOWN: 40 monitors: Job 0, Job 1, Job 2, Job 3, Job 4, Job 5, Job 6, Job 7, Job 8, Job 9, Job 10, Job 11, Job 12, Job 13, Job 14 +25 more',
    });
  });

  test('of several kinds', () => {
    const mixed = [
      ...many(2),
      ...many(1, back),
      newsOf({ reminder }, {}, { change: 'reminder' }),
      newsOf({ id: 'f', name: 'Feed', flapping }),
      newsOf({ id: 's', name: 'Sync', settled }, {}, { change: 'settled' }),
    ];
    expect(writer.digest(mixed)).toMatchObject({
      subject: '2 DOWN, 1 STILL DOWN, 1 FLAPPING, 1 UP, 1 STEADY',
      sms: '2 DOWN, 1 STILL DOWN, 1 FLAPPING, 1 UP, 1 STEADY: Job 0, Feed, Job 1, Sync, Nightly backup',
    });
  });

  test('counts a monitor that went down twice once', () => {
    expect(writer.digest([newsOf(), newsOf({}, { seq: 4, at: downAt + 1 })]).subject).toBe('DOWN: 1 monitor');
  });
});
