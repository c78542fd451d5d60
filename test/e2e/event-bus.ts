import assert from 'node:assert/strict';
import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { step } from './steps.ts';
import { create, manage, ping, type World } from './world.ts';

const withinMs = 30_000;

/** What a customer does who wants automation: a rule on the account's default event bus, here with a queue. */
export async function eventBus(world: World): Promise<void> {
  const client = new EventBridgeClient(world.aws.clientConfig);
  const Name = `${world.stackName}-downs`;
  const pattern = { source: ['downbeat'], 'detail-type': ['Monitor Down'] };
  const { RuleArn = '' } = await client.send(
    new PutRuleCommand({ Name, EventPattern: JSON.stringify(pattern) }),
  );
  const queue = await world.aws.createQueueFor('events.amazonaws.com', Name, RuleArn);
  try {
    await client.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: 'queue', Arn: queue.arn }] }));
    await step('a rule on the event bus hears that a monitor is down, and no more than that', async () => {
      const monitor = await create(world, { name: 'Automated', schedule: 'every 1h' });
      await ping(world, monitor);
      await ping(world, monitor, '/fail');
      const heard = await hear(world, queue.url);
      assert.equal(heard.source, 'downbeat');
      assert.equal(heard['detail-type'], 'Monitor Down');
      assert.equal(heard.detail.downbeat.monitor.id, monitor.id);
      assert.equal((await manage(world, 'DELETE', `/monitors/${monitor.id}`)).status, 204);
    });
  } finally {
    await client.send(new RemoveTargetsCommand({ Rule: Name, Ids: ['queue'] }));
    await client.send(new DeleteRuleCommand({ Name }));
    await world.aws.deleteQueue(queue.url);
  }
}

interface BusEvent {
  source: string;
  'detail-type': string;
  detail: { downbeat: { monitor: { id: string } } };
}

async function hear(world: World, queueUrl: string): Promise<BusEvent> {
  const giveUpAt = Date.now() + withinMs;
  while (Date.now() < giveUpAt) {
    const [body] = await world.aws.takeBodies(queueUrl);
    if (body !== undefined) return JSON.parse(body) as BusEvent;
  }
  throw new Error(`The rule heard nothing within ${withinMs} ms.`);
}
