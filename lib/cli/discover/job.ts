import { createHash } from 'node:crypto';
import { idFromName, idWithSuffix } from '../../../lambdas/domain/key.ts';
import type { Instant } from '../../../lambdas/domain/time.ts';

/** Something that EventBridge starts on a schedule. */
export interface Job {
  arn: string;
  kind: 'schedule' | 'rule';
  name: string;
}

/** Why a job needs no monitor. */
export type LeftOut = 'ours' | 'managed' | 'disabled' | 'watched' | 'once' | 'over' | 'idle';

/** A job as a list tells of it. */
export interface Listed {
  job: Job;
  /** Why it is left out, as far as the list says it. */
  leftOut: LeftOut | undefined;
  /** Asks for the rest. `undefined`: it has been deleted meanwhile. */
  define(): Promise<Definition | undefined>;
}

/** When a job runs, and what that starts. */
export interface Definition {
  /** `rate(…)`, `cron(…)` or `at(…)`. */
  expression: string;
  timezone: string;
  /** How much later it may run. */
  windowSeconds: number;
  /** When it ends, if it does. */
  endsAt: Instant | undefined;
  targets: readonly Target[];
}

export interface Target {
  arn: string;
  /** The family and revision of the task definition, if it is a task of ECS. */
  ecsTask: string | undefined;
}

/** The tag by which a monitor says that it watches a job. An ARN itself is too long for one. */
export function tagOf({ arn }: Job): string {
  return `aws:${digestOf(arn).slice(0, 16)}`;
}

/**
 * An id for a monitor of each job, by ARN: made from the job's name, with letters of its own where another job, or a monitor
 * that there is, would have the same.
 */
export function idsFor(jobs: readonly Job[], taken: ReadonlySet<string>): ReadonlyMap<string, string> {
  const uses = new Map<string, number>();
  for (const job of jobs) {
    const id = plainIdOf(job);
    uses.set(id, (uses.get(id) ?? 0) + 1);
  }
  return new Map(
    jobs.map((job) => {
      const { arn } = job;
      const id = plainIdOf(job);
      const isFree = uses.get(id) === 1 && !taken.has(id);
      return [arn, isFree ? id : idWithSuffix(id, digestOf(arn).slice(0, 8))];
    }),
  );
}

/** The id that a name asks for. Where its author has joined words by capitals, they are parted. */
export function plainIdOf({ name }: Job): string {
  return idFromName(name.replace(/(?<=[a-z])(?=[A-Z])/g, '-'));
}

function digestOf(arn: string): string {
  return createHash('sha256').update(arn).digest('hex');
}
