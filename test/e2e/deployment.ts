/**
 * Deploys the stack and drives it from outside, as a job, a subscriber and an operator would.
 * Against MiniStack, which it brings up itself; against the endpoint in AWS_ENDPOINT_URL, if set; or, with
 * `npm run test:deployment -- --real`, against the account that the AWS credentials of the environment open.
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Aws, type Delivery } from './aws.ts';
import { bootstrap, deploy, destroy } from './cdk.ts';
import { startEmulator } from './emulator.ts';
import { type Answer, send, sendSigned } from './http.ts';
import { say, step, summary } from './steps.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const stackName = 'DownbeatDeploymentTest';
const emulatorAccount = '000000000000';
const region = process.env.AWS_REGION ?? 'us-east-1';
const alertWithinMs = 10_000;
const inbox: Record<string, Delivery[]> = {};

interface World {
  aws: Aws;
  apiUrl: string;
  channelQueue: string;
  eventsQueue: string;
}

interface MonitorDraft {
  name: string;
  schedule: string;
  grace_period_seconds?: number;
}

interface MonitorAnswer {
  id: string;
  unique_key: string;
  status: string;
  pings: number;
  deadline_at: string | null;
}

try {
  if (process.argv.includes('--real')) await testAt(undefined);
  else if (process.env.AWS_ENDPOINT_URL) await testAt(process.env.AWS_ENDPOINT_URL);
  else await testEmulated();
} catch (error) {
  console.error(error);
}
const { passed, failed } = summary();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

async function testEmulated(): Promise<void> {
  const emulator = await step('MiniStack is up', startEmulator);
  try {
    await testAt(emulator.endpoint);
  } finally {
    await emulator.stop();
  }
}

async function testAt(endpoint: string | undefined): Promise<void> {
  if (endpoint !== undefined) {
    // A 12-digit access key would be read as an account.
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  }
  const environment = { AWS_REGION: region, ...(endpoint !== undefined && { AWS_ENDPOINT_URL: endpoint }) };
  const aws = new Aws(endpoint, region);
  if (endpoint !== undefined) {
    await step('cdk bootstrap', () => bootstrap(emulatorAccount, region, environment));
  }
  const queues: string[] = [];
  try {
    const outputs = await step('cdk deploy', () => deploy({ stackName, environment }));
    const world = await step('queues subscribe to the default channel and to the events topic', () =>
      subscribe(aws, outputs, queues),
    );
    await drive(world);
  } finally {
    await step('cdk destroy', () => destroy({ stackName, environment }));
    for (const queue of queues) await aws.deleteQueue(queue);
  }
  await step('no schedule, queue or table of the stack is left', async () => {
    assert.deepEqual(await aws.schedules(stackName), []);
    assert.deepEqual(await aws.queues(stackName), []);
    assert.deepEqual(await aws.tables(stackName), []);
  });
}

async function subscribe(aws: Aws, outputs: Record<string, string>, queues: string[]): Promise<World> {
  const { ApiUrl = '', DefaultChannelTopicArn = '', EventsTopicArn = '' } = outputs;
  const channelQueue = await aws.subscribeQueue(`${stackName}-channel`, DefaultChannelTopicArn);
  queues.push(channelQueue);
  const eventsQueue = await aws.subscribeQueue(`${stackName}-events`, EventsTopicArn);
  queues.push(eventsQueue);
  return { aws, apiUrl: ApiUrl.replace(/\/$/, ''), channelQueue, eventsQueue };
}

async function drive(world: World): Promise<void> {
  await refusals(world);
  // Far enough for EventBridge Scheduler, which then does its part while the quick monitor is driven.
  const slow = await createAndPing(world, {
    name: 'Slow job',
    schedule: 'every 80s',
    grace_period_seconds: 15,
  });
  await step('the slow monitor has a one-shot schedule', async () => {
    assert.equal((await monitorSchedules(world, slow)).length, 1);
  });
  await lifeOfQuickMonitor(world);
  const slowDown = await step('the slow monitor, whose timer was Scheduler, is reported down', () =>
    awaitAlert(world, world.channelQueue, slow, 'down', 120_000),
  );
  explainDelay(slowDown);
  await step('a deleted monitor takes its schedule with it', async () => {
    assert.equal((await manage(world, 'DELETE', `/${slow.id}`)).status, 204);
    assert.deepEqual(await monitorSchedules(world, slow), []);
  });
  await createAndPing(world, { name: 'Left behind', schedule: 'every 1h' });
}

async function refusals(world: World): Promise<void> {
  await step('an unsigned management call is refused', async () => {
    assert.equal((await send('GET', `${world.apiUrl}/api/v1/monitors`)).status, 403);
  });
  await step('an unknown key is answered 404', async () => {
    const answer = await send('GET', `${world.apiUrl}/ping/nobody-00000000000000000000`);
    assert.deepEqual([answer.status, answer.body], [404, 'not found']);
  });
  await step('a bad schedule is refused by name, and nothing is created', async () => {
    const answer = await manage(world, 'POST', '', { name: 'Bad', schedule: 'every -5m' });
    assert.equal(answer.status, 400);
    assert.equal(JSON.parse(answer.body).errors[0].field, 'schedule');
    assert.deepEqual(JSON.parse((await manage(world, 'GET', '')).body).monitors, []);
  });
}

async function lifeOfQuickMonitor(world: World): Promise<void> {
  const quick = await createAndPing(world, {
    name: 'Quick job',
    schedule: 'every 10s',
    grace_period_seconds: 5,
  });
  const down = await step(
    'it falls silent, and the channel is told within 10 s of the deadline',
    async () => {
      const alert = await awaitAlert(world, world.channelQueue, quick, 'down', 40_000);
      const delayMs = alert.receivedAt - Date.parse(alert.event.downbeat.at);
      assert.ok(delayMs <= alertWithinMs, `The alert came ${delayMs} ms after the deadline.`);
      return alert;
    },
  );
  explainDelay(down);
  await step('the events topic tells the same', async () => {
    const event = await awaitAlert(world, world.eventsQueue, quick, 'down', 5_000);
    assert.equal(event.event.downbeat.event_id, down.event.downbeat.event_id);
  });
  await step('it pings again, and both are told of the recovery, numbered higher', async () => {
    await ping(world, quick);
    for (const queue of [world.channelQueue, world.eventsQueue]) {
      const up = await awaitAlert(world, queue, quick, 'up', 20_000);
      assert.ok(up.event.downbeat.seq > down.event.downbeat.seq);
    }
  });
  await step('it fails with exit status 3, and the channel is told', async () => {
    await ping(world, quick, '/3');
    const failed = await awaitAlert(world, world.channelQueue, quick, 'down', 20_000);
    assert.equal(failed.event.downbeat.reason, 'failed');
  });
  await step('it is deleted, and its key answers 404', async () => {
    assert.equal((await manage(world, 'DELETE', `/${quick.id}`)).status, 204);
    assert.equal((await manage(world, 'GET', `/${quick.id}`)).status, 404);
    assert.equal((await send('GET', pingUrl(world, quick))).status, 404);
  });
}

async function createAndPing(world: World, draft: MonitorDraft): Promise<MonitorAnswer> {
  const created = await step(`the monitor "${draft.name}" is created by a signed call`, async () => {
    const answer = await manage(world, 'POST', '', draft);
    assert.equal(answer.status, 201, answer.body);
    return JSON.parse(answer.body) as MonitorAnswer;
  });
  return step('a job pings it, and it is up', async () => {
    await ping(world, created);
    const monitor = JSON.parse((await manage(world, 'GET', `/${created.id}`)).body) as MonitorAnswer;
    assert.deepEqual([monitor.status, monitor.pings], ['up', 1]);
    return monitor;
  });
}

async function ping(world: World, monitor: MonitorAnswer, action = ''): Promise<void> {
  const answer = await send('GET', pingUrl(world, monitor) + action);
  assert.deepEqual([answer.status, answer.body], [200, 'OK']);
}

function pingUrl(world: World, monitor: MonitorAnswer): string {
  return `${world.apiUrl}/ping/${monitor.unique_key}`;
}

function manage(world: World, method: string, path: string, body?: object): Promise<Answer> {
  return sendSigned(method, `${world.apiUrl}/api/v1/monitors${path}`, region, body);
}

async function monitorSchedules(world: World, monitor: MonitorAnswer): Promise<string[]> {
  const schedules = await world.aws.schedules(stackName);
  return schedules.filter((name) => name.endsWith(`/${monitor.id}`));
}

/** Takes messages until the monitor's alert of this kind is among them. Those of other monitors are kept for later. */
async function awaitAlert(
  world: World,
  queue: string,
  monitor: MonitorAnswer,
  kind: 'down' | 'up',
  withinMs: number,
): Promise<Delivery> {
  const giveUpAt = Date.now() + withinMs;
  while (Date.now() < giveUpAt) {
    inbox[queue] = [...(inbox[queue] ?? []), ...(await world.aws.take(queue))];
    const waiting = inbox[queue];
    const index = waiting.findIndex(
      ({ event: { downbeat } }) => downbeat.monitor.id === monitor.id && downbeat.kind === kind,
    );
    const [found] = index < 0 ? [] : waiting.splice(index, 1);
    if (found) return found;
    await sleep(100);
  }
  throw new Error(`No "${kind}" alert for ${monitor.id} came within ${withinMs} ms.`);
}

function explainDelay({ event, publishedAt, receivedAt }: Delivery): void {
  const deadline = Date.parse(event.downbeat.at);
  const noticed = Date.parse(event.downbeat.detected_at);
  // MiniStack writes SNS's timestamp in whole seconds, which cannot split the second part.
  const told =
    publishedAt > noticed
      ? `${publishedAt - noticed} published (stream, alert function) + ${receivedAt - publishedAt} received (SNS, SQS, polling)`
      : `${receivedAt - noticed} told (stream, alert function, SNS, SQS, polling)`;
  say(`      delay ${receivedAt - deadline} ms = ${noticed - deadline} noticed (timer, queue) + ${told}`);
}
