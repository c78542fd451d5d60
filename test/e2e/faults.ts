import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  paginateListFunctions,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { awaitAlert, heardOf, publishedSoonAfter } from './alerts.ts';
import { say, step } from './steps.ts';
import { create, getMonitor, type MonitorAnswer, manage, ping, type World } from './world.ts';

const brokenForMs = 60_000;
/** The stream gives a batch again with growing pauses. */
const toldWithinMs = 180_000;

/** An alert function that fails for a minute must lose nothing of what is stored meanwhile. */
export async function faults(world: World): Promise<void> {
  const lambda = new LambdaClient(world.aws.clientConfig);
  const alert = await functionNamed(lambda, `${world.stackName}-Alert`);
  const before = await create(world, { id: 'before-the-fault', name: 'Before', schedule: 'every 1h' });
  const during = await create(world, { id: 'during-the-fault', name: 'During', schedule: 'every 1h' });
  for (const monitor of [before, during]) await ping(world, monitor);
  await ping(world, before, '/fail');
  await awaitAlert(world, world.channelQueue, before, 'down', 20_000);

  await step(
    'the alert function fails for a minute, while a monitor goes down and another comes up',
    async () => {
      const mend = await breakFunction(lambda, alert);
      try {
        await ping(world, during, '/fail');
        await ping(world, before);
        await sleep(brokenForMs);
        assert.deepEqual(await heardOf(world, world.channelQueue, during), []);
      } finally {
        await mend();
      }
    },
  );
  await step('mended, it tells of both', async () => {
    await awaitAlert(world, world.channelQueue, during, 'down', toldWithinMs);
    await awaitAlert(world, world.channelQueue, before, 'up', toldWithinMs);
    await awaitAlert(world, world.eventsQueue, during, 'down', toldWithinMs);
  });
  for (const { id } of [before, during]) await manage(world, 'DELETE', `/monitors/${id}`);
}

/** Takes a variable away, without which the function dies when it is loaded. Answers how to give it back. */
async function breakFunction(lambda: LambdaClient, FunctionName: string): Promise<() => Promise<void>> {
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const { EVENTS_TOPIC_ARN: _taken, ...Variables } = Environment?.Variables ?? {};
  const update = (given: Record<string, string> | undefined) =>
    lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables: given } }));
  await update(Variables);
  return async () => {
    await update(Environment?.Variables);
  };
}

async function functionNamed(lambda: LambdaClient, prefix: string): Promise<string> {
  for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {})) {
    const found = Functions.find(({ FunctionName }) => FunctionName?.startsWith(prefix));
    if (found?.FunctionName) return found.FunctionName;
  }
  throw new Error(`There is no function ${prefix}….`);
}

/** A monitor whose timer is lost: its schedule is deleted behind the product's back. */
export async function loseTimer(world: World): Promise<MonitorAnswer> {
  // Far enough for Scheduler.
  const draft = { id: 'lost-timer', name: 'Lost timer', schedule: 'every 100s', grace_period_seconds: 0 };
  const monitor = await create(world, draft);
  await ping(world, monitor);
  await world.aws.deleteSchedule(world.stackName, monitor.id);
  return getMonitor(world, monitor);
}

/** The sweep leaves a deadline to its timer for a minute and a half, and runs every minute. */
const sweptWithinMs = 160_000;

export async function awaitSweep(world: World, monitor: MonitorAnswer): Promise<void> {
  await step('a monitor whose timer was lost is told of by the sweep, within about two minutes', async () => {
    const alert = await awaitAlert(world, world.channelQueue, monitor, 'down', 300_000);
    const deadline = Date.parse(monitor.deadline_at ?? '');
    publishedSoonAfter(deadline, alert, sweptWithinMs);
    say(`      ${Math.round((alert.publishedAt - deadline) / 1_000)} s after its deadline`);
    await manage(world, 'DELETE', `/monitors/${monitor.id}`);
  });
}
