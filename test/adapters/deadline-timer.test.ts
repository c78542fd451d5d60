import {
  ConflictException,
  CreateScheduleCommand,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  SchedulerClient,
  ThrottlingException,
  UpdateScheduleCommand,
  ValidationException,
} from '@aws-sdk/client-scheduler';
import { QueueDoesNotExist, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { DeadlineTimer, readWakeUp } from '../../lambdas/adapters/deadline-timer.ts';
import { sentTo, unexpected } from '../support/sdk.ts';

const scheduler = mockClient(SchedulerClient);
const queue = mockClient(SQSClient);
let pauses: number[] = [];
let notices: string[] = [];

const timer = new DeadlineTimer(
  { scheduler: new SchedulerClient({ region: 'local' }), queue: new SQSClient({ region: 'local' }) },
  {
    queueUrl: 'https://sqs.local/deadlines',
    queueArn: 'arn:aws:sqs:local:000000000000:deadlines',
    failureQueueArn: 'arn:aws:sqs:local:000000000000:dead-letters',
    scheduleGroup: 'downbeat-deadlines',
    scheduleRoleArn: 'arn:aws:iam::000000000000:role/scheduler',
  },
  {
    random: () => 0.5,
    sleep: async (milliseconds) => {
      pauses.push(milliseconds);
    },
  },
  { notice: (notice) => void notices.push(notice) },
);

/** Sets the backup's timer as a ping does: the wake-up is stamped with the instant. */
function armAt(at: number): Promise<void> {
  return timer.arm({ monitorId: 'backup', armedFor: at }, at, now);
}

const now = Date.parse('2026-11-20T12:00:00.000Z');
const inTenMinutes = now + 600_000;

const details = { message: 'from the service', Message: 'from the service', $metadata: {} };
const conflict = new ConflictException(details);
const notFound = new ResourceNotFoundException(details);
const throttled = new ThrottlingException(details);
const invalid = new ValidationException(details);

beforeEach(() => {
  pauses = [];
  notices = [];
  scheduler.reset();
  queue.reset();
  scheduler.rejects(unexpected);
  queue.rejects(unexpected);
});

/** The one definition of a monitor's schedule, which update and create share. */
function scheduleAt(expression: string) {
  return {
    Name: 'backup',
    GroupName: 'downbeat-deadlines',
    ScheduleExpression: expression,
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'NONE',
    Target: {
      Arn: 'arn:aws:sqs:local:000000000000:deadlines',
      RoleArn: 'arn:aws:iam::000000000000:role/scheduler',
      Input: '{"monitorId":"backup"}',
      DeadLetterConfig: { Arn: 'arn:aws:sqs:local:000000000000:dead-letters' },
    },
  };
}

function message(body: object, delaySeconds: number) {
  return {
    QueueUrl: 'https://sqs.local/deadlines',
    MessageBody: JSON.stringify(body),
    DelaySeconds: delaySeconds,
  };
}

function commandsTo(client: Parameters<typeof sentTo>[0]): string[] {
  return sentTo(client).map(([name]) => name);
}

describe('an instant 90 s away or more', () => {
  test.each([
    ['exactly 90 s away', now + 90_000, 'at(2026-11-20T12:00:30)'],
    ['within a second', now + 90_999, 'at(2026-11-20T12:00:30)'],
    ['a year away', Date.parse('2027-11-20T00:00:59.500Z'), 'at(2027-11-19T23:59:59)'],
  ])('that is %s gets a schedule a minute earlier, on the whole second', async (_where, at, expression) => {
    scheduler.on(UpdateScheduleCommand).resolves({});
    await armAt(at);
    expect(sentTo(scheduler)).toEqual([['UpdateScheduleCommand', scheduleAt(expression)]]);
  });

  test('sends nothing to the queue', async () => {
    scheduler.on(UpdateScheduleCommand).resolves({});
    await armAt(now + 90_000);
    expect(sentTo(queue)).toEqual([]);
  });
});

describe('an instant less than 90 s away', () => {
  test.each([
    ['89.999 s away', 89_999, 90],
    ['a second and a bit away', 1_001, 2],
    ['a whole second away', 1_000, 1],
    ['a millisecond away', 1, 1],
    ['now', 0, 0],
    ['past', -1, 0],
    ['long past', -86_400_000, 0],
  ])('that is %s gets a message whose delay is rounded up', async (_where, awayMs, delaySeconds) => {
    queue.on(SendMessageCommand).resolves({});
    await armAt(now + awayMs);
    const wakeUp = { monitorId: 'backup', armedFor: now + awayMs };
    expect(sentTo(queue)).toEqual([['SendMessageCommand', message(wakeUp, delaySeconds)]]);
  });

  test('asks nothing of Scheduler', async () => {
    queue.on(SendMessageCommand).resolves({});
    await armAt(now + 89_999);
    expect(sentTo(scheduler)).toEqual([]);
  });

  test('is Unavailable with the cause when the queue refuses', async () => {
    const cause = new QueueDoesNotExist(details);
    queue.on(SendMessageCommand).rejects(cause);
    await expect(armAt(now)).rejects.toMatchObject({ name: 'Unavailable', cause });
  });
});

describe('delay', () => {
  test.each([
    ['15 minutes', 900_000, 900],
    ['a little more than 15 minutes', 900_001, 900],
    ['a day', 86_400_000, 900],
    ['an instant already past', -1, 0],
  ])('of %s stays within what the queue allows', async (_what, delayMs, delaySeconds) => {
    queue.on(SendMessageCommand).resolves({});
    const wakeUp = { monitorId: 'backup', armedFor: now };
    await timer.delay(wakeUp, now + delayMs, now);
    expect(sentTo(queue)).toEqual([['SendMessageCommand', message(wakeUp, delaySeconds)]]);
  });

  test('sends a wake-up that Scheduler sent as it came', async () => {
    queue.on(SendMessageCommand).resolves({});
    await timer.delay({ monitorId: 'backup' }, now + 5_000, now);
    expect(sentTo(queue)).toEqual([['SendMessageCommand', message({ monitorId: 'backup' }, 5)]]);
  });
});

describe('a schedule that does not exist yet', () => {
  test('is created with the definition of the update', async () => {
    scheduler.on(UpdateScheduleCommand).rejects(notFound).on(CreateScheduleCommand).resolves({});
    await armAt(inTenMinutes);
    const schedule = scheduleAt('at(2026-11-20T12:09:00)');
    expect(sentTo(scheduler)).toEqual([
      ['UpdateScheduleCommand', schedule],
      ['CreateScheduleCommand', schedule],
    ]);
  });

  test('is updated after all when somebody else created it first', async () => {
    scheduler.on(UpdateScheduleCommand).rejectsOnce(notFound).resolves({});
    scheduler.on(CreateScheduleCommand).rejects(conflict);
    await armAt(inTenMinutes);
    expect(commandsTo(scheduler)).toEqual([
      'UpdateScheduleCommand',
      'CreateScheduleCommand',
      'UpdateScheduleCommand',
    ]);
  });

  test('is given up after three rounds as Unavailable, with the last conflict as the cause', async () => {
    scheduler.on(UpdateScheduleCommand).rejects(notFound).on(CreateScheduleCommand).rejects(conflict);
    const armed = armAt(inTenMinutes);
    await expect(armed).rejects.toMatchObject({ name: 'Unavailable', cause: conflict });
    expect(commandsTo(scheduler)).toEqual([
      ...['UpdateScheduleCommand', 'CreateScheduleCommand'],
      ...['UpdateScheduleCommand', 'CreateScheduleCommand'],
      ...['UpdateScheduleCommand', 'CreateScheduleCommand'],
    ]);
  });

  test('is Unavailable with the cause when it cannot be created either', async () => {
    scheduler.on(UpdateScheduleCommand).rejects(notFound).on(CreateScheduleCommand).rejects(throttled);
    const armed = armAt(inTenMinutes);
    await expect(armed).rejects.toMatchObject({ name: 'Unavailable', cause: throttled });
  });
});

describe('a conflicting update', () => {
  test('is tried again', async () => {
    scheduler.on(UpdateScheduleCommand).rejectsOnce(conflict).resolves({});
    await armAt(inTenMinutes);
    const schedule = scheduleAt('at(2026-11-20T12:09:00)');
    expect(sentTo(scheduler)).toEqual([
      ['UpdateScheduleCommand', schedule],
      ['UpdateScheduleCommand', schedule],
    ]);
  });

  test('is given up after three rounds as Unavailable, with the last conflict as the cause', async () => {
    scheduler.on(UpdateScheduleCommand).rejects(conflict);
    const armed = armAt(inTenMinutes);
    await expect(armed).rejects.toMatchObject({ name: 'Unavailable', cause: conflict });
    expect(sentTo(scheduler)).toHaveLength(3);
  });

  test('waits a random part of 100 ms between the rounds', async () => {
    scheduler.on(UpdateScheduleCommand).rejectsOnce(conflict).rejectsOnce(conflict).resolves({});
    await armAt(inTenMinutes);
    expect(pauses).toEqual([50, 50]);
  });
});

describe('a schedule that Scheduler finds invalid', () => {
  test.each([
    ['at its instant', 90_000, 90],
    ['after the longest delay of the queue', 86_400_000, 900],
  ])('becomes a message that comes %s', async (_when, awayMs, delaySeconds) => {
    scheduler.on(UpdateScheduleCommand).rejects(invalid);
    queue.on(SendMessageCommand).resolves({});
    await armAt(now + awayMs);
    const wakeUp = { monitorId: 'backup', armedFor: now + awayMs };
    expect(sentTo(queue)).toEqual([['SendMessageCommand', message(wakeUp, delaySeconds)]]);
  });

  test('becomes a message when its creation is what was refused', async () => {
    scheduler.on(UpdateScheduleCommand).rejects(notFound).on(CreateScheduleCommand).rejects(invalid);
    queue.on(SendMessageCommand).resolves({});
    await armAt(inTenMinutes);
    const wakeUp = { monitorId: 'backup', armedFor: inTenMinutes };
    expect(sentTo(queue)).toEqual([['SendMessageCommand', message(wakeUp, 600)]]);
  });

  test('is noticed', async () => {
    scheduler.on(UpdateScheduleCommand).rejects(invalid);
    queue.on(SendMessageCommand).resolves({});
    await armAt(inTenMinutes);
    expect(notices).toEqual(['SchedulerRefused']);
  });

  test('keeps the stamp of the wake-up that it is for', async () => {
    scheduler.on(UpdateScheduleCommand).rejects(invalid);
    queue.on(SendMessageCommand).resolves({});
    const wakeUp = { monitorId: 'backup', armedFor: now - 1 };
    await timer.arm(wakeUp, inTenMinutes, now);
    expect(sentTo(queue)).toEqual([['SendMessageCommand', message(wakeUp, 600)]]);
  });

  test('is not sent to Scheduler again', async () => {
    scheduler.on(UpdateScheduleCommand).rejects(invalid);
    queue.on(SendMessageCommand).resolves({});
    await armAt(inTenMinutes);
    expect(commandsTo(scheduler)).toEqual(['UpdateScheduleCommand']);
  });
});

describe('a throttled Scheduler', () => {
  test('is Unavailable, with the exception of the SDK as the cause', async () => {
    scheduler.on(UpdateScheduleCommand).rejects(throttled);
    const armed = armAt(inTenMinutes);
    await expect(armed).rejects.toMatchObject({ name: 'Unavailable', cause: throttled });
  });

  test('is asked once, since the SDK has tried again already', async () => {
    scheduler.on(UpdateScheduleCommand).rejects(throttled);
    await armAt(inTenMinutes).catch(() => undefined);
    expect(commandsTo(scheduler)).toEqual(['UpdateScheduleCommand']);
  });
});

describe('cancel', () => {
  test('deletes the schedule of the monitor', async () => {
    scheduler.on(DeleteScheduleCommand).resolves({});
    await timer.cancel('backup');
    const schedule = { Name: 'backup', GroupName: 'downbeat-deadlines' };
    expect(sentTo(scheduler)).toEqual([['DeleteScheduleCommand', schedule]]);
  });

  test('is content when there is no schedule', async () => {
    scheduler.on(DeleteScheduleCommand).rejects(notFound);
    await expect(timer.cancel('backup')).resolves.toBeUndefined();
  });

  test.each([throttled, conflict, invalid])(
    'is Unavailable with the cause when Scheduler answers $name',
    async (cause) => {
      scheduler.on(DeleteScheduleCommand).rejects(cause);
      await expect(timer.cancel('backup')).rejects.toMatchObject({ name: 'Unavailable', cause });
    },
  );
});

describe('readWakeUp', () => {
  test('reads what arm sent to the queue', async () => {
    queue.on(SendMessageCommand).resolves({});
    await armAt(now);
    const body = queue.commandCalls(SendMessageCommand)[0]?.args[0].input.MessageBody ?? '';
    expect(readWakeUp(body)).toStrictEqual({ monitorId: 'backup', armedFor: now });
  });

  test('reads what Scheduler was told to send', async () => {
    scheduler.on(UpdateScheduleCommand).resolves({});
    await armAt(inTenMinutes);
    const body = scheduler.commandCalls(UpdateScheduleCommand)[0]?.args[0].input.Target?.Input ?? '';
    expect(readWakeUp(body)).toStrictEqual({ monitorId: 'backup' });
  });

  test.each([
    '',
    'backup',
    'null',
    '[]',
    '{}',
    '{"monitorId":7}',
    '{"monitorId":""}',
    '{"armedFor":1}',
    '{"monitorId":"a","armedFor":"1"}',
  ])('refuses the body %j', (body) => {
    expect(() => readWakeUp(body)).toThrow();
  });
});
