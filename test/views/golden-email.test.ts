import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { alertWriter } from '../../lambdas/views/alert.ts';
import { aPing } from '../support/monitors.ts';
import { anInstallation, downAt, newsOf } from '../support/news.ts';

// What people read, whole. Where a text is not what you would want in your own inbox, change it here first.

const writer = alertWriter(anInstallation);
const hourMs = 3_600_000;
const lastPing = { at: Date.UTC(2026, 10, 20, 2, 0, 3), sourceIp: '203.0.113.7', userAgent: 'curl/8.9.1' };
const success = { ...lastPing, kind: 'success', exitStatus: 0, durationMs: 83_250 } as const;

function bytesOf(text: string) {
  return { bytes: new TextEncoder().encode(text), sizeBytes: text.length, contentType: 'text/plain' };
}

/** How every mail of an alert ends. */
const whatToDo = `To look at it, or to pause it for an hour:

  downbeat monitors show nightly-backup \\
    --url https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com
  downbeat monitors pause nightly-backup --for 1h \\
    --url https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com

Without the CLI, to look at it, or to pause it until it succeeds or fails:

  curl --aws-sigv4 "aws:amz:eu-west-1:execute-api" \\
    --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \\
    -H "x-amz-security-token: $AWS_SESSION_TOKEN" \\
    https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/api/v1/monitors/nightly-backup

  curl --aws-sigv4 "aws:amz:eu-west-1:execute-api" \\
    --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \\
    -H "x-amz-security-token: $AWS_SESSION_TOKEN" \\
    https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/api/v1/monitors/nightly-backup/pause -d '{}'

To have no more of these mails, pause the monitor or give it other channels.
The link below, from Amazon SNS, takes your address out of this channel, for
all of its monitors.
`;

test('a missed deadline in Riga, of a monitor with everything', () => {
  const schedule = { kind: 'cron', text: '0 4 * * 1-6', lines: ['0 4 * * 1-6'] } as const;
  const settings = { schedule, timezone: 'Europe/Riga', maxRuntimeSeconds: 5_400, tags: ['prod', 'db'] };
  const runbookUrl = 'https://wiki.example.com/nightly-backup';
  const ping = aPing({
    ...success,
    message: 'done',
    body: bytesOf('dumping orders\r\ndumping users\n\tdone\n'),
  });
  const monitor: Partial<Monitor> = { ...settings, runbookUrl, lastPing: success, maxMisses: 3, misses: 3 };
  expect(writer.alert(newsOf(monitor, {}, { ping })).email).toBe(`Nightly backup is DOWN.

No check-in came by 2026-11-21 04:05:00 Europe/Riga (02:05:00 UTC): miss 3 of
3 since the last success.

Monitor:      nightly-backup
Expected:     at 04:00, Monday through Saturday, Europe/Riga, with 5m of grace
Run:          at most 1h30m
Tags:         prod, db
Runbook:      https://wiki.example.com/nightly-backup
Told by:      the installation Downbeat in eu-west-1
Down since:   2026-11-21 04:05:00 Europe/Riga (02:05:00 UTC)
Noticed:      2026-11-21 04:05:01 Europe/Riga (02:05:01 UTC)
Before:       up for 4d5m, since 2026-11-17 04:00:00 Europe/Riga (02:00:00
              UTC)
Last ping:    success (exit status 0) at 2026-11-20 04:00:03 Europe/Riga
              (02:00:03 UTC), after a run of 1m23s
From:         203.0.113.7, curl/8.9.1
Message:      done

The end of its output:

    | dumping orders
    | dumping users
    |     done

${whatToDo}`);
});

test('a failure', () => {
  const fail = { ...lastPing, at: downAt, kind: 'fail', exitStatus: 3 } as const;
  const body = bytesOf('pg_dump: error: connection refused');
  const news = newsOf(
    { lastPing: fail, failures: 1 },
    { reason: 'failed', detectedAt: downAt },
    { ping: aPing({ ...fail, body }) },
  );
  expect(writer.alert(news).email).toBe(`Nightly backup is DOWN.

The job reported a failure at 2026-11-21 02:05:00 UTC (exit status 3).

Monitor:      nightly-backup
Expected:     every 24 hours, with 5m of grace
Told by:      the installation Downbeat in eu-west-1
Down since:   2026-11-21 02:05:00 UTC
Noticed:      2026-11-21 02:05:00 UTC
Before:       up for 4d5m, since 2026-11-17 02:00:00 UTC
Last ping:    fail (exit status 3) at 2026-11-21 02:05:00 UTC
From:         203.0.113.7, curl/8.9.1

The end of its output:

    | pg_dump: error: connection refused

${whatToDo}`);
});

test('a recovery', () => {
  const [since, at] = [downAt, downAt + 1.5 * hourMs];
  const news = newsOf(
    { lastPing: { ...success, at } },
    { seq: 3, from: 'down', to: 'up', reason: 'recovered', since, at, detectedAt: at },
  );
  expect(writer.alert(news).email).toBe(`Nightly backup is UP again.

A check-in came at 2026-11-21 03:35:00 UTC, after 1h30m of being down.

Monitor:      nightly-backup
Expected:     every 24 hours, with 5m of grace
Told by:      the installation Downbeat in eu-west-1
Up since:     2026-11-21 03:35:00 UTC
Noticed:      2026-11-21 03:35:00 UTC
Before:       down for 1h30m, since 2026-11-21 02:05:00 UTC
Last ping:    success (exit status 0) at 2026-11-21 03:35:00 UTC, after a run
              of 1m23s
From:         203.0.113.7, curl/8.9.1

${whatToDo}`);
});

test('a reminder', () => {
  const reminder = { number: 3, at: downAt + 3 * hourMs };
  const news = newsOf({ reminder, reminderSeconds: 3_600 }, { from: 'new' }, { change: 'reminder' });
  expect(writer.alert(news).email).toBe(`Nightly backup is still DOWN.

It has been down for 3h. This is reminder 3.
No check-in came by 2026-11-21 02:05:00 UTC.

Monitor:      nightly-backup
Expected:     every 24 hours, with 5m of grace
Told by:      the installation Downbeat in eu-west-1
Down since:   2026-11-21 02:05:00 UTC
Noticed:      2026-11-21 02:05:01 UTC
Before:       new for 4d5m, since 2026-11-17 02:00:00 UTC
Last ping:    none yet

${whatToDo}`);
});

test('a monitor that begins to flap', () => {
  const flapping = { since: downAt - hourMs, flips: 11, seq: 2 };
  expect(writer.alert(newsOf({ flapping })).email).toBe(`Nightly backup is FLAPPING.

It has changed 11 times since 2026-11-21 01:05:00 UTC, and is DOWN right now.
No check-in came by 2026-11-21 02:05:00 UTC.
Further changes are not told one by one. You will be told once it has been
steady for 15 minutes.

Monitor:      nightly-backup
Expected:     every 24 hours, with 5m of grace
Told by:      the installation Downbeat in eu-west-1
Down since:   2026-11-21 02:05:00 UTC
Noticed:      2026-11-21 02:05:01 UTC
Before:       up for 4d5m, since 2026-11-17 02:00:00 UTC
Last ping:    none yet

${whatToDo}`);
});

test('a monitor that is steady again', () => {
  const settled = { at: downAt + 900_000, since: downAt - hourMs, flips: 14 };
  const flip = { seq: 15, from: 'down', to: 'up', reason: 'recovered', since: downAt - 60_000 } as const;
  const news = newsOf({ settled }, flip, { change: 'settled' });
  expect(writer.alert(news).email).toBe(`Nightly backup is STEADY again: it is UP.

It changed 14 times between 2026-11-21 01:05:00 UTC and 2026-11-21 02:05:00
UTC.
A check-in came at 2026-11-21 02:05:00 UTC, after 1m of being down.

Monitor:      nightly-backup
Expected:     every 24 hours, with 5m of grace
Told by:      the installation Downbeat in eu-west-1
Up since:     2026-11-21 02:05:00 UTC
Noticed:      2026-11-21 02:05:01 UTC
Before:       down for 1m, since 2026-11-21 02:04:00 UTC
Last ping:    none yet

${whatToDo}`);
});

test('a test', () => {
  const { monitor } = newsOf({ timezone: 'America/New_York' });
  expect(
    writer.test(monitor, { at: downAt, id: 't1' }).email,
  ).toBe(`This is a test of the alerts for Nightly backup. Nothing has happened to it.

Monitor:      nightly-backup
Expected:     every 24 hours, with 5m of grace
Told by:      the installation Downbeat in eu-west-1
Sent:         2026-11-20 21:05:00 America/New_York (2026-11-21 02:05:00 UTC)

If it went down, an alert would come to you by the same way.
`);
});

test('a digest', () => {
  const back = { seq: 3, from: 'down', to: 'up', reason: 'recovered', since: downAt - 600_000 } as const;
  const news = [
    newsOf({ id: 'orders', name: 'Export of orders' }, { at: downAt + 4_000, reason: 'failed' }),
    newsOf({ id: 'users', name: 'Export of users' }, { at: downAt + 9_000, ...back }),
    newsOf(),
  ];
  expect(writer.digest(news).email).toBe(`2 DOWN, 1 UP.

All that went down did so within 4s from 2026-11-21 02:05:00 UTC: they likely
have one cause.

By time, in UTC:

DOWN        2026-11-21 02:05:00  Nightly backup: no check-in
DOWN        2026-11-21 02:05:04  Export of orders: job failed
UP          2026-11-21 02:05:09  Export of users: a success came, was down 10m9s

To look at them:
  downbeat monitors list --url https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com

These are 3 alerts in one mail, from the installation Downbeat in eu-west-1.
The link below, from Amazon SNS, takes your address out of this channel, for
all of its monitors.
`);
});

test('what to do on a laptop, where nothing is signed', () => {
  const laptop = alertWriter({ ...anInstallation, apiUrl: 'http://127.0.0.1:8080', signed: false });
  expect(laptop.alert(newsOf()).email).toContain(`
To look at it, or to pause it for an hour:

  downbeat monitors show nightly-backup \\
    --url http://127.0.0.1:8080
  downbeat monitors pause nightly-backup --for 1h \\
    --url http://127.0.0.1:8080

Without the CLI, to look at it, or to pause it until it succeeds or fails:

  curl http://127.0.0.1:8080/api/v1/monitors/nightly-backup

  curl http://127.0.0.1:8080/api/v1/monitors/nightly-backup/pause -d '{}'
`);
});
