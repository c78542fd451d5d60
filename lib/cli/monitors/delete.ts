import { type Api, Refused } from './api.ts';
import { ask, requireConsent } from './ask.ts';
import { Failure } from './failure.ts';
import { write } from './output.ts';
import type { Subcommand } from './subcommand.ts';

export const deleteOne: Subcommand = {
  usage: '<id> [--yes]',
  summary: 'deletes a monitor and its history',
  takesId: true,
  options: { yes: { type: 'boolean' } },
  help: `  --yes            does not ask. Without a terminal it has to be given
`,
  read: (given) => {
    const { id } = given;
    return async ({ world, connect }) => {
      const isYes = given.flag('yes');
      requireConsent(isYes, world.terminal);
      const api = await connect();
      if (!isYes && !(await ask(world, `Delete ${id} with its history?`))) {
        throw new Failure('nothing was deleted');
      }
      await deleteMonitor(api, id);
      await write(world.stdout, `deleted ${id}\n`);
      return 0;
    };
  },
};

/** Throws Refused, also where there is no such monitor. */
export async function deleteMonitor(api: Api, id: string): Promise<void> {
  try {
    await api.call({ method: 'DELETE', path: `/monitors/${id}` });
  } catch (error) {
    // The answer to an earlier try was lost, but it did its work.
    const isDone = error instanceof Refused && error.status === 404 && error.tries > 1;
    if (!isDone) throw error;
  }
}
