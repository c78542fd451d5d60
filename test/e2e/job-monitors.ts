import assert from 'node:assert/strict';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { hourMs } from '../../lambdas/domain/time.ts';
import { type CdkRun, deploy, destroy } from './cdk.ts';
import { step } from './steps.ts';
import { getMonitor, manage, type World } from './world.ts';

const id = 'job-of-an-app';

/** The life of a monitor that another app defines beside its job. */
export async function jobMonitors(world: World, environment: CdkRun['environment']): Promise<void> {
  const run = (hours: number, channel = 'default'): CdkRun => ({
    stackName: `${world.stackName}Jobs`,
    environment,
    app: 'npx tsx test/e2e/jobs-app.ts',
    context: { installation: world.stackName, hours: String(hours), channel },
  });
  const hasTimer = async () => (await world.aws.monitorSchedules(world.stackName)).includes(id);
  const outputs = await step('an app with a job is deployed beside the installation', () => deploy(run(6)));
  const before = await step(
    'its monitor appears, with the schedule of the job, and its timer is set',
    async () => {
      const monitor = await getMonitor(world, { id });
      assert.deepEqual([monitor.schedule, await hasTimer()], ['every 6h', true]);
      return monitor;
    },
  );
  await step('its job is told the ping URL', async () => {
    const lambda = new LambdaClient(world.aws.clientConfig);
    const command = new GetFunctionConfigurationCommand({ FunctionName: outputs.JobName });
    const { DOWNBEAT_PING_URL: url = '' } = (await lambda.send(command)).Environment?.Variables ?? {};
    assert.ok(url.endsWith(`/ping/${before.unique_key}`));
  });
  await step('with another schedule its deadline moves, and its key stays', async () => {
    await deploy(run(3));
    const after = await getMonitor(world, { id });
    const movedMs = Date.parse(before.deadline_at ?? '') - Date.parse(after.deadline_at ?? '');
    assert.deepEqual([movedMs, after.unique_key], [3 * hourMs, before.unique_key]);
  });
  await step('with a channel that there is not the deployment fails, says so and rolls back', async () => {
    await assert.rejects(deploy(run(9, 'nobody')), /channels\.0: allowed is a list of 1 to 10 of default/);
    assert.equal((await getMonitor(world, { id })).schedule, 'every 3h');
  });
  await step('with the app its monitor goes, and the timer', async () => {
    await destroy(run(3));
    const { status } = await manage(world, 'GET', `/monitors/${id}`);
    assert.deepEqual([status, await hasTimer()], [404, false]);
  });
}
