import * as z from 'zod';
import type { Instant } from '../../../lambdas/domain/time.ts';
import type { Api } from '../monitors/api.ts';
import { pagesOf } from '../monitors/pages.ts';
import type { Clients } from './aws.ts';
import { type Definition, idsFor, type Job, type LeftOut, type Listed, plainIdOf, tagOf } from './job.ts';
import { inParallel } from './parallel.ts';
import { type Proposal, propose, rememberingTranslate, type Translate } from './propose.ts';
import { listRules } from './rules.ts';
import { listSchedules } from './schedules.ts';

/** A job that no monitor watches. */
export interface Found {
  job: Job;
  /** The id that its monitor is to have. */
  id: string;
  definition: Definition;
  proposal: Proposal;
  /** A monitor whose id is as the job's name says, and that may well watch it: only its tag is missing. */
  namesake: string | undefined;
}

export interface Survey {
  found: Found[];
  /** How many were left out, and why. */
  leftOut: ReadonlyMap<LeftOut, number>;
}

export interface SurveyDeps {
  api: Api;
  clients: Clients;
  /** The stacks of installations. */
  stacks: readonly string[];
  now: Instant;
}

/** Well below what EventBridge takes in a second, and a thousand jobs take seconds. */
const definedAtOnce = 10;

/** Looks for jobs that no monitor watches. Only those are asked for one by one. Throws Failure. */
export async function survey({ api, clients, stacks, now }: SurveyDeps): Promise<Survey> {
  const { ids: taken, tags } = await readMonitors(api);
  const listed = [
    ...(await listSchedules(clients.scheduler, stacks)),
    ...(await listRules(clients.eventBridge)),
  ];
  // Of all of them: what becomes of another job must not change the id of this one.
  const ids = idsFor(
    listed.map(({ job }) => job),
    taken,
  );
  const deps = { tags, now, translate: rememberingTranslate() };
  const looks = await inParallel(listed, definedAtOnce, (each) => look(each, deps));
  const leftOut = new Map<LeftOut, number>();
  const found = looks.flatMap((seen) => {
    if (typeof seen === 'string') leftOut.set(seen, (leftOut.get(seen) ?? 0) + 1);
    if (typeof seen !== 'object') return [];
    const plainId = plainIdOf(seen.job);
    const id = ids.get(seen.job.arn) ?? plainId;
    return [{ ...seen, id, namesake: taken.has(plainId) ? plainId : undefined }];
  });
  return { found, leftOut };
}

/** `undefined`: it has been deleted meanwhile. */
async function look(
  { job, leftOut, define }: Listed,
  deps: { tags: ReadonlySet<string>; now: Instant; translate: Translate },
): Promise<LeftOut | Pick<Found, 'job' | 'definition' | 'proposal'> | undefined> {
  if (leftOut !== undefined) return leftOut;
  if (deps.tags.has(tagOf(job))) return 'watched';
  const definition = await define();
  if (!definition) return undefined;
  const proposal = propose(job, definition, deps);
  return typeof proposal === 'string' ? proposal : { job, definition, proposal };
}

const tagged = z.looseObject({ id: z.string(), tags: z.array(z.string()) });

async function readMonitors(api: Api) {
  const ids = new Set<string>();
  const tags = new Set<string>();
  const query = [['fields', 'public']] as const;
  for await (const page of pagesOf(api, { path: '/monitors', query, field: 'monitors', item: tagged })) {
    for (const monitor of page) {
      ids.add(monitor.id);
      for (const tag of monitor.tags) tags.add(tag);
    }
  }
  return { ids, tags };
}
