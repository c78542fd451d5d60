import {
  createdAt,
  downAt,
  imageOf,
  item,
  lostBatch,
  setAside,
  shown,
  topicArn,
} from '../../support/dead-letter-bodies.ts';
import { answer } from '../../support/monitors-cli.ts';
import { deny, RedriveWorld, trimStream } from '../../support/redrive.ts';

const upAt = downAt + 60_000;
const up = {
  status: 'up',
  statusSince: upAt,
  lastAlert: { seq: 4, kind: 'up' },
  flip: { seq: 4, from: 'down', to: 'up', at: upAt, detectedAt: upAt, since: downAt, reason: 'recovered' },
};
const recovered = shown({ status: 'up', status_since: new Date(upAt).toISOString() });

/** What SNS sets aside of an event, or of another text. */
function undelivered(fields: object = {}, Message?: string, kind = 'down'): object {
  const downbeat = {
    ...{ event_id: `backup:${createdAt}:3`, seq: 3, kind, at: new Date(downAt).toISOString() },
    ...{ monitor: { id: 'backup' } },
  };
  const event = { NewStateReason: 'Backup is DOWN. No check-in came.', downbeat };
  return {
    ...{ Type: 'Notification', TopicArn: topicArn, Subject: 'ALARM: Backup' },
    Message: Message ?? JSON.stringify(event),
    MessageAttributes: { kind: { Type: 'String', Value: 'down' } },
    ...fields,
  };
}

describe('a wake-up', () => {
  test.each(['DeadLetters', 'Failures'] as const)(
    'in %s goes back to the queue of deadlines as it is, and is deleted then',
    async (queue) => {
      const world = new RedriveWorld();
      const body = '{"monitorId":"backup","armedFor":5}';
      world.lay(queue, body);
      expect(await world.redrive()).toBe(0);
      expect(world.sent).toEqual([{ url: 'https://sqs.test/deadlines', body }]);
      expect(world.queues[`https://sqs.test/${queue}`]).toEqual([]);
      expect(world.released).toEqual([]);
    },
  );

  test('that cannot be sent is left, and lies open again', async () => {
    const world = new RedriveWorld();
    world.lay('DeadLetters', { monitorId: 'backup' });
    deny('SQS');
    expect(await world.redrive()).toBe(1);
    expect(world.output).toContain('left');
    expect(world.output).toContain('SQS: AccessDenied: User is not authorized');
    expect(world.left('DeadLetters')).toEqual([{ monitorId: 'backup' }]);
  });
});

describe('what a function has set aside', () => {
  test.each([
    ['alert', 'alert-fn'],
    ['record', 'record-fn'],
  ] as const)(
    'goes back to the %s function as a record of the stream, under a name of its own',
    async (by, name) => {
      const world = new RedriveWorld();
      world.lay('Failures', setAside(by));
      expect(await world.redrive()).toBe(0);
      expect(world.called).toEqual([{ name, records: [{ id: '7/m1', image: imageOf() }] }]);
      expect(world.left('Failures')).toEqual([]);
      expect(world.output).toMatch(
        /put back +backup: flip 3 to down, set aside by the \w+ function: TypeError/,
      );
    },
  );

  test('keeps the name of its record when it is put back for a second time', async () => {
    const world = new RedriveWorld();
    world.lay('Failures', setAside('alert', {}, '7/m0'));
    await world.redrive();
    expect(world.called[0]?.records[0]?.id).toBe('7/m1');
  });

  test.each([
    ['fails', new Error('a defect'), 'the alert function failed: its log says why'],
    ['cannot deliver it', { batchItemFailures: [{ itemIdentifier: '7' }] }, 'could not deliver it now'],
    ['answers nothing of use', 'nothing', 'the alert function failed'],
  ])('is left when the function %s', async (_case, said, reason) => {
    const world = new RedriveWorld();
    world.lay('Failures', setAside('alert'));
    world.handle = async () => said;
    expect(await world.redrive()).toBe(1);
    expect(world.output).toContain(reason);
    expect(world.left('Failures')).toHaveLength(1);
  });

  test('is not given again when the function sets it aside again', async () => {
    const world = new RedriveWorld();
    world.lay('Failures', setAside('alert'));
    world.handle = async (_name, { Records: [record] }) => {
      world.lay('Failures', setAside('alert', {}, record?.dynamodb?.SequenceNumber));
      return { batchItemFailures: [] };
    };
    expect(await world.redrive()).toBe(1);
    expect(world.called).toHaveLength(1);
    expect(world.left('Failures')).toEqual([setAside('alert', {}, '7/m1')]);
    expect(world.output).toContain('has set it aside again');
  });

  test('is left when nobody can read what was stored', async () => {
    const world = new RedriveWorld();
    world.lay('Failures', setAside('alert', { flip: undefined }));
    expect(await world.redrive()).toBe(1);
    expect(world.called).toEqual([]);
    expect(world.left('Failures')).toHaveLength(1);
  });

  test('is left when the API refuses to say how its monitor is', async () => {
    const world = new RedriveWorld();
    world.lay('Failures', setAside('alert'));
    world.call = async () => answer(403, { message: 'Forbidden' });
    expect(await world.redrive()).toBe(1);
    expect(world.output).toContain('Forbidden (403)');
    expect([world.called, world.left('Failures')]).toEqual([[], [setAside('alert')]]);
  });

  test('is left while the API does not say how its monitor is', async () => {
    const world = new RedriveWorld();
    world.lay('Failures', setAside('alert'));
    world.call = async () => {
      throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    };
    expect(await world.redrive()).toBe(1);
    expect(world.output).toContain('api.test: connection refused');
    expect([world.called, world.left('Failures')]).toEqual([[], [setAside('alert')]]);
  });

  test.each([
    ['its monitor has come up since', recovered],
    ['its monitor has gone down anew since', shown({ status_since: new Date(upAt).toISOString() })],
    ['its monitor was paused in the same instant', shown({ status: 'paused' })],
    ['its monitor was deleted', undefined],
    ['another monitor has its id now', shown({ created_at: new Date(downAt).toISOString() })],
  ])('as an alert is removed, and told to nobody, when %s', async (_case, now) => {
    const world = new RedriveWorld();
    world.there = now ? { backup: now } : {};
    world.lay('Failures', setAside('alert'));
    expect(await world.redrive()).toBe(0);
    expect([world.called, world.left('Failures')]).toEqual([[], []]);
    expect(world.output).toContain('removed');
  });

  test('as a flip for history goes back though the monitor has flipped since', async () => {
    const world = new RedriveWorld();
    world.there = { backup: recovered };
    world.lay('Failures', setAside('record'));
    expect(await world.redrive()).toBe(0);
    expect(world.called).toHaveLength(1);
  });

  test('as a flip for history is removed when the monitor was deleted with its history', async () => {
    const world = new RedriveWorld();
    world.there = {};
    world.lay('Failures', setAside('record'));
    expect(await world.redrive()).toBe(0);
    expect([world.called, world.left('Failures')]).toEqual([[], []]);
  });

  test('of a monitor that is late is news of one that is up', async () => {
    const world = new RedriveWorld();
    world.there = { backup: { ...recovered, status: 'late' } };
    world.lay('Failures', setAside('alert', up));
    await world.redrive();
    expect(world.called).toHaveLength(1);
  });
});

describe('a batch of the stream', () => {
  test('is read from the stream once more, to its last record, and its news go back to its function', async () => {
    const world = new RedriveWorld();
    world.lay('Failures', lostBatch('record-fn'));
    const secret = { secret: '0123456789abcdefghjk' };
    world.stream = [
      [
        ['10', imageOf(secret)],
        ['11', imageOf({ change: 'ping' })],
      ],
      [],
      [
        ['12', imageOf({ ...up, ...secret })],
        ['13', imageOf()],
      ],
    ];
    expect(await world.redrive()).toBe(0);
    const records = [
      { id: '10', image: imageOf(secret) },
      { id: '12', image: imageOf({ ...up, ...secret }) },
    ];
    expect(world.called).toEqual([{ name: 'record-fn', records }]);
    expect(world.left('Failures')).toEqual([]);
    expect(world.output).toContain('backup: flip 3 to down; backup: flip 4 to up');
    expect(world.output).not.toContain(secret.secret);
  });

  test('ends before a record behind it, though its own last one is no more there', async () => {
    const world = new RedriveWorld();
    world.lay('Failures', lostBatch());
    world.stream = [
      [
        ['10', imageOf()],
        ['13', imageOf()],
      ],
    ];
    expect(await world.redrive()).toBe(0);
    expect(world.called.flatMap(({ records }) => records.map(({ id }) => id))).toEqual(['10']);
  });

  test('of alerts goes back without those that are old news', async () => {
    const world = new RedriveWorld();
    world.there = { backup: recovered };
    world.lay('Failures', lostBatch());
    world.stream = [
      [
        ['10', imageOf()],
        ['11', undefined],
        ['12', imageOf(up)],
      ],
    ];
    expect(await world.redrive()).toBe(0);
    expect(world.called.flatMap(({ records }) => records.map(({ id }) => id))).toEqual(['12']);
  });

  test('of old news alone is removed', async () => {
    const world = new RedriveWorld();
    world.there = { backup: recovered };
    world.lay('Failures', lostBatch());
    world.stream = [[['12', imageOf()]]];
    expect(await world.redrive()).toBe(0);
    expect([world.called, world.left('Failures')]).toEqual([[], []]);
  });

  test('that the stream no longer has is left, with what to do', async () => {
    const world = new RedriveWorld();
    world.lay('Failures', lostBatch());
    trimStream();
    expect(await world.redrive()).toBe(1);
    expect(world.output).toContain('the stream keeps a day');
    expect(world.left('Failures')).toHaveLength(1);
  });

  test('whose stream shows no end is left, and not read for ever', async () => {
    const world = new RedriveWorld();
    world.lay('Failures', lostBatch());
    expect(await world.redrive()).toBe(1);
    expect(world.output).toContain('had not come after');
  });

  test('of a function that is not of this installation is left', async () => {
    const world = new RedriveWorld();
    world.lay('Failures', lostBatch('somebody-else'));
    expect(await world.redrive()).toBe(1);
    expect(world.output).toContain('no function of this installation');
  });

  test('goes back a hundred records at a time', async () => {
    const world = new RedriveWorld();
    world.lay('Failures', lostBatch('record-fn', '10', '110'));
    world.stream = [Array.from({ length: 101 }, (_, index) => [String(10 + index), imageOf()])];
    expect(await world.redrive()).toBe(0);
    expect(world.called.map(({ records }) => records.length)).toEqual([100, 1]);
  });
});

test.each([
  ['that failed', { requestContext: { functionArn: 'arn:sweep', condition: 'RetriesExhausted' } }],
  ['that Scheduler could not start', { run: 'sweep' }],
])('a sweep %s needs nothing and is removed', async (_case, letter) => {
  const world = new RedriveWorld();
  world.lay('Failures', letter);
  expect(await world.redrive()).toBe(0);
  expect(world.output).toContain('a sweep that failed (the next one has done its work)');
  expect([world.called, world.sent, world.left('Failures')]).toEqual([[], [], []]);
});

describe('an event that did not become a ping', () => {
  const event = { dialect: 'ecs', monitor_id: 'backup', id: 'e-1', time: '2026-11-20T02:00:00Z', detail: {} };
  const failed = {
    requestContext: {
      functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:events-fn',
      condition: 'RetriesExhausted',
    },
    requestPayload: event,
  };

  test.each([
    ['that the function failed to record', failed],
    ['that did not reach the function', event],
  ])('%s goes back to the function as it was', async (_case, letter) => {
    const world = new RedriveWorld();
    world.lay('Failures', letter);
    expect(await world.redrive()).toBe(0);
    expect(world.output).toContain('backup: an event (ecs)');
    expect([world.events, world.left('Failures')]).toEqual([[event], []]);
    expect(world.called.map(({ name }) => name)).toEqual([
      'arn:aws:lambda:eu-west-1:123456789012:function:events-fn',
    ]);
  });

  test('is left if the function fails again', async () => {
    const world = new RedriveWorld();
    world.handle = async () => new Error('down');
    world.lay('Failures', failed);
    expect(await world.redrive()).toBe(1);
    expect([world.output, world.left('Failures')]).toEqual([
      expect.stringContaining('the events function failed'),
      [failed],
    ]);
  });
});

describe('an event that a subscriber did not take', () => {
  test('is left until it is asked for', async () => {
    const world = new RedriveWorld();
    world.lay('Undelivered', undelivered());
    expect(await world.redrive()).toBe(1);
    expect(world.output).toContain('ALARM: Backup, for a subscriber of events (--republish sends it to all');
    expect([world.published, world.left('Undelivered')]).toEqual([[], [undelivered()]]);
  });

  test('is published to its own topic again with --republish, the same for machines and a line for people', async () => {
    const world = new RedriveWorld();
    world.lay('Undelivered', undelivered());
    expect(await world.redrive('--republish')).toBe(0);
    const [{ Message = '', ...input } = {}] = world.published;
    expect(input).toEqual({
      ...{ TopicArn: topicArn, Subject: 'ALARM: Backup', MessageStructure: 'json' },
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'down' } },
    });
    const forms = JSON.parse(Message);
    expect(JSON.parse(forms.default).downbeat.event_id).toBe(`backup:${createdAt}:3`);
    expect(forms).toMatchObject({ email: expect.stringContaining('Backup is DOWN.'), sms: 'ALARM: Backup' });
    expect(world.left('Undelivered')).toEqual([]);
  });

  test.each([
    ['is a mail', undelivered({}, 'Backup is DOWN.'), 'one kind of subscriber'],
    ['is an alarm', undelivered({ TopicArn: 'arn:aws:sns:eu-west-1:123456789012:alarms' }), 'people alone'],
  ])('is left all the same where it %s', async (_case, letter, reason) => {
    const world = new RedriveWorld();
    world.lay('Undelivered', letter);
    expect(await world.redrive('--republish')).toBe(1);
    expect(world.output).toContain(reason);
    expect([world.published, world.left('Undelivered')]).toEqual([[], [letter]]);
  });

  test('is left where SNS does not take it', async () => {
    const world = new RedriveWorld();
    world.lay('Undelivered', undelivered());
    deny('SNS');
    expect(await world.redrive('--republish')).toBe(1);
    expect(world.output).toContain('SNS: AccessDenied');
    expect(world.left('Undelivered')).toEqual([undelivered()]);
  });

  test('and that is no flip, such as a test, is never old news', async () => {
    const world = new RedriveWorld();
    world.there = { backup: recovered };
    world.lay('Undelivered', undelivered({}, undefined, 'test'));
    expect(await world.redrive('--republish')).toBe(0);
    expect(world.published).toHaveLength(1);
  });

  test.each([recovered, undefined])('is left where it is old news (%#)', async (now) => {
    const world = new RedriveWorld();
    world.there = now ? { backup: now } : {};
    world.lay('Undelivered', undelivered());
    expect(await world.redrive('--republish')).toBe(1);
    expect([world.published, world.left('Undelivered')]).toEqual([[], [undelivered()]]);
  });
});

test.each(['garbage', '{"monitorId":""}', 'null', '[]'])('the letter %s is left', async (body) => {
  const world = new RedriveWorld();
  world.lay('DeadLetters', body);
  expect(await world.redrive()).toBe(1);
  expect(world.output).toContain('something that Downbeat did not write');
  expect(world.queues['https://sqs.test/DeadLetters']).toHaveLength(1);
});

describe('--dry-run', () => {
  test('says what lies where, since when, and what would be done, and does nothing', async () => {
    const world = new RedriveWorld();
    world.lay('DeadLetters', { monitorId: 'backup' });
    world.lay('Failures', setAside('alert'));
    world.lay('Failures', { run: 'sweep' });
    world.lay('Undelivered', undelivered());
    expect(await world.redrive('--dry-run')).toBe(0);
    expect(world.output.split('\n').map((line) => line.replace(/ {2,}/g, ' | '))).toEqual([
      'QUEUE | SENT | OUTCOME | LETTER',
      'DeadLetters | 1h ago | to put back | backup: a wake-up',
      expect.stringMatching(/^Failures \| 1h ago \| to put back \| backup: flip 3 to down, set aside/),
      'Failures | 1h ago | to remove | a sweep that failed (the next one has done its work)',
      expect.stringMatching(
        /^Undelivered \| 1h ago \| to leave \| ALARM: Backup, for a subscriber of events/,
      ),
      '',
    ]);
    expect([world.sent, world.called, world.published]).toEqual([[], [], []]);
    const open = (['DeadLetters', 'Failures', 'Undelivered'] as const).map((name) => world.left(name).length);
    expect(open).toEqual([1, 2, 1]);
  });

  test('looks at each letter once, however many there are', async () => {
    const world = new RedriveWorld();
    for (let number = 0; number < 23; number += 1) world.lay('DeadLetters', { monitorId: `job-${number}` });
    expect(await world.redrive('--dry-run', '--json')).toBe(0);
    const { letters } = JSON.parse(world.output);
    expect(new Set(letters.map(({ what }: { what: string }) => what)).size).toBe(23);
    expect(letters).toHaveLength(23);
    expect(world.left('DeadLetters')).toHaveLength(23);
  });
});

test('--json tells programs of each letter', async () => {
  const world = new RedriveWorld();
  world.lay('Failures', setAside('alert'));
  expect(await world.redrive('--json')).toBe(0);
  expect(JSON.parse(world.output)).toEqual({
    letters: [
      {
        ...{ queue: 'Failures', message_id: 'm1', sent_at: '2026-11-19T23:00:00.000Z', kind: 'set_aside' },
        what: expect.stringContaining(item.pk.slice('monitor#'.length)),
        changes: [{ monitor: 'backup', seq: 3, to: 'down' }],
        ...{ outcome: 'put_back', because: null },
      },
    ],
  });
});

test('--limit ends the work after so many letters, of all queues together', async () => {
  const world = new RedriveWorld();
  for (const queue of ['DeadLetters', 'DeadLetters', 'Failures', 'Failures'] as const) {
    world.lay(queue, { monitorId: 'backup' });
  }
  expect(await world.redrive('--limit', '3')).toBe(0);
  expect([world.left('DeadLetters').length, world.left('Failures').length]).toEqual([0, 1]);
});

test('--queue leaves the other queues alone', async () => {
  const world = new RedriveWorld();
  world.lay('DeadLetters', { monitorId: 'backup' });
  world.lay('Failures', { monitorId: 'backup' });
  expect(await world.redrive('--queue', 'Failures')).toBe(0);
  expect([world.left('DeadLetters').length, world.left('Failures').length]).toEqual([1, 0]);
});

test('a letter that is left keeps no other from being put back', async () => {
  const world = new RedriveWorld();
  world.lay('DeadLetters', 'garbage');
  world.lay('DeadLetters', { monitorId: 'backup' });
  world.lay('Failures', { run: 'sweep' });
  expect(await world.redrive()).toBe(1);
  expect(world.sent).toHaveLength(1);
  expect([world.queues['https://sqs.test/DeadLetters']?.length, world.left('Failures')]).toEqual([1, []]);
});

test('a letter that shows itself again meanwhile is looked at once', async () => {
  const world = new RedriveWorld();
  world.showsAgain = true;
  world.lay('DeadLetters', '{}');
  expect(await world.redrive('--json', '--limit', '3')).toBe(1);
  expect(JSON.parse(world.output).letters).toHaveLength(1);
});

test('without dead letters it says so', async () => {
  const world = new RedriveWorld();
  expect(await world.redrive()).toBe(0);
  expect(world.output).toBe('There are no dead letters.\n');
});

test.each([
  [['--queue', 'failures'], /--queue is not right: allowed are DeadLetters, Failures, Undelivered/],
  [['--limit', '0'], /--limit is not allowed; give a whole number from 1/],
  [['--all'], /--all is not known/],
  [['everything'], /there are too many arguments; options begin with --/],
])('downbeat redrive %j is wrong usage', async (args, reason) => {
  const world = new RedriveWorld();
  expect(await world.redrive(...args)).toBe(2);
  expect(world.errors).toMatch(reason);
  expect(world.errors).toMatch(/^downbeat: .+\nUsage: downbeat redrive .+\n$/);
});

test('a stack that is no Downbeat is said to be none', async () => {
  const world = new RedriveWorld();
  expect(await world.redrive('--stack', 'Other')).toBe(1);
  expect(world.errors).toContain('the stack Other has no output DeadlineQueueUrl');
});

test('what AWS refuses is said in its own words', async () => {
  const world = new RedriveWorld();
  deny('CloudFormation');
  expect(await world.redrive()).toBe(1);
  expect(world.errors).toBe(
    'downbeat: CloudFormation: AccessDenied: User is not authorized\n--stack, --region and --profile choose another.\n',
  );
});

test('its help tells every option, and fits a terminal', async () => {
  const world = new RedriveWorld();
  expect(await world.redrive('--help')).toBe(0);
  for (const option of ['dry-run', 'queue', 'limit', 'republish', 'stack', 'profile', 'region', 'json']) {
    expect(world.output).toContain(`--${option}`);
  }
  expect(Math.max(...world.output.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
});
