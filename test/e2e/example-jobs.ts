import assert from 'node:assert/strict';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { send } from '../support/http.ts';
import { type CdkRun, deploy, destroy } from './cdk.ts';
import { step } from './steps.ts';
import { awaitStatus, getMonitor, type MonitorAnswer, manage, type World } from './world.ts';

const pipeline = { id: 'pipeline' };
const schedules = {
  NightlyBackup: '15 2 * * *',
  Pipeline: '30 7 * * MON-FRI',
  Poll: 'every 5m',
  'Feed of our partner': '0 6 * * *\n0 18 * * *',
};

/** The example app, deployed beside the installation as another team would, and its jobs run. */
export async function exampleJobs(world: World, environment: CdkRun['environment']): Promise<void> {
  const run: CdkRun = {
    stackName: `${world.stackName}Example`,
    environment,
    app: 'npx tsx test/e2e/example-app.ts',
    context: { installation: world.stackName },
    all: true,
  };
  const timersBefore = await world.aws.monitorSchedules(world.stackName);
  const outputs = await step('the example app is deployed beside the installation', () => deploy(run));
  try {
    const partner = await step('its four jobs are watched, each by its own schedule', async () => {
      const monitors = await monitorsOf(world);
      assert.deepEqual(Object.fromEntries(monitors.map(({ name, schedule }) => [name, schedule])), schedules);
      return monitors.find(({ name }) => name === 'Feed of our partner');
    });
    await runs(world, outputs.PipelineArn ?? '');
    await step('who reads the secret of the partner pings with curl', async () => {
      const client = new SecretsManagerClient(world.aws.clientConfig);
      const command = new GetSecretValueCommand({ SecretId: outputs.PartnerFeedSecret });
      const { SecretString: url = '' } = await client.send(command);
      assert.equal((await send('GET', url)).status, 200);
      await awaitStatus(world, partner ?? { id: 'missing' }, 'up');
    });
  } finally {
    await step('with the example its monitors go, and their timers', async () => {
      await destroy(run);
      assert.deepEqual(await monitorsOf(world), []);
      assert.deepEqual((await world.aws.monitorSchedules(world.stackName)).sort(), timersBefore.sort());
    });
  }
}

/** The state machine has no step that pings. */
async function runs(world: World, stateMachineArn: string): Promise<void> {
  const client = new SFNClient(world.aws.clientConfig);
  const execute = (records: number) =>
    client.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify({ records }) }));
  // Its start may come after its end.
  const lastEnd = async (kind: 'success' | 'fail') => {
    const { body } = await manage(world, 'GET', `/monitors/pipeline/pings?kind=${kind}&limit=1`);
    return JSON.parse(body).pings[0];
  };
  await step('an execution of its state machine makes its monitor up', async () => {
    const { executionArn } = await execute(7);
    await awaitStatus(world, pipeline, 'up');
    assert.equal((await lastEnd('success')).labels.run, executionArn);
  });
  await step('one that fails makes it down, and says why', async () => {
    await execute(0);
    await awaitStatus(world, pipeline, 'down');
    assert.match((await lastEnd('fail')).message, /There are no records\./);
    assert.equal((await getMonitor(world, pipeline)).running, false);
  });
}

/** The monitors that the installation has of the example. */
async function monitorsOf(world: World): Promise<MonitorAnswer[]> {
  const { monitors } = JSON.parse((await manage(world, 'GET', '/monitors')).body) as {
    monitors: MonitorAnswer[];
  };
  return monitors.filter(({ name }) => name in schedules);
}
