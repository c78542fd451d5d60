import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  paginateListTables,
} from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { awaitAlert } from './alerts.ts';
import { program } from './command-line.ts';
import { step } from './steps.ts';
import { create, manage, ping, type World } from './world.ts';

type Image = Record<string, AttributeValue>;

/** Letters as an outage would leave them: an alert that was set aside, a wake-up, and a sweep that failed. */
export async function redrive(world: World): Promise<void> {
  const monitor = await create(world, { id: 'set-aside', name: 'Set aside', schedule: 'every 1h' });
  await ping(world, monitor);
  await ping(world, monitor, '/fail');
  const [told, heard] = [
    await awaitAlert(world, world.channelQueue, monitor, 'down', 20_000),
    await awaitAlert(world, world.eventsQueue, monitor, 'down', 20_000),
  ];
  const { failures, deadLetters } = world.queues;
  const image = neverTold(await imageOf(world, monitor.id));
  await lay(world, failures, { by: 'alert', recordId: '1', reason: 'a test', image });
  await lay(world, failures, { run: 'sweep' });
  await lay(world, deadLetters, { monitorId: monitor.id });

  await step('dead letters are shown, and stay where they are', () => {
    for (let times = 1; times <= 2; times += 1) {
      assert.deepEqual(outcomes(world, '--dry-run'), ['put_back', 'put_back', 'removed']);
    }
  });
  await step('an alert that was set aside is put back and told, under its own event_id', async () => {
    assert.deepEqual(outcomes(world), ['put_back', 'put_back', 'removed']);
    const again = await awaitAlert(world, world.channelQueue, monitor, 'down', 20_000);
    const onTopic = await awaitAlert(world, world.eventsQueue, monitor, 'down', 20_000);
    const ids = [told, heard, again, onTopic].map(({ event }) => event.downbeat.event_id);
    assert.equal(ids[0], ids[1]);
    assert.equal(ids[2], ids[3]);
    assert.notEqual(ids[0], ids[2]);
    assert.deepEqual(outcomes(world), []);
  });
  await manage(world, 'DELETE', `/monitors/${monitor.id}`);
}

/** Runs the CLI as it is built, and answers what became of the letters, in the order of the alphabet. */
function outcomes({ stackName, region, aws }: World, ...options: string[]): string[] {
  const { endpoint } = aws.clientConfig;
  const where = ['--stack', stackName, '--region', region, '--json'];
  const ran = spawnSync(process.execPath, [program, 'redrive', ...where, ...options], {
    encoding: 'utf8',
    env: { ...process.env, ...(endpoint !== undefined && { AWS_ENDPOINT_URL: endpoint }) },
  });
  assert.equal(ran.status, 0, ran.stderr + ran.stdout);
  const { letters } = JSON.parse(ran.stdout) as { letters: { outcome: string }[] };
  return letters.map(({ outcome }) => outcome).sort();
}

async function lay({ aws }: World, QueueUrl: string, letter: object): Promise<void> {
  const sqs = new SQSClient(aws.clientConfig);
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(letter) }));
}

/** The same flip under another number: a function that has told one remembers it, and does so once. */
function neverTold(image: Image): Image {
  const seq = { N: '99' };
  return {
    ...image,
    flip: { M: { ...image.flip?.M, seq } },
    lastAlert: { M: { ...image.lastAlert?.M, seq } },
  };
}

/** A monitor as it lies in the table, without what opens it to pings. */
async function imageOf({ aws, stackName }: World, id: string): Promise<Image> {
  const dynamodb = new DynamoDBClient(aws.clientConfig);
  for await (const { TableNames = [] } of paginateListTables({ client: dynamodb }, {})) {
    const TableName = TableNames.find((name) => name.startsWith(stackName) && name.includes('Monitors'));
    if (TableName === undefined) continue;
    const command = new GetItemCommand({ TableName, Key: { pk: { S: `monitor#${id}` } } });
    const { secret: _secret, aliases: _aliases, ...image } = (await dynamodb.send(command)).Item ?? {};
    // A ping after the flip would be the last change; the image is that of the flip.
    return { ...image, change: { S: 'flip' } };
  }
  throw new Error('There is no table of monitors.');
}
