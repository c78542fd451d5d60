import * as z from 'zod';
import { readWith } from '../http/schema.ts';
import { type Dialect, exitStatusOf, lineOf } from './happening.ts';

const text = z.string().nullish();
const instant = z.iso.datetime({ offset: true }).transform(Date.parse).optional().catch(undefined);

const container = z.object({ name: z.string(), exitCode: z.number().nullish(), reason: text });
const task = z.object({
  lastStatus: z.string(),
  taskArn: z.string(),
  startedAt: instant,
  stoppedAt: instant,
  stopCode: text,
  stoppedReason: text,
  containers: z.array(container).default([]),
});

type Container = z.output<typeof container>;

/**
 * A task of ECS. It has succeeded if it ended by itself and the container that was named did with exit status 0; if none
 * was, all of them. A task that was stopped, or never started, has failed, with whatever says why.
 */
export const readEcsTask: Dialect = ({ detail, container: name }) => {
  const said = readWith(task, detail);
  const run = said.taskArn.split('/').at(-1) ?? said.taskArn;
  if (said.lastStatus === 'RUNNING') {
    return { kind: 'start', run, ...(said.startedAt !== undefined && { at: said.startedAt }) };
  }
  if (said.lastStatus !== 'STOPPED') return undefined;
  const watched = said.containers.filter((one) => name === undefined || one.name === name);
  const worst = watched.find((one) => one.exitCode !== 0) ?? watched[0];
  const endedByItself = (said.stopCode ?? 'EssentialContainerExited') === 'EssentialContainerExited';
  const at = said.stoppedAt === undefined ? {} : { at: said.stoppedAt };
  const ended = { run, ...at, ...exitStatusOf(worst?.exitCode) };
  if (endedByItself && worst?.exitCode === 0) return { kind: 'success', ...ended };
  return { kind: 'fail', ...ended, ...lineOf(said.stopCode, said.stoppedReason, reasonOf(worst)) };
};

function reasonOf(one: Container | undefined): string | undefined {
  return one?.reason ? `${one.name}: ${one.reason}` : undefined;
}
