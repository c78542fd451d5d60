import type { Flip } from '../../lambdas/domain/flip.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import type { News } from '../../lambdas/domain/news.ts';
import { parseSchedule } from '../../lambdas/domain/schedule.ts';
import { alertWriter } from '../../lambdas/views/alert.ts';
import { lasting, span, utc, zoned } from '../../lambdas/views/instants.ts';
import { anInstallation, downAt, newsOf } from '../support/news.ts';

const writer = alertWriter(anInstallation);
const hourMs = 3_600_000;
const source = { sourceIp: '203.0.113.7', userAgent: 'curl' };

const subjectFor = (name: string) => writer.alert(newsOf({ name })).subject;
const smsFor = (name: string) => writer.alert(newsOf({ name })).sms;
const emailFor = (name: string) => writer.alert(newsOf({ name })).email;

describe('an instant', () => {
  test.each([
    ['UTC', '2026-11-21 02:05:00 UTC'],
    ['Europe/Riga', '2026-11-21 04:05:00 Europe/Riga (02:05:00 UTC)'],
    ['America/New_York', '2026-11-20 21:05:00 America/New_York (2026-11-21 02:05:00 UTC)'],
    ['Asia/Kathmandu', '2026-11-21 07:50:00 Asia/Kathmandu (02:05:00 UTC)'],
    ['Pacific/Kiritimati', '2026-11-21 16:05:00 Pacific/Kiritimati (02:05:00 UTC)'],
    ['GMT', '2026-11-21 02:05:00 GMT (02:05:00 UTC)'],
  ])('in %s is told by both clocks', (timezone, text) => {
    expect(zoned(downAt, timezone)).toBe(text);
  });

  test('just after midnight is hour 00', () => {
    expect(zoned(Date.UTC(2026, 10, 20, 22, 0, 9), 'Europe/Riga')).toMatch(
      /^2026-11-21 00:00:09 Europe\/Riga/,
    );
  });

  test('is told to the second that it is in', () => {
    expect(utc(downAt + 999)).toBe('2026-11-21 02:05:00 UTC');
  });
});

test.each([
  [59_499, '59s'],
  [59_500, '1m'],
  [-5_000, '0s'],
])('a span of %i ms is rounded to seconds: %s', (milliseconds, text) => {
  expect(span(downAt, downAt + milliseconds)).toBe(text);
});

test.each([
  [0.4, '0 ms'],
  [999, '999 ms'],
  [1_000, '1s'],
  [12_345, '12.3s'],
  [83_250, '1m23s'],
])('a run of %d ms lasted %s', (milliseconds, text) => {
  expect(lasting(milliseconds)).toBe(text);
});

describe('the name in a subject', () => {
  test('loses its accents', () => {
    expect(subjectFor('Sauvegarde journalière à Zürich')).toBe('DOWN: Sauvegarde journaliere a Zurich');
  });

  test('has a question mark for what is not ASCII', () => {
    expect(subjectFor('東京 db1')).toBe('DOWN: ?? db1');
  });

  test('has one question mark for an emoji', () => {
    expect(subjectFor('😀 backup')).toBe('DOWN: ? backup');
  });

  test.each(['夜間バックアップ', '夜間 db', '!!!', ' ', `${'語'.repeat(93)}readable`])(
    'is the id for "%s", of which too little would be left',
    (name) => {
      expect(subjectFor(name)).toBe('DOWN: nightly-backup');
    },
  );

  test('has one space for a line break', () => {
    expect(subjectFor('Nightly\r\nbackup\u2028EU')).toBe('DOWN: Nightly backup EU');
  });

  test('of 93 characters is whole', () => {
    expect(subjectFor('a'.repeat(93))).toBe(`DOWN: ${'a'.repeat(93)}`);
  });

  test('of 94 characters is cut', () => {
    expect(subjectFor('a'.repeat(94))).toBe(`DOWN: ${'a'.repeat(93)}`);
  });

  test('has no space behind it when it is cut behind a word', () => {
    expect(subjectFor(`${'a'.repeat(92)} b`)).toBe(`DOWN: ${'a'.repeat(92)}`);
  });

  test('leaves room for what stands behind it', () => {
    const { subject } = writer.alert(newsOf({ name: 'a'.repeat(100) }, {}, { change: 'settled' }));
    expect(subject).toBe(`STEADY: ${'a'.repeat(83)} is DOWN`);
    expect(subject).toHaveLength(99);
  });
});

describe('the name in an e-mail', () => {
  test('keeps its own letters', () => {
    expect(emailFor('東京 café')).toMatch(/^東京 café is DOWN\.\n/);
  });

  test('cannot add a line, nor turn the direction of writing', () => {
    expect(emailFor('Backup\nis fine.\u2029Really\u202e!')).toMatch(/^Backup is fine\. Really ! is DOWN\.\n/);
  });

  test('is the id if there is nothing to see of it', () => {
    expect(emailFor('\u200b')).toMatch(/^nightly-backup is DOWN\.\n/);
  });
});

describe('the name in an SMS', () => {
  test.each(['[', ']', '{', '}', '\\', '~', '^', '|', '`'])('has a question mark for %s', (character) => {
    expect(smsFor(`db${character}1`)).toMatch(/^db\?1 is DOWN/);
  });

  test('keeps the punctuation that every phone has', () => {
    expect(smsFor('a_b.c,d:e;f!g?h\'i"j(k)+l-m/n&o%p#q*r=s<t>u@v$w')).toMatch(
      /^a_b\.c,d:e;f!g\?h'i"j\(k\)\+l-m\/n&o%p#q\*r=s<t>u@v\$w is DOWN/,
    );
  });

  test('is cut where 140 characters would be passed', () => {
    const says = ' is DOWN since 2026-11-21 02:05:00 UTC: no check-in.';
    expect(smsFor('a'.repeat(100))).toBe(`${'a'.repeat(140 - says.length)}${says}`);
    expect(smsFor('a'.repeat(140 - says.length))).toHaveLength(140);
  });

  test('of a test is cut there too', () => {
    const { sms } = writer.test(newsOf({ name: 'a'.repeat(120) }).monitor, { at: 0, id: 't' });
    expect(sms).toHaveLength(140);
  });
});

describe('what happened', () => {
  /** Its second paragraph. */
  function story(
    monitor: Partial<Monitor>,
    flip: Partial<Flip>,
    more: Partial<News> = {},
  ): string | undefined {
    const since = downAt - 2 * hourMs;
    const { email } = writer.alert(newsOf(monitor, { since, ...flip }, more));
    return email.split('\n\n')[1]?.replaceAll('\n', ' ');
  }
  const up = { from: 'down', to: 'up' } as const;

  test.each<[string, Partial<Monitor>, Partial<Flip>, string]>([
    ['the only miss allowed', { misses: 1 }, {}, 'No check-in came by 2026-11-21 02:05:00 UTC.'],
    [
      'the last of several misses',
      { maxMisses: 3, misses: 3 },
      {},
      'No check-in came by 2026-11-21 02:05:00 UTC: miss 3 of 3 since the last success.',
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
      'A run was still going on at 2026-11-21 02:05:00 UTC, after 1m, which is all it may take: miss 2 of 2 since the last success.',
    ],
    [
      'the last of several failures',
      { maxFailures: 2, failures: 2 },
      { reason: 'failed' },
      'The job reported a failure at 2026-11-21 02:05:00 UTC: failure 2 of 2 since the last success.',
    ],
    [
      'the last success of a recovery',
      { recoveryThreshold: 3 },
      { ...up, reason: 'recovered' },
      'A check-in came at 2026-11-21 02:05:00 UTC, after 2h of being down: the last of 3 successes in a row.',
    ],
    [
      'a change of the settings',
      {},
      { ...up, reason: 'changed' },
      'Its settings were changed at 2026-11-21 02:05:00 UTC, after 2h of being down. By the new ones no check-in is missing.',
    ],
    [
      'the end of a pause',
      {},
      { ...up, from: 'paused', reason: 'resumed' },
      'Its pause ended at 2026-11-21 02:05:00 UTC, after 2h. It is taken to be up until a check-in is missing.',
    ],
    [
      'a success that ends a pause',
      { lastPing: { at: downAt, kind: 'success', ...source } },
      { ...up, from: 'paused', reason: 'resumed' },
      'Its pause ended at 2026-11-21 02:05:00 UTC, after 2h. A check-in ended it.',
    ],
    [
      'the end of a pause long after a success',
      { lastPing: { at: downAt - 1, kind: 'success', ...source } },
      { ...up, from: 'paused', reason: 'resumed' },
      'Its pause ended at 2026-11-21 02:05:00 UTC, after 2h. It is taken to be up until a check-in is missing.',
    ],
    [
      'a pause',
      {},
      { to: 'paused', reason: 'paused' },
      'It was paused at 2026-11-21 02:05:00 UTC, after 2h of being up.',
    ],
  ])('at %s is said', (_what, monitor, flip, expected) => {
    expect(story(monitor, flip)).toBe(expected);
  });

  describe('before a reminder is told as it was then:', () => {
    const reminder = { number: 1, at: downAt + hourMs };
    const told = (monitor: Partial<Monitor>, flip: Partial<Flip>) =>
      story({ reminder, ...monitor }, flip, { change: 'reminder' })?.replace(/^.* This is reminder 1\. /, '');

    test('no misses, which a success may have taken back', () => {
      expect(told({ maxMisses: 3, misses: 0 }, {})).toBe('No check-in came by 2026-11-21 02:05:00 UTC.');
    });

    test('no failures, for the same reason', () => {
      expect(told({ maxFailures: 3, failures: 0 }, { reason: 'failed' })).toBe(
        'The job reported a failure at 2026-11-21 02:05:00 UTC.',
      );
    });

    test('no exit status of a later failure', () => {
      const lastPing = { at: downAt + 1, kind: 'fail', exitStatus: 7, ...source } as const;
      const failed = 'The job reported a failure at 2026-11-21 02:05:00 UTC';
      expect(told({ lastPing }, { reason: 'failed' })).toBe(`${failed}.`);
      expect(told({ lastPing: { ...lastPing, at: downAt } }, { reason: 'failed' })).toBe(
        `${failed} (exit status 7).`,
      );
    });

    test('no max runtime that may be another by now', () => {
      expect(told({ maxRuntimeSeconds: 60 }, { reason: 'timed_out' })).toBe(
        'A run was still going on at 2026-11-21 02:05:00 UTC.',
      );
    });
  });

  test('before a monitor became steady is told without a threshold that may be another by now', () => {
    const settled = { at: downAt + hourMs, since: downAt - hourMs, flips: 12 };
    const flip = { ...up, reason: 'recovered' } as const;
    expect(story({ settled, recoveryThreshold: 3 }, flip, { change: 'settled' })).toMatch(/of being down\.$/);
  });

  test('to a monitor that was up and flaps is said of up', () => {
    const flapping = { since: downAt - hourMs, flips: 12, seq: 2 };
    expect(story({ flapping }, { ...up, reason: 'recovered' })).toMatch(
      /^It has changed 12 times since 2026-11-21 01:05:00 UTC, and is UP right now\./,
    );
  });
});

test('an alert of a first success says UP, not again', () => {
  const { email } = writer.alert(newsOf({}, { from: 'new', to: 'up', reason: 'first_ping' }));
  expect(email).toMatch(/^Nightly backup is UP\.\n/);
});

test('lines of an e-mail have at most 78 columns where words allow it', () => {
  const schedule = parseSchedule(['0 2 * * 1-5', '0 12 * * 6', '30 14 L * *', '0 0 15W * *'].join('\n'));
  const tags = Array.from({ length: 20 }, (_, index) => `tag-number-${index}`);
  const { email } = writer.alert(newsOf({ schedule, tags, timezone: 'America/Argentina/ComodRivadavia' }));
  expect(email.split('\n').filter((line) => line.length > 78 && !line.includes('https://'))).toStrictEqual(
    [],
  );
});

test('a schedule of many lines is cut in words, and whole in the event', () => {
  const text = Array.from(
    { length: 10 },
    (_, line) => `${line},17,23 1-5,7,9-22/3 1,2,3 1-11/2 MON-FRI`,
  ).join('\n');
  const { email, event } = writer.alert(newsOf({ schedule: parseSchedule(text) }));
  expect(email).toMatch(/…,\s+with\s+5m\s+of\s+grace\n/);
  const { downbeat } = event as unknown as { downbeat: { schedule: string; schedule_in_words: string } };
  expect(downbeat.schedule).toBe(text);
  expect(downbeat.schedule_in_words).toHaveLength(500);
});

test('the same alert of another life of the same id has another event id', () => {
  const [first, second] = [1_000, 2_000].map((createdAt) => writer.event(newsOf({ createdAt })).event);
  expect(first).toMatchObject({ downbeat: { event_id: 'nightly-backup:1000:2' } });
  expect(second).toMatchObject({ downbeat: { event_id: 'nightly-backup:2000:2' } });
});
