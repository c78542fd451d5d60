import { Api } from '../monitors/api.ts';
import { runCommand } from '../monitors/command.ts';
import { findEndpoint, findSigner } from '../monitors/endpoint.ts';
import { writeJsonList } from '../monitors/json-list.ts';
import { write } from '../monitors/output.ts';
import type { Given } from '../monitors/subcommand.ts';
import { Table } from '../monitors/table.ts';
import { relative } from '../monitors/text.ts';
import { UsageError } from '../usage.ts';
import type { World } from '../world.ts';
import { clientsFor } from './aws.ts';
import { findInstallation, type QueueName, queueNames } from './installation.ts';
import type { PlanDeps } from './plan.ts';
import { putBack, type Row } from './put-back.ts';
import { help, usage } from './usage.ts';

const options = {
  'dry-run': { type: 'boolean' },
  queue: { type: 'string', multiple: true },
  limit: { type: 'string' },
  republish: { type: 'boolean' },
  stack: { type: 'string' },
  profile: { type: 'string' },
  region: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** `downbeat redrive`: puts dead letters back, and answers the exit code. Never rejects. */
export function redrive(args: readonly string[], world: World): Promise<number> {
  return runCommand(args, world, { options, help, usage }, run);
}

async function run(given: Given, world: World): Promise<number> {
  const dryRun = given.flag('dry-run');
  const chosen = {
    queues: readQueues(given.texts('queue')),
    limit: given.count('limit') ?? Number.POSITIVE_INFINITY,
    dryRun,
  };
  const tally = { left: 0 };
  const rows = counted(putBack(await connect(given, world), chosen), tally);
  if (given.flag('json')) await writeJsonList(world, 'letters', rows);
  else await print(world, rows, dryRun);
  return tally.left > 0 && !dryRun ? 1 : 0;
}

function readQueues(names: readonly string[]): readonly QueueName[] {
  const unknown = names.filter((name) => !queueNames.some((known) => known === name));
  if (unknown.length > 0) throw new UsageError(`--queue is not right: allowed are ${queueNames.join(', ')}`);
  return names.length === 0 ? queueNames : queueNames.filter((name) => names.includes(name));
}

async function connect(given: Given, world: World): Promise<PlanDeps> {
  const signer = await findSigner(
    { profile: given.text('profile'), region: given.text('region') },
    '',
    world,
  );
  const clients = clientsFor(signer);
  const installation = await findInstallation(clients.cloudFormation, given.text('stack') ?? 'Downbeat');
  const endpoint = { url: installation.apiUrl, profile: given.text('profile'), region: signer.region };
  const api = new Api(world, await findEndpoint(endpoint, world));
  return { clients, installation, api, republish: given.flag('republish'), givenBack: new Set() };
}

async function* counted(rows: AsyncIterable<Row[]>, tally: { left: number }): AsyncGenerator<Row[]> {
  for await (const page of rows) {
    tally.left += page.filter(({ outcome }) => outcome === 'left').length;
    yield page;
  }
}

const done = { put_back: 'put back', removed: 'removed', left: 'left' };
const planned = { put_back: 'to put back', removed: 'to remove', left: 'to leave' };

async function print(world: World, rows: AsyncIterable<Row[]>, dryRun: boolean): Promise<void> {
  // A reason must not be cut, however narrow the terminal.
  const table = new Table(['QUEUE', 'SENT', 'OUTCOME', 'LETTER'], undefined);
  let isEmpty = true;
  for await (const page of rows) {
    isEmpty = false;
    const cells = page.map(({ queue, sent_at, outcome, what, because }) => [
      ...[queue, relative(Date.parse(sent_at), world.now()), (dryRun ? planned : done)[outcome]],
      because === null ? what : `${what} (${because})`,
    ]);
    await write(world.stdout, table.print(cells));
  }
  if (isEmpty) await write(world.stdout, 'There are no dead letters.\n');
}
