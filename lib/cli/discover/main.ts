import { Api } from '../monitors/api.ts';
import { runCommand } from '../monitors/command.ts';
import { findEndpoint, findSigner, regionOfHost } from '../monitors/endpoint.ts';
import { writeJsonList } from '../monitors/json-list.ts';
import { write } from '../monitors/output.ts';
import { commonOptions, type Given, jsonOption } from '../monitors/subcommand.ts';
import { UsageError } from '../usage.ts';
import type { World } from '../world.ts';
import { clientsFor } from './aws.ts';
import { cdkLines } from './cdk-lines.ts';
import { tagOf } from './job.ts';
import { monitorsYaml } from './monitors-yaml.ts';
import { type Found, survey } from './survey.ts';
import { help, usage } from './usage.ts';

const options = {
  ...commonOptions,
  ...jsonOption,
  cdk: { type: 'boolean' },
  stack: { type: 'string', multiple: true },
} as const;

/** `downbeat discover`: prints monitors for jobs that have none, and answers the exit code. Never rejects. */
export function discover(args: readonly string[], world: World): Promise<number> {
  return runCommand(args, world, { options, help, usage }, run);
}

async function run(given: Given, world: World): Promise<number> {
  const [isCdk, isJson] = [given.flag('cdk'), given.flag('json')];
  if (isCdk && isJson) throw new UsageError('--cdk and --json do not go together; choose one');
  const stacks = given.texts('stack');
  const { api, signer } = await connect(given, world);
  const found = await survey({
    api,
    clients: clientsFor(signer),
    stacks: stacks.length > 0 ? stacks : ['Downbeat'],
    now: world.now(),
  });
  if (isJson) return writeJsonList(world, 'jobs', onePage(found.found.map(jobJson)));
  await write(world.stdout, (isCdk ? cdkLines : monitorsYaml)(found, signer.region));
  return 0;
}

/** The region that is looked at need not be that of the API, whose calls are signed for its own where its URL says it. */
async function connect(given: Given, world: World) {
  const [url, profile, region] = [given.text('url'), given.text('profile'), given.text('region')];
  const { base, signer: own } = await findEndpoint({ url, profile, region }, world);
  const { hostname } = new URL(base);
  const signer = own ?? (await findSigner({ profile, region }, hostname, world));
  const ofApi = own && { ...own, region: regionOfHost(hostname) ?? own.region };
  return { api: new Api(world, { base, signer: ofApi }), signer };
}

function jobJson({ job, id, definition, proposal, namesake }: Found) {
  const { expression, timezone, windowSeconds, targets } = definition;
  return {
    ...job,
    tag: tagOf(job),
    expression,
    timezone,
    window_seconds: windowSeconds,
    targets: targets.map(({ arn, ecsTask }) => ({ arn, ecs_task: ecsTask ?? null })),
    monitor: 'settings' in proposal ? { id, ...proposal.settings } : null,
    because: 'fault' in proposal ? `its schedule ${proposal.fault}` : null,
    namesake: namesake ?? null,
  };
}

async function* onePage<T>(rows: T[]): AsyncGenerator<T[]> {
  yield rows;
}
