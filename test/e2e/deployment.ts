/**
 * Deploys the stack and drives it from outside, as a job, a subscriber and an operator would.
 * Against MiniStack, which it brings up itself; against the endpoint in AWS_ENDPOINT_URL, if set; or, with
 * `npm run test:deployment -- --real`, against the account that the AWS credentials of the environment open.
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Aws } from './aws.ts';
import { bootstrap, deploy, destroy } from './cdk.ts';
import { drive } from './drive.ts';
import { startEmulator } from './emulator.ts';
import { exampleJobs } from './example-jobs.ts';
import { jobMonitors } from './job-monitors.ts';
import { fail, step, summary } from './steps.ts';
import type { World } from './world.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const stackName = 'DownbeatDeploymentTest';
const emulatorAccount = '000000000000';
const region = process.env.AWS_REGION ?? 'us-east-1';
/** SQS may list a queue for a minute after it was deleted. */
const goneWithinMs = 90_000;

try {
  if (process.argv.includes('--real')) await testAt(undefined);
  else if (process.env.AWS_ENDPOINT_URL) await testAt(process.env.AWS_ENDPOINT_URL);
  else await testEmulated();
} catch (error) {
  fail(error);
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
      subscribe(aws, outputs, queues, endpoint !== undefined),
    );
    await jobMonitors(world, environment);
    await exampleJobs(world, environment);
    await drive(world);
  } finally {
    await step('cdk destroy', () => destroy({ stackName, environment }));
    for (const queue of queues) await aws.deleteQueue(queue);
  }
  await step('no schedule, queue or table of the stack is left', async () => {
    const giveUpAt = Date.now() + goneWithinMs;
    let left = await aws.leftOf(stackName);
    while (left.length > 0 && Date.now() < giveUpAt) {
      await sleep(1_000);
      left = await aws.leftOf(stackName);
    }
    assert.deepEqual(left, []);
  });
}

async function subscribe(
  aws: Aws,
  outputs: Record<string, string>,
  queues: string[],
  emulated: boolean,
): Promise<World> {
  const { ApiUrl = '', DefaultChannelTopicArn = '', EventsTopicArn = '' } = outputs;
  const channelQueue = await aws.subscribeQueue(`${stackName}-channel`, DefaultChannelTopicArn);
  queues.push(channelQueue);
  const eventsQueue = await aws.subscribeQueue(`${stackName}-events`, EventsTopicArn);
  queues.push(eventsQueue);
  const { DeadLettersQueueUrl: deadLetters = '', FailuresQueueUrl: failures = '' } = outputs;
  const { EventsFunctionArn: eventsFunctionArn = '' } = outputs;
  const apiUrl = ApiUrl.replace(/\/$/, '');
  const ours = { deadLetters, failures };
  const heard = { channelQueue, eventsQueue };
  return { aws, stackName, region, emulated, apiUrl, eventsFunctionArn, ...heard, queues: ours };
}
