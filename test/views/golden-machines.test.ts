import { alertWriter } from '../../lambdas/views/alert.ts';
import { aPing } from '../support/monitors.ts';
import { anInstallation, downAt, newsOf } from '../support/news.ts';

// What machines read, whole.

const writer = alertWriter(anInstallation);
const lastPing = {
  at: Date.UTC(2026, 10, 20, 2, 0, 3),
  kind: 'success',
  exitStatus: 0,
  durationMs: 83_250,
  sourceIp: '203.0.113.7',
  userAgent: 'curl/8.9.1',
} as const;
const body = { bytes: new TextEncoder().encode('dumping\ndone\n'), sizeBytes: 13, contentType: 'text/plain' };
const ping = aPing({ ...lastPing, message: 'done', body });
const down = newsOf(
  {
    timezone: 'Europe/Riga',
    tags: ['prod'],
    runbookUrl: 'https://wiki.example.com/backup',
    lastPing,
    misses: 1,
  },
  {},
  { ping },
);
const up = newsOf(
  { lastPing: { ...lastPing, at: downAt } },
  { seq: 3, from: 'down', to: 'up', reason: 'recovered', since: downAt - 5_400_000, detectedAt: downAt },
);

test('a missed deadline, on the events topic', () => {
  expect(writer.event(down)).toStrictEqual({
    subject: 'ALARM: Nightly backup',
    detailType: 'Monitor Down',
    attributes: { kind: ['down'], monitor: ['nightly-backup'], tags: ['prod'] },
    event: {
      AlarmName: 'Downbeat/nightly-backup',
      AlarmDescription:
        'Nightly backup: a check-in is expected every 24 hours, with 5m of grace. Runbook: https://wiki.example.com/backup',
      AWSAccountId: '123456789012',
      NewStateValue: 'ALARM',
      NewStateReason:
        'Nightly backup is DOWN. No check-in came by 2026-11-21 04:05:00 Europe/Riga (02:05:00 UTC).',
      StateChangeTime: '2026-11-21T02:05:00.000+0000',
      Region: 'eu-west-1',
      AlarmArn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:Downbeat/nightly-backup',
      OldStateValue: 'OK',
      OKActions: [],
      AlarmActions: [],
      InsufficientDataActions: [],
      Trigger: {
        MetricName: 'MonitorDown',
        Namespace: 'Downbeat',
        StatisticType: 'Statistic',
        Statistic: 'MAXIMUM',
        Unit: null,
        Dimensions: [{ name: 'MonitorId', value: 'nightly-backup' }],
        Period: 60,
        EvaluationPeriods: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        Threshold: 1,
        TreatMissingData: 'missing',
        EvaluateLowSampleCountPercentile: '',
      },
      downbeat: {
        version: 1,
        event_id: 'nightly-backup:1794830400000:2',
        seq: 2,
        kind: 'down',
        told: true,
        reminder: null,
        installation: 'Downbeat',
        monitor: {
          id: 'nightly-backup',
          name: 'Nightly backup',
          tags: ['prod'],
          channels: ['default'],
          runbook_url: 'https://wiki.example.com/backup',
        },
        reason: 'missed',
        at: '2026-11-21T02:05:00.000Z',
        detected_at: '2026-11-21T02:05:01.750Z',
        previous_status: 'up',
        previous_since: '2026-11-17T02:00:00.000Z',
        downtime_seconds: null,
        misses: 1,
        failures: 0,
        flapping: null,
        further_grace: null,
        schedule: 'every 24h',
        schedule_in_words: 'every 24 hours',
        timezone: 'Europe/Riga',
        grace_period_seconds: 300,
        last_ping: {
          at: '2026-11-20T02:00:03.000Z',
          kind: 'success',
          exit_status: 0,
          duration_ms: 83_250,
          source_ip: '203.0.113.7',
          user_agent: 'curl/8.9.1',
          message: 'done',
          output: 'dumping\ndone',
        },
      },
    },
  });
});

test('a recovery is OK, was ALARM, and says how long it was down', () => {
  expect(writer.event(up)).toMatchObject({
    subject: 'OK: Nightly backup',
    detailType: 'Monitor Up',
    event: {
      NewStateValue: 'OK',
      OldStateValue: 'ALARM',
      downbeat: { kind: 'up', reason: 'recovered', downtime_seconds: 5_400, previous_status: 'down' },
    },
  });
});

test('a first success is OK, was nothing, and nobody is told', () => {
  const { lastAlert: _lastAlert, ...monitor } = newsOf().monitor;
  const { flip } = newsOf({}, { seq: 1, from: 'new', to: 'up', reason: 'first_ping' });
  expect(writer.event({ monitor, flip, change: 'flip' })).toMatchObject({
    subject: 'OK: Nightly backup',
    detailType: 'Monitor Up',
    event: {
      NewStateReason: 'Nightly backup is UP. Its first check-in came at 2026-11-21 02:05:00 UTC.',
      OldStateValue: 'INSUFFICIENT_DATA',
      downbeat: { kind: 'up', told: false, downtime_seconds: null, last_ping: null },
    },
  });
});

test('a pause has insufficient data, and nobody is told', () => {
  const lastAlert = { seq: 2, kind: 'down' } as const;
  const pause = { seq: 3, from: 'down', to: 'paused', reason: 'paused' } as const;
  expect(writer.event(newsOf({ lastAlert }, pause))).toMatchObject({
    subject: 'INSUFFICIENT_DATA: Nightly backup',
    detailType: 'Monitor Paused',
    attributes: { kind: ['paused'] },
    event: {
      NewStateValue: 'INSUFFICIENT_DATA',
      OldStateValue: 'ALARM',
      downbeat: { kind: 'paused', told: false, downtime_seconds: null },
    },
  });
});

test('a reminder is ALARM as before, with the numbers of its outage', () => {
  const monitor = {
    reminder: { number: 3, at: downAt + 7_200_000 },
    lastAlert: { seq: 2, kind: 'down' },
  } as const;
  expect(writer.event(newsOf(monitor, { seq: 4 }, { change: 'reminder' }))).toMatchObject({
    subject: 'ALARM: Nightly backup',
    detailType: 'Monitor Reminder',
    event: {
      NewStateValue: 'ALARM',
      OldStateValue: 'ALARM',
      downbeat: {
        event_id: 'nightly-backup:1794830400000:4:3',
        seq: 2,
        kind: 'reminder',
        told: true,
        reminder: 3,
        at: '2026-11-21T02:05:00.000Z',
        detected_at: '2026-11-21T04:05:00.000Z',
      },
    },
  });
});

test('the flip with which flapping begins is a flip like any other for machines, and takes every filter for people', () => {
  const news = newsOf({ flapping: { since: downAt - 3_600_000, flips: 11, seq: 2 } });
  const { event, attributes, detailType } = writer.event(news);
  expect({ attributes, detailType }).toMatchObject({
    attributes: { kind: ['down'] },
    detailType: 'Monitor Down',
  });
  expect(event).toMatchObject({
    NewStateValue: 'ALARM',
    downbeat: { kind: 'down', flapping: { since: '2026-11-21T01:05:00.000Z', flips: 11, ended_at: null } },
  });
  expect(writer.alert(news).attributes.kind).toStrictEqual(['flapping', 'down', 'up']);
});

test('a monitor that is steady again says what it is, and for which filters', () => {
  const settled = { at: downAt + 900_000, since: downAt - 3_600_000, flips: 14 };
  const { event, attributes } = writer.alert(newsOf({ settled }, {}, { change: 'settled' }));
  expect(attributes.kind).toStrictEqual(['settled', 'down']);
  expect(event).toMatchObject({
    NewStateValue: 'ALARM',
    downbeat: {
      event_id: 'nightly-backup:1794830400000:2:settled',
      kind: 'settled',
      told: true,
      detected_at: '2026-11-21T02:20:00.000Z',
      flapping: { since: '2026-11-21T01:05:00.000Z', flips: 14, ended_at: '2026-11-21T02:20:00.000Z' },
    },
  });
});

test('an end of flapping that is long past is no news, and one that is has no downtime', () => {
  const settled = { at: downAt + 900_000, since: downAt - 3_600_000, flips: 14 };
  const back = { seq: 3, from: 'down', to: 'up', reason: 'recovered', since: downAt - 60_000 } as const;
  expect(writer.event(newsOf({ settled }, back)).event).toMatchObject({
    downbeat: { flapping: null, downtime_seconds: 60 },
  });
  expect(writer.alert(newsOf({ settled }, back, { change: 'settled' })).event).toMatchObject({
    NewStateValue: 'OK',
    downbeat: { flapping: { flips: 14 }, downtime_seconds: null },
  });
});

test('a run of no time took 0 ms', () => {
  const { event } = writer.event(newsOf({ lastPing: { ...lastPing, durationMs: 0 } }));
  expect(event).toMatchObject({ downbeat: { last_ping: { duration_ms: 0, message: null, output: null } } });
});

test('a test is no news for on-call tools', () => {
  const { event, attributes } = writer.test(down.monitor, { at: downAt, id: 't1' });
  expect(attributes).toStrictEqual({ kind: ['test'], monitor: ['nightly-backup'], tags: ['prod'] });
  expect(event).toMatchObject({
    NewStateValue: 'INSUFFICIENT_DATA',
    OldStateValue: 'INSUFFICIENT_DATA',
    NewStateReason: 'This is a test of the alerts for Nightly backup. Nothing has happened to it.',
    downbeat: {
      event_id: 'nightly-backup:test:t1',
      seq: 0,
      kind: 'test',
      reason: 'test',
      at: '2026-11-21T02:05:00.000Z',
      previous_status: 'down',
    },
  });
});

test('a digest, for machines in a channel', () => {
  const other = newsOf({ id: 'users', name: 'Users', tags: ['prod', 'etl'] }, { at: downAt - 1 });
  const { event, attributes } = writer.digest([down, other]);
  expect(attributes).toStrictEqual({
    kind: ['digest', 'down'],
    monitor: ['users', 'nightly-backup'],
    tags: ['prod', 'etl'],
  });
  const seen = {
    kind: 'down',
    status: 'down',
    reason: 'missed',
    detected_at: '2026-11-21T02:05:01.750Z',
  };
  expect(event).toStrictEqual({
    downbeat: {
      version: 1,
      kind: 'digest',
      event_id: expect.stringMatching(/^digest:2:[0-9a-f]{16}$/),
      installation: 'Downbeat',
      counts: { down: 2 },
      news: [
        {
          ...seen,
          event_id: 'users:1794830400000:2',
          monitor: { id: 'users', name: 'Users' },
          at: '2026-11-21T02:04:59.999Z',
        },
        {
          ...seen,
          event_id: 'nightly-backup:1794830400000:2',
          monitor: { id: 'nightly-backup', name: 'Nightly backup' },
          at: '2026-11-21T02:05:00.000Z',
        },
      ],
    },
  });
});

test('the id of a digest is that of its news, in whatever order they come', () => {
  const idOf = (...ids: string[]) => writer.digest(ids.map((id) => newsOf({ id }))).event;
  expect(idOf('a', 'b')).toMatchObject({ downbeat: { event_id: 'digest:2:3df1fdf572dbce58' } });
  expect(idOf('b', 'a')).toMatchObject({ downbeat: { event_id: 'digest:2:3df1fdf572dbce58' } });
  expect(idOf('a', 'c')).not.toMatchObject({ downbeat: { event_id: 'digest:2:3df1fdf572dbce58' } });
});

test('a missed deadline, in a chat', () => {
  expect(writer.alert(down).chat).toStrictEqual({
    version: '1.0',
    source: 'custom',
    id: 'nightly-backup:1794830400000:2',
    content: {
      textType: 'client-markdown',
      title: ':red_circle: DOWN: Nightly backup',
      description: `No check-in came by 2026-11-21 04:05:00 Europe/Riga (02:05:00 UTC).
Expected: \`every 24 hours, with 5m of grace\`
Last ping: success (exit status 0) at 2026-11-20 04:00:03 Europe/Riga (02:00:03 UTC), from \`203.0.113.7\` \`curl/8.9.1\`
Message: \`done\`
\`\`\`
dumping
done
\`\`\``,
      nextSteps: [
        'Runbook: https://wiki.example.com/backup',
        'Look at it: `downbeat monitors show nightly-backup --url https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com`',
        'Pause it: `downbeat monitors pause nightly-backup --for 1h --url https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com`',
      ],
      keywords: ['down', 'prod'],
    },
    metadata: {
      threadId: 'Downbeat/nightly-backup',
      summary: ':red_circle: DOWN: Nightly backup',
      eventType: 'down',
      relatedResources: ['nightly-backup'],
      additionalContext: { installation: 'Downbeat', status: 'DOWN', reason: 'missed' },
    },
  });
});

test.each([
  ['a recovery', up, ':large_green_circle: UP: Nightly backup'],
  [
    'a monitor that is steady and down',
    newsOf({}, {}, { change: 'settled' }),
    ':red_circle: STEADY: Nightly backup is DOWN',
  ],
  [
    'a monitor that is steady and up',
    newsOf({}, { from: 'down', to: 'up', reason: 'recovered' }, { change: 'settled' }),
    ':large_green_circle: STEADY: Nightly backup is UP',
  ],
])('%s, in a chat, stands in the thread of its monitor', (_what, news, title) => {
  expect(writer.alert(news).chat).toMatchObject({
    content: { title },
    metadata: { threadId: 'Downbeat/nightly-backup' },
  });
});

test('a test, in a chat', () => {
  expect(writer.test(down.monitor, { at: downAt, id: 't1' }).chat).toMatchObject({
    id: 'nightly-backup:test:t1',
    content: {
      title: ':white_circle: TEST: Nightly backup',
      description: 'This is a test of the alerts for `Nightly backup`. Nothing has happened to it.',
    },
  });
});

test('a digest, in a chat, has a thread of its own and as many lines as there is room for', () => {
  const hundred = Array.from({ length: 100 }, (_, index) =>
    newsOf({ id: `job-${index}`, name: `Job ${index}` }),
  );
  const { content, metadata } = writer.digest(hundred).chat as {
    content: { title: string; description: string };
    metadata: { threadId: string };
  };
  expect(content.title).toBe(':bell: DOWN: 100 monitors');
  const lines = content.description.split('\n');
  expect(lines.slice(0, 2)).toStrictEqual([
    'All that went down did so at 2026-11-21 02:05:00 UTC: they likely have one cause.',
    'DOWN: `Job 0`, no check-in, 2026-11-21 02:05:00 UTC',
  ]);
  expect(lines.at(-1)).toBe(`… and ${100 - (lines.length - 2)} more`);
  expect(metadata.threadId).toBe('Downbeat/digest');
});
