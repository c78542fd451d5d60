import { monitorAnswer, readAnswer } from './answers.ts';
import { type Api, Refused, readJson } from './api.ts';
import { Failure } from './failure.ts';
import type { Wanted } from './monitors-file.ts';
import { pagesOf } from './pages.ts';
import { type Existing, type Plan, planFor } from './plan.ts';
import { printable } from './text.ts';

export interface Planned {
  plan: Plan;
  /** What the settings that are to be changed are named by. */
  etags: ReadonlyMap<string, string>;
  /** Channels that the file names and no monitor uses. */
  unknownChannels: string[];
}

/**
 * Compares what there is with what is wanted. A list may be a moment old, so whatever it says is to be written is read
 * again, which also tells its ETag.
 */
export async function makePlan(api: Api, wanted: readonly Wanted[]): Promise<Planned> {
  const { existing, channels } = await listExisting(api, new Set(wanted.map(({ id }) => id)));
  const guess = planFor(wanted, [...existing.values()]);
  const etags = new Map<string, string>();
  for (const { id } of [...guess.create, ...guess.change.map((change) => change.wanted)]) {
    const read = await readOne(api, id);
    if (read) {
      existing.set(id, read.monitor);
      etags.set(id, read.etag);
    } else existing.delete(id);
  }
  const plan = planFor(wanted, [...existing.values()]);
  refuseManaged(plan, existing);
  const named = new Set(wanted.flatMap(({ settings }) => settings.channels));
  return {
    plan,
    etags,
    unknownChannels: [...named].filter((name) => !channels.has(name)),
  };
}

/** A file and a stack would change a monitor by turns. */
function refuseManaged({ change }: Plan, existing: ReadonlyMap<string, Existing>): void {
  for (const { wanted } of change) {
    const stack = existing.get(wanted.id)?.managed_by?.stack;
    if (stack === undefined) continue;
    throw new Failure(
      `${wanted.id} is defined in the stack ${printable(stack)}, and differs there`,
      'Change it there, and take it out of the file. Nothing was changed.',
    );
  }
}

/** What there is. Of monitors that are not among these ids no more than the name is kept. */
async function listExisting(api: Api, ids: ReadonlySet<string>) {
  const existing = new Map<string, Existing>();
  const channels = new Set(['default']);
  const query = [['fields', 'public']] as const;
  for await (const page of pagesOf(api, {
    path: '/monitors',
    query,
    field: 'monitors',
    item: monitorAnswer,
  })) {
    for (const monitor of page) {
      const { id, name, managed_by } = monitor;
      existing.set(id, ids.has(id) ? monitor : { id, name, managed_by });
      for (const channel of monitor.channels) channels.add(channel);
    }
  }
  return { existing, channels };
}

/** A monitor as it is now, and the ETag of its settings, or `undefined` where there is none. */
export async function readOne(
  api: Api,
  id: string,
): Promise<{ monitor: Existing; etag: string } | undefined> {
  try {
    const answer = await api.call({ method: 'GET', path: `/monitors/${id}` });
    return {
      monitor: readAnswer(monitorAnswer, readJson(answer, 'the host')),
      etag: answer.headers.etag ?? '*',
    };
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return undefined;
    throw error;
  }
}
