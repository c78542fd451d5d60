import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { GetTopicAttributesCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { APIGatewayProxyEventV2, Context, DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { environment } from '../support/environment.ts';

const dynamodb = mockClient(DynamoDBDocumentClient);
const scheduler = mockClient(SchedulerClient);
const sns = mockClient(SNSClient);
const sqs = mockClient(SQSClient);
const eventBridge = mockClient(EventBridgeClient);
const context = { getRemainingTimeInMillis: () => 300_000 } as Context;

/** A monitor as it lies in the table, with a flip that is told. */
const item = {
  pk: 'monitor#backup',
  name: 'Backup',
  secret: '0123456789abcdefghjk',
  schedule: 'every 1h',
  gracePeriodSeconds: 60,
  channels: ['default'],
  createdAt: 1,
  status: 'down',
  statusSince: 5,
  flip: { seq: 2, from: 'up', to: 'down', at: 5, detectedAt: 6, since: 2, reason: 'missed' },
  version: 3,
  requestId: 'r',
  pings: 1,
  pingNumber: 1,
  change: 'flip',
};

let written = '';

beforeAll(() => {
  Object.assign(process.env, environment, { HEARTBEAT_URL: 'https://watcher.test/key' });
});
beforeEach(() => {
  for (const mock of [dynamodb, scheduler, sns, sqs, eventBridge]) mock.reset();
  written = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
    written += line;
    return true;
  });
});
afterEach(() => jest.restoreAllMocks());

test('the status function answers a badge with two reads, which need not be strongly consistent', async () => {
  const badgeKey = '0'.repeat(20);
  dynamodb.on(GetCommand).resolves({ Item: { pk: `badge#${badgeKey}`, monitorId: 'backup' } });
  dynamodb.on(BatchGetCommand).resolves({ Responses: { monitors: [{ ...item, badgeKey }] } });
  const { handler } = await import('../../lambdas/handlers/status.ts');
  const event = { rawPath: `/badge/${badgeKey}.json`, requestContext: { http: { method: 'GET' } } };
  expect(await handler(event as APIGatewayProxyEventV2, context)).toMatchObject({
    statusCode: 200,
    body: '{"status":"down","total":1,"grace":0,"down":1}',
  });
  const requests = dynamodb.calls().map(({ args }) => JSON.stringify(args[0].input));
  expect(requests).toHaveLength(2);
  for (const request of requests) expect(request).toContain('"ConsistentRead":false');
});

test('the widget function reads the table once, without any key, for as many as look within ten seconds', async () => {
  dynamodb.on(ScanCommand).resolves({ Items: [item] });
  const { handler } = await import('../../lambdas/handlers/widget.ts');
  const invoked = { ...context, invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:widget' };
  const [first, second] = [await handler({}, invoked), await handler({ status: 'down' }, invoked)];
  expect([first, second]).toEqual([expect.stringContaining('Backup'), expect.stringContaining('Backup')]);
  expect(first + second).not.toContain(item.secret);
  expect(dynamodb.calls()).toHaveLength(1);
  expect(dynamodb.commandCalls(ScanCommand)[0]?.args[0].input).toMatchObject({ TableName: 'monitors' });
});

describe('the deadline function', () => {
  const record = (messageId: string, body: string) => ({ messageId, body });

  async function handle(...records: { messageId: string; body: string }[]) {
    const { handler } = await import('../../lambdas/handlers/deadline.ts');
    return handler({ Records: records } as SQSEvent, context);
  }

  test('sends back only the wake-ups that failed', async () => {
    dynamodb.on(GetCommand).resolves({ Item: item });
    const result = await handle(record('good', '{"monitorId":"backup"}'), record('bad', 'garbage'));
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: 'bad' }] });
    expect(written).toContain('DeadlineNotChecked');
  });

  test('writes how late its wake-ups were as one line', async () => {
    const { flip: _flip, ...up } = { ...item, status: 'up', checkinAt: 1, deadlineAt: 2, armedFor: 2 };
    dynamodb.on(GetCommand).resolves({ Item: up }).on(UpdateCommand).resolves({ Attributes: item });
    const wakeUp = '{"monitorId":"backup"}';
    await handle(record('one', wakeUp), record('two', wakeUp));
    expect(written.match(/\n/g)).toHaveLength(1);
    expect(JSON.parse(written).TimerLateness).toEqual([expect.any(Number), expect.any(Number)]);
  });

  test('removes the timer of a monitor that is gone', async () => {
    dynamodb.on(GetCommand).resolves({});
    scheduler.onAnyCommand().resolves({});
    expect(await handle(record('one', '{"monitorId":"gone"}'))).toEqual({ batchItemFailures: [] });
    expect(scheduler.calls()[0]?.args[0].input).toEqual({ Name: 'gone', GroupName: 'Test-monitors' });
  });
});

describe('the events function', () => {
  async function handle(event: object) {
    const { handler } = await import('../../lambdas/handlers/events.ts');
    return handler(event, context);
  }

  const event = {
    ...{
      dialect: 'ping',
      id: 'e-1',
      time: new Date().toISOString(),
      source: 'downbeat.ping',
      detail_type: 'Ping',
    },
    detail: { monitor_id: 'backup', message: 'Done' },
  };

  test('stores a ping of the monitor that the event names, and its row', async () => {
    const up = { ...item, status: 'up' };
    dynamodb.on(GetCommand).resolves({ Item: up }).on(UpdateCommand).resolves({ Attributes: up });
    dynamodb.on(PutCommand).resolves({});
    sqs.onAnyCommand().resolves({});
    scheduler.onAnyCommand().resolves({});
    await handle(event);
    expect(dynamodb.commandCalls(UpdateCommand)).toHaveLength(1);
    const [row] = dynamodb.commandCalls(PutCommand).map(({ args }) => args[0].input);
    expect(row).toMatchObject({ TableName: 'history', Item: { monitorId: 'backup', message: 'Done' } });
  });

  test('fails if nothing could be stored, so that the event comes again', async () => {
    dynamodb.on(GetCommand).rejects(new Error('away'));
    await expect(handle(event)).rejects.toThrow('DynamoDB');
  });
});

describe('the alert function', () => {
  const record = (sequence: string, image: object) => ({
    dynamodb: { SequenceNumber: sequence, NewImage: marshall(image, { removeUndefinedValues: true }) },
  });

  async function handle(...records: object[]) {
    const { handler } = await import('../../lambdas/handlers/alert.ts');
    return handler({ Records: records } as unknown as DynamoDBStreamEvent, context);
  }

  beforeEach(() => {
    dynamodb.on(QueryCommand).resolves({ Items: [] });
    sns.on(PublishCommand).resolves({ MessageId: 'message' });
  });

  test('publishes a flip to the events topic and to the channel', async () => {
    expect(await handle(record('1', item))).toEqual({ batchItemFailures: [] });
    const published = sns.commandCalls(PublishCommand).map(({ args }) => args[0].input);
    expect(published.map(({ TopicArn }) => TopicArn).sort()).toEqual([
      'arn:aws:sns:us-east-1:000000000000:default',
      environment.EVENTS_TOPIC_ARN,
    ]);
    expect(published.map(({ Subject }) => Subject).sort()).toEqual(['ALARM: Backup', 'DOWN: Backup']);
  });

  test('answers the record from which the batch is to come again', async () => {
    const second = { ...item, pk: 'monitor#other', name: 'Other' };
    sns.on(PublishCommand, { Subject: 'DOWN: Other' }).rejects(new Error('down'));
    const result = await handle(record('1', item), record('2', second), record('3', second));
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
    expect(written).toContain('AlertNotDelivered');
  });

  test('sets aside what it cannot read, without the key', async () => {
    sqs.on(SendMessageCommand).resolves({});
    const aliases = [{ key: 'BroughtAlong1' }];
    const unreadable = { ...item, aliases, schedule: undefined };
    expect(await handle(record('1', unreadable))).toEqual({ batchItemFailures: [] });
    const [call] = sqs.commandCalls(SendMessageCommand);
    expect(call?.args[0].input.QueueUrl).toBe(environment.FAILURE_QUEUE_URL);
    const letter = String(call?.args[0].input.MessageBody);
    expect(letter).toContain('monitor#backup');
    expect(letter + written).not.toMatch(new RegExp(`${item.secret}|BroughtAlong1`));
    expect(written).toContain('AlertLost');
  });
});

describe('the record function', () => {
  test('keeps a flip in history, and puts it on the event bus', async () => {
    dynamodb.on(PutCommand).resolves({});
    eventBridge.on(PutEventsCommand).resolves({ Entries: [{ EventId: '1' }] });
    const { handler } = await import('../../lambdas/handlers/record.ts');
    const event = { Records: [{ dynamodb: { SequenceNumber: '1', NewImage: marshall(item) } }] };
    const result = await handler(event as unknown as DynamoDBStreamEvent, context);
    expect(result).toEqual({ batchItemFailures: [] });
    expect(dynamodb.commandCalls(PutCommand)[0]?.args[0].input.Item).toMatchObject({
      monitorId: 'backup',
      seq: 2,
    });
    const [entry] = eventBridge.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries ?? [];
    expect(entry).toMatchObject({ Source: 'downbeat', DetailType: 'Monitor Down' });
    expect(JSON.parse(written)).toMatchObject({ Flips: [1], EvaluationDelay: [1] });
  });
});

describe('the provider function', () => {
  const request = {
    ...{ RequestType: 'Create', RequestId: 'one', LogicalResourceId: 'Backup', StackId: 'a:stack/Jobs/1' },
    ...{ ResponseURL: 'https://answers.test/url', ResourceProperties: { Id: 'backup', Settings: '{' } },
  };

  test('answers CloudFormation at its URL, and is done', async () => {
    const fetched = jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response());
    const { handler } = await import('../../lambdas/handlers/provider.ts');
    await handler(request, context);
    const [[url, { body } = {}] = []] = fetched.mock.calls;
    expect(url).toBe('https://answers.test/url');
    expect(JSON.parse(new TextDecoder().decode(body as Uint8Array))).toMatchObject({
      ...{ Status: 'FAILED', PhysicalResourceId: 'backup' },
      Reason: expect.stringContaining('Settings: allowed is'),
    });
  });

  test('answers while it has time to, though DynamoDB does not', async () => {
    const fetched = jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response());
    dynamodb.on(GetCommand).callsFake(() => new Promise(() => undefined));
    const { handler } = await import('../../lambdas/handlers/provider.ts');
    const short = { getRemainingTimeInMillis: () => 15_001 } as Context;
    const ResourceProperties = { Id: 'backup', Settings: '{"name":"Backup"}' };
    await handler({ ...request, ResourceProperties }, short);
    expect(fetched).toHaveBeenCalledTimes(1);
    expect(written).toContain('MonitorNotProvided');
  }, 5_000);
});

describe('the sweep function', () => {
  test('stores a miss that no timer brought up, counts itself, tells whoever watches from outside, and looks at the channels', async () => {
    const nobody = { SubscriptionsConfirmed: '0', SubscriptionsPending: '1' };
    sns.on(GetTopicAttributesCommand).resolves({ Attributes: nobody });
    const fetched = jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('OK'));
    const { flip: _flip, ...up } = { ...item, status: 'up', checkinAt: 1, deadlineAt: 2, armedFor: 2 };
    dynamodb.on(ScanCommand).resolves({ Items: [up] });
    dynamodb.on(GetCommand).resolves({ Item: up });
    dynamodb.on(UpdateCommand).resolves({ Attributes: item });
    const { handler } = await import('../../lambdas/handlers/sweep.ts');
    expect(await handler({}, context)).toMatchObject({ monitors: 1, overdue: 1, failures: 0 });
    expect(written).toContain('SweepCompleted');
    expect(String(fetched.mock.calls[0]?.[0])).toBe('https://watcher.test/key');
    const asked = { TopicArn: 'arn:aws:sns:us-east-1:000000000000:default' };
    expect(sns.calls().map(({ args }) => args[0].input)).toEqual([asked]);
    expect(written).toMatch(/ChannelUnheard.*"pending":1/);
  });

  test('measures the timers that it had to set', async () => {
    jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('OK'));
    const { flip: _flip, ...unarmed } = { ...item, status: 'up', checkinAt: 1, deadlineAt: Date.now() + 1e6 };
    dynamodb
      .on(ScanCommand)
      .resolves({ Items: [unarmed] })
      .on(UpdateCommand)
      .resolves({ Attributes: item });
    scheduler.onAnyCommand().resolves({});
    const { handler } = await import('../../lambdas/handlers/sweep.ts');
    await handler({}, context);
    expect(written).toContain('"TimersMissing":[1]');
  });

  test('begins nothing in the last of its time, and says what it left', async () => {
    const { handler } = await import('../../lambdas/handlers/sweep.ts');
    const short = { getRemainingTimeInMillis: () => 44_000 } as Context;
    expect(await handler({}, short)).toMatchObject({ monitors: 0, partsLeft: 1 });
    expect(dynamodb.calls()).toEqual([]);
    expect(written).toContain('SweepCut');
  });
});

describe('the ping function', () => {
  const { flip: _flip, ...untouched } = { ...item, status: 'new' };

  async function ping() {
    const { handler } = await import('../../lambdas/handlers/ping.ts');
    const path = `/ping/backup-${item.secret}`;
    const http = { method: 'GET', path, sourceIp: '192.0.2.1', userAgent: '' };
    const event = { rawPath: path, headers: {}, requestContext: { http } };
    return handler(event as unknown as APIGatewayProxyEventV2, context);
  }

  test('acknowledges a ping that is stored though neither timer nor history work, and logs both without the key', async () => {
    dynamodb.on(GetCommand).resolves({ Item: untouched }).on(UpdateCommand).resolves({ Attributes: item });
    dynamodb.on(PutCommand).rejects(new Error('down'));
    scheduler.onAnyCommand().rejects(new Error('down'));
    expect(await ping()).toMatchObject({ statusCode: 200, body: 'OK' });
    expect(written).toContain('TimerNotArmed');
    expect(written).toContain('PingRowNotWritten');
    expect(written).not.toContain(item.secret);
  });

  test('fails on a defect, so that its alarm tells', async () => {
    dynamodb.on(GetCommand).resolves({ Item: { ...untouched, schedule: undefined } });
    await expect(ping()).rejects.toThrow(TypeError);
  });
});

test('a ping that could not be stored is counted, with its cause', async () => {
  dynamodb.onAnyCommand().rejects(new Error('down'));
  const { handler } = await import('../../lambdas/handlers/ping.ts');
  const path = `/ping/backup-${item.secret}`;
  const http = { method: 'GET', path, sourceIp: '192.0.2.1', userAgent: '' };
  const event = { rawPath: path, headers: {}, requestContext: { http } };
  await handler(event as unknown as APIGatewayProxyEventV2, context);
  expect(written).toMatch(/PingNotStored.*DynamoDB is unavailable/);
  expect(written).not.toContain(item.secret);
});

test.each(['ping', 'manage'])('the %s function answers over HTTP when DynamoDB does not', async (name) => {
  dynamodb.onAnyCommand().rejects(new Error('down'));
  const { handler } = await import(`../../lambdas/handlers/${name}.ts`);
  const path = name === 'ping' ? '/ping/backup-0123456789abcdefghjk' : '/api/v1/monitors';
  const http = { method: 'GET', path, sourceIp: '192.0.2.1', userAgent: '' };
  const event = { version: '2.0', rawPath: path, headers: {}, requestContext: { http } };
  const answer = await handler(event, context);
  expect(answer).toMatchObject({ statusCode: 503, headers: { 'Retry-After': '1' } });
});

test('a function without its environment dies at load, naming what is missing', async () => {
  jest.resetModules();
  delete process.env.MONITORS_TABLE;
  await expect(import('../../lambdas/handlers/ping.ts')).rejects.toThrow('MONITORS_TABLE');
  process.env.MONITORS_TABLE = environment.MONITORS_TABLE;
});
