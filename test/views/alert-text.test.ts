import fc from 'fast-check';
import type { Flip } from '../../lambdas/domain/flip.ts';
import { dayMs } from '../../lambdas/domain/time.ts';
import { writeAlert } from '../../lambdas/views/alert-text.ts';
import { aMonitor } from '../support/monitors.ts';

const upSince = Date.UTC(2026, 10, 17, 2);
const pingedAt = Date.UTC(2026, 10, 20, 2, 0, 3, 250);
const deadlineAt = Date.UTC(2026, 10, 21, 2, 5, 3, 250);
const lastPing = {
  at: pingedAt,
  kind: 'success',
  sourceIp: '203.0.113.7',
  userAgent: 'curl/8.9.1',
} as const;

function aFlip(overrides: Partial<Flip> = {}): Flip {
  return {
    seq: 2,
    from: 'up',
    to: 'down',
    at: deadlineAt,
    detectedAt: deadlineAt + 1_750,
    since: upSince,
    reason: 'missed',
    ...overrides,
  };
}

function subjectFor(name: string): string {
  return writeAlert(aMonitor({ name }), aFlip()).subject;
}

function smsFor(name: string): string {
  return writeAlert(aMonitor({ name }), aFlip()).sms;
}

describe('the alert for a missed deadline', () => {
  const alert = writeAlert(aMonitor({ lastPing }), aFlip());

  test('has a subject that says what is down', () => {
    expect(alert.subject).toBe('DOWN: Nightly backup');
  });

  test('has an e-mail that a person can act on', () => {
    expect(alert.email).toBe(`Nightly backup is DOWN.

No check-in came by 2026-11-21 02:05:03 UTC.

Monitor:    nightly-backup
Schedule:   every 24 hours, with 5m of grace
Last ping:  success at 2026-11-20 02:00:03 UTC from 203.0.113.7
Since:      2026-11-21 02:05:03 UTC
Noticed:    2026-11-21 02:05:05 UTC
Before:     up for 4d5m3s, since 2026-11-17 02:00:00 UTC
`);
  });

  test('has an SMS that says since when', () => {
    expect(alert.sms).toBe('Nightly backup is DOWN since 2026-11-21 02:05:03 UTC: no check-in.');
  });

  test('has an event for machines', () => {
    expect(alert.event).toEqual({
      downbeat: {
        version: 1,
        event_id: `nightly-backup:${Date.UTC(2026, 10, 16, 12)}:2`,
        seq: 2,
        kind: 'down',
        reminder: null,
        monitor: { id: 'nightly-backup', name: 'Nightly backup' },
        reason: 'missed',
        at: '2026-11-21T02:05:03.250Z',
        detected_at: '2026-11-21T02:05:05.000Z',
        previous_status: 'up',
        previous_since: '2026-11-17T02:00:00.000Z',
        schedule: 'every 24h',
        timezone: 'UTC',
        grace_period_seconds: 300,
        last_ping: {
          at: '2026-11-20T02:00:03.250Z',
          kind: 'success',
          exit_status: null,
          source_ip: '203.0.113.7',
        },
      },
    });
  });
});

describe('the alert for a job that failed with an exit status', () => {
  const failedAt = Date.UTC(2026, 10, 21, 2, 1, 30);
  const alert = writeAlert(
    aMonitor({ lastPing: { ...lastPing, at: failedAt, kind: 'fail', exitStatus: 3 } }),
    aFlip({ at: failedAt, detectedAt: failedAt, reason: 'failed' }),
  );

  test('has an e-mail with the exit status', () => {
    expect(alert.email).toBe(`Nightly backup is DOWN.

The job reported a failure at 2026-11-21 02:01:30 UTC (exit status 3).

Monitor:    nightly-backup
Schedule:   every 24 hours, with 5m of grace
Last ping:  fail (exit status 3) at 2026-11-21 02:01:30 UTC from 203.0.113.7
Since:      2026-11-21 02:01:30 UTC
Noticed:    2026-11-21 02:01:30 UTC
Before:     up for 4d1m30s, since 2026-11-17 02:00:00 UTC
`);
  });

  test('has an SMS that tells it from a silent job', () => {
    expect(alert.sms).toBe('Nightly backup is DOWN since 2026-11-21 02:01:30 UTC: job failed.');
  });

  test('has an event with the exit status', () => {
    expect(alert.event.downbeat).toMatchObject({
      kind: 'down',
      reason: 'failed',
      last_ping: { kind: 'fail', exit_status: 3 },
    });
  });
});

describe('the alert for a recovery', () => {
  const recoveredAt = Date.UTC(2026, 10, 21, 3, 35, 3, 250);
  const alert = writeAlert(
    aMonitor({ lastPing: { ...lastPing, at: recoveredAt, exitStatus: 0 } }),
    aFlip({
      seq: 3,
      from: 'down',
      to: 'up',
      at: recoveredAt,
      detectedAt: recoveredAt,
      since: deadlineAt,
      reason: 'recovered',
    }),
  );

  test('has a subject that says what is up', () => {
    expect(alert.subject).toBe('UP: Nightly backup');
  });

  test('has an e-mail that says how long it was down', () => {
    expect(alert.email).toBe(`Nightly backup is UP again.

A check-in came at 2026-11-21 03:35:03 UTC, after 1h30m of being down.

Monitor:    nightly-backup
Schedule:   every 24 hours, with 5m of grace
Last ping:  success (exit status 0) at 2026-11-21 03:35:03 UTC from 203.0.113.7
Since:      2026-11-21 03:35:03 UTC
Noticed:    2026-11-21 03:35:03 UTC
Before:     down for 1h30m, since 2026-11-21 02:05:03 UTC
`);
  });

  test('has an SMS that says how long it was down', () => {
    expect(alert.sms).toBe('Nightly backup is UP since 2026-11-21 03:35:03 UTC, was down 1h30m.');
  });

  test('has an event of the kind up, and the exit status 0', () => {
    expect(alert.event.downbeat).toMatchObject({
      kind: 'up',
      reason: 'recovered',
      previous_status: 'down',
      last_ping: { exit_status: 0 },
    });
  });
});

describe('the alert for a new monitor whose first ping is a fail', () => {
  const failedAt = Date.UTC(2026, 10, 16, 12, 0, 45);
  const alert = writeAlert(
    aMonitor({ gracePeriodSeconds: 0, lastPing: { ...lastPing, at: failedAt, kind: 'fail' } }),
    aFlip({
      seq: 1,
      from: 'new',
      at: failedAt,
      detectedAt: failedAt,
      since: Date.UTC(2026, 10, 16, 12),
      reason: 'failed',
    }),
  );

  test('has an e-mail that says it was new before', () => {
    expect(alert.email).toBe(`Nightly backup is DOWN.

The job reported a failure at 2026-11-16 12:00:45 UTC.

Monitor:    nightly-backup
Schedule:   every 24 hours, with 0s of grace
Last ping:  fail at 2026-11-16 12:00:45 UTC from 203.0.113.7
Since:      2026-11-16 12:00:45 UTC
Noticed:    2026-11-16 12:00:45 UTC
Before:     new for 45s, since 2026-11-16 12:00:00 UTC
`);
  });
});

describe('the alert for a monitor that was never pinged', () => {
  const alert = writeAlert(aMonitor(), aFlip({ from: 'new' }));

  test('has an e-mail that says so', () => {
    expect(alert.email).toContain('\nLast ping:  none yet\n');
  });

  test('has an event without a last ping', () => {
    expect(alert.event.downbeat.last_ping).toBeNull();
  });
});

describe('the same alert written for another life of the same id', () => {
  test('has another event id', () => {
    const [first, second] = [1_000, 2_000].map((createdAt) => writeAlert(aMonitor({ createdAt }), aFlip()));
    expect(first?.event.downbeat.event_id).not.toBe(second?.event.downbeat.event_id);
  });
});

describe('the name in a subject', () => {
  test('loses its accents', () => {
    expect(subjectFor('Sauvegarde journalière à Zürich')).toBe('DOWN: Sauvegarde journaliere a Zurich');
  });

  test('has a question mark for what is not ASCII', () => {
    expect(subjectFor('東京 db1')).toBe('DOWN: ?? db1');
  });

  test.each(['夜間バックアップ', '!!!', ' '])(
    'is the id for "%s", of which nothing readable is left',
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

  test('has no space behind it when it is cut behind a word', () => {
    expect(subjectFor(`${'a'.repeat(92)} b`)).toBe(`DOWN: ${'a'.repeat(92)}`);
  });

  test('of 94 characters is cut', () => {
    expect(subjectFor('a'.repeat(94))).toBe(`DOWN: ${'a'.repeat(93)}`);
  });
});

describe('how long a monitor was down', () => {
  test.each([
    ['half a second and more up', 59_500, '1m'],
    ['less than half a second down', 59_499, '59s'],
  ])('is rounded to seconds, %s', (_how, downMs, text) => {
    const flip = aFlip({ from: 'down', to: 'up', since: deadlineAt - downMs, reason: 'recovered' });
    expect(writeAlert(aMonitor(), flip).sms).toBe(
      `Nightly backup is UP since 2026-11-21 02:05:03 UTC, was down ${text}.`,
    );
  });
});

describe('the name in an e-mail', () => {
  test('keeps its own letters', () => {
    const { email } = writeAlert(aMonitor({ name: '東京 café' }), aFlip());
    expect(email).toMatch(/^東京 café is DOWN\.\n/);
  });

  test('cannot add a line', () => {
    const { email } = writeAlert(aMonitor({ name: 'Backup\nis fine.\u2029Really' }), aFlip());
    expect(email).toMatch(/^Backup is fine\. Really is DOWN\.\n/);
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

  const news = ' is DOWN since 2026-11-21 02:05:03 UTC: no check-in.';

  test('of exactly the room that is left is whole', () => {
    expect(smsFor('a'.repeat(140 - news.length))).toBe(`${'a'.repeat(140 - news.length)}${news}`);
  });

  test('is cut where 140 characters would be passed', () => {
    expect(smsFor('a'.repeat(141 - news.length))).toBe(`${'a'.repeat(140 - news.length)}${news}`);
  });
});

describe('whatever the name and the user agent,', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 250 }),
    fc.string({ unit: 'grapheme', maxLength: 250 }),
    fc.string({
      unit: fc.constantFrom('a', ' ', '\n', '\u0000', '[', '€', '😀', 'ﷺ', '\u0301'),
      maxLength: 250,
    }),
    fc
      .array(fc.nat({ max: 0xffff }), { maxLength: 250 })
      .map((codeUnits) => String.fromCharCode(...codeUnits)),
  );
  const anyAlert = fc
    .record({
      name: anyText,
      userAgent: anyText,
      to: fc.constantFrom('down', 'up'),
      reason: fc.constantFrom('missed', 'failed', 'recovered'),
      forMs: fc.nat({ max: 3_660 * dayMs }),
    })
    .map(({ name, userAgent, to, reason, forMs }) =>
      writeAlert(
        aMonitor({ name, lastPing: { ...lastPing, userAgent } }),
        aFlip({ from: to === 'down' ? 'up' : 'down', to, reason, since: deadlineAt - forMs }),
      ),
    );
  // GSM 03.38, the basic alphabet without its extension table.
  const gsmBasic = /^[@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà\n\r]*$/;

  test('the subject is 1 to 99 printable ASCII characters', () => {
    fc.assert(fc.property(anyAlert, ({ subject }) => expect(subject).toMatch(/^[ -~]{1,99}$/)));
  });

  test('the subject neither begins nor ends with a space', () => {
    fc.assert(fc.property(anyAlert, ({ subject }) => expect(subject).toBe(subject.trim())));
  });

  test('the SMS is at most 140 characters', () => {
    fc.assert(fc.property(anyAlert, ({ sms }) => expect(sms.length).toBeLessThanOrEqual(140)));
  });

  test('the SMS keeps to the basic alphabet of phones', () => {
    fc.assert(fc.property(anyAlert, ({ sms }) => expect(sms).toMatch(gsmBasic)));
  });

  test('the SMS ends with the whole news', () => {
    fc.assert(
      fc.property(anyAlert, ({ sms }) =>
        expect(sms).toMatch(
          / is (DOWN since .* UTC: (no check-in|job failed)|UP since .* UTC, was down .*)\.$/,
        ),
      ),
    );
  });

  test('the e-mail has ten lines without control characters', () => {
    fc.assert(
      fc.property(anyAlert, ({ email }) => {
        expect(email.split('\n')).toHaveLength(11);
        expect(email.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
