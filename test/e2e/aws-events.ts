import assert from 'node:assert/strict';
import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Downbeat } from '../../lib/constructs/downbeat.ts';
import { Monitor } from '../../lib/constructs/monitors/monitor.ts';
import { ecsTaskRunning, ecsTaskStopped } from '../support/aws-events.ts';
import { step } from './steps.ts';
import { awaitStatus, create, getMonitor, type MonitorAnswer, manage, type World } from './world.ts';

/** Nobody but AWS puts events in the name of `aws.ecs`, nor does the emulator take them. */
const source = 'test.ecs';
const cluster = { clusterArn: String(ecsTaskRunning.detail.clusterArn) };

/** Pings that nobody sends to a URL: by PutEvents, by a signed call, and by an event of a task of ECS. */
export async function awsEvents(world: World): Promise<void> {
  const client = new EventBridgeClient(world.aws.clientConfig);
  await step('a ping by PutEvents makes its monitor up, and one with an exit status down', async () => {
    const monitor = await create(world, { name: 'Private', schedule: 'every 1h' });
    await put(client, { Source: 'downbeat.ping', DetailType: 'Ping' }, { monitor_id: monitor.id });
    await awaitStatus(world, monitor, 'up');
    const failed = { monitor_id: monitor.id, exit_status: 3, message: 'Full' };
    await put(client, { Source: 'downbeat.ping', DetailType: 'Ping' }, failed);
    await awaitStatus(world, monitor, 'down');
  });
  await step('a signed ping makes it up, without its key', async () => {
    const monitor = await create(world, { name: 'Signed', schedule: 'every 1h' });
    assert.equal((await manage(world, 'POST', `/monitors/${monitor.id}/ping`)).status, 200);
    assert.equal((await getMonitor(world, monitor)).status, 'up');
  });
  await taskOfEcs(world, client);
}

async function taskOfEcs(world: World, client: EventBridgeClient): Promise<void> {
  const monitor = await create(world, { name: 'Task', schedule: 'every 1h' });
  const Name = `${world.stackName}-task`;
  const { EventPattern, Targets } = ruleOf(monitor, world.eventsFunctionArn);
  await client.send(
    new PutRuleCommand({ Name, EventPattern: JSON.stringify({ ...EventPattern, source: [source] }) }),
  );
  await client.send(new PutTargetsCommand({ Rule: Name, Targets }));
  try {
    await step('a task of ECS that fails makes its monitor down, by the rule of pingOnEcsTask', async () => {
      const event = ecsTaskStopped({
        containers: [{ name: 'FargateApp', exitCode: 3 }],
        stoppedAt: new Date().toISOString(),
      });
      await put(client, { Source: source, DetailType: event['detail-type'] }, event.detail);
      await awaitStatus(world, monitor, 'down');
    });
  } finally {
    await client.send(new RemoveTargetsCommand({ Rule: Name, Ids: Targets.map(({ Id }) => Id) }));
    await client.send(new DeleteRuleCommand({ Name }));
  }
}

/** The rule as CloudFormation would make it, in the account and Region of the documented event. */
function ruleOf(monitor: MonitorAnswer, eventsArn: string) {
  const { account, region } = ecsTaskRunning;
  const stack = new Stack(new App(), 'Jobs', { env: { account, region } });
  const downbeat = Object.assign(Downbeat.fromName(stack, 'Downbeat', 'Downbeat'), { eventsArn });
  const watched = Monitor.fromMonitorId(stack, 'Task', { downbeat, monitorId: monitor.id });
  watched.pingOnEcsTask(cluster, { family: 'sample-fargate' });
  const text = JSON.stringify(Template.fromStack(stack).findResources('AWS::Events::Rule'));
  const join = /\{"Fn::Join":\["",\["(arn:)",\{"Ref":"AWS::Partition"\},"([^"]+)"\]\]\}/g;
  const [rule] = Object.values<{ Properties: Rule }>(JSON.parse(text.replace(join, '"$1aws$2"')));
  assert.ok(rule);
  return rule.Properties;
}

interface Rule {
  EventPattern: object;
  Targets: {
    Id: string;
    Arn: string;
    InputTransformer: { InputPathsMap: Record<string, string>; InputTemplate: string };
  }[];
}

async function put(
  client: EventBridgeClient,
  envelope: { Source: string; DetailType: string },
  detail: object,
): Promise<void> {
  const entry = { ...envelope, Detail: JSON.stringify(detail) };
  const { FailedEntryCount } = await client.send(new PutEventsCommand({ Entries: [entry] }));
  assert.equal(FailedEntryCount, 0);
}
