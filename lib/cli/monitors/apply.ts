import { UsageError } from '../usage.ts';
import type { World } from '../world.ts';
import { type Api, Refused } from './api.ts';
import { ask, requireConsent } from './ask.ts';
import { deleteMonitor } from './delete.ts';
import { Failure } from './failure.ts';
import { makePlan, type Planned, readOne } from './make-plan.ts';
import { readMonitorsFile, type Wanted } from './monitors-file.ts';
import { write } from './output.ts';
import { changedFields, hasChanges, type Plan, planText, settingsSent } from './plan.ts';
import type { Subcommand } from './subcommand.ts';
import { jsonText } from './text.ts';

/** What `--plan` answers when something is to be done. */
const changesCode = 3;

export const apply: Subcommand = {
  usage: '-f FILE [--prune] [--plan | --yes]',
  summary: 'makes monitors what a YAML file says',
  takesId: false,
  options: {
    file: { type: 'string', short: 'f' },
    prune: { type: 'boolean' },
    plan: { type: 'boolean' },
    yes: { type: 'boolean' },
  },
  help: `  -f, --file FILE  the file, or - for stdin
  --plan           only shows what would be done; exit code 3 if that is something, else 0
  --yes            does not ask. Without a terminal, and for a file from stdin, it has to be given
  --prune          deletes the monitors that the file does not name. Never with a file that names none,
                   and never one that a CDK app defines

The file, in YAML or JSON, where each monitor has an id, a name and any other settings of the API:

  monitors:
    - id: nightly-backup
      name: Nightly backup
      schedule: 0 2 * * *
      timezone: Europe/Riga
      grace_period_seconds: 3600

A setting that is left out has its default. What somebody else changes after the plan was made is not
overwritten. One monitor that fails does not keep the others from being applied.
`,
  read: (given) => {
    const file = given.text('file');
    const [prune, isYes, isPlan] = [given.flag('prune'), given.flag('yes'), given.flag('plan')];
    if (!file) throw new UsageError('no file is given; add -f monitors.yaml, or -f - for stdin');
    if (isPlan && isYes) throw new UsageError('--plan writes nothing and asks nothing; leave --yes out');
    return async ({ world, connect }) => {
      // What is typed in as the file cannot be the answer as well.
      if (!isPlan) requireConsent(isYes, world.terminal && file !== '-');
      const wanted = await readMonitorsFile(file, world);
      if (prune && wanted.length === 0) {
        throw new Failure('the file names no monitor; --prune would delete all of them', deleteInstead);
      }
      const api = await connect();
      const planned = await makePlan(api, wanted);
      await write(world.stdout, planText(planned.plan, prune) + notesOn(planned));
      if (!hasChanges(planned.plan, prune)) return 0;
      if (isPlan) return changesCode;
      if (!isYes) await askFor(world, planned.plan, prune);
      return carryOut(world, stepsOf(api, planned, prune));
    };
  },
};

const deleteInstead = 'Delete them one by one with downbeat monitors delete, if that is what you want.';

/** A name that is in use is a channel. Of any other only the API knows. */
function notesOn({ unknownChannels }: Planned): string {
  return unknownChannels
    .map(
      (name) =>
        `Note: no monitor uses the channel ${jsonText(name)} yet. The API refuses it if there is none.\n`,
    )
    .join('');
}

/** Throws Failure when the answer is no. */
async function askFor(world: World, { absent }: Plan, prune: boolean): Promise<void> {
  const deletes = prune && absent.length > 0 ? `, and delete ${absent.length} with their history` : '';
  if (!(await ask(world, `Apply this${deletes}?`))) throw new Failure('nothing was changed');
}

interface Step {
  id: string;
  done: string;
  run(): Promise<void>;
}

function stepsOf(api: Api, { plan, etags }: Planned, prune: boolean): Step[] {
  const path = (id: string) => `/monitors/${id}`;
  return [
    ...plan.create.map((wanted) => ({
      id: wanted.id,
      done: 'created',
      // Not a PUT: that would overwrite what somebody else has created meanwhile.
      run: () =>
        unlessSo(api, wanted, 409, () =>
          api.call({
            method: 'POST',
            path: '/monitors',
            body: { id: wanted.id, ...settingsSent(wanted.settings) },
          }),
        ),
    })),
    ...plan.change.map(({ wanted }) => ({
      id: wanted.id,
      done: 'changed',
      run: () =>
        unlessSo(api, wanted, 412, () =>
          api.call({
            method: 'PUT',
            path: path(wanted.id),
            headers: { 'if-match': etags.get(wanted.id) ?? '*' },
            body: settingsSent(wanted.settings),
          }),
        ),
    })),
    ...(prune ? plan.absent : []).map(({ id }) => ({
      id,
      done: 'deleted',
      run: () => deleteMonitor(api, id),
    })),
  ];
}

/** Writes, and takes a refusal for a success if the monitor is as wanted: an earlier try has made it so. */
async function unlessSo(
  api: Api,
  { id, settings }: Wanted,
  status: number,
  send: () => Promise<unknown>,
): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== status) throw error;
    const now = await readOne(api, id);
    if (!now || changedFields(now.monitor, settings).length > 0) throw error;
  }
}

/** Does one step after another, and goes on where one fails. */
async function carryOut(world: World, steps: readonly Step[]): Promise<number> {
  let failed = 0;
  for (const { id, done, run } of steps) {
    try {
      await run();
      await write(world.stdout, `${done} ${id}\n`);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failed += 1;
      world.stderr.write(`downbeat: ${id} was not ${done}: ${error.message}\n`);
    }
  }
  if (failed > 0) world.stderr.write(`downbeat: ${failed} of ${steps.length} failed\n`);
  return failed > 0 ? 1 : 0;
}
