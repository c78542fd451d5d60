import * as z from 'zod';
import { limits } from '../domain/limits.ts';
import { pingFields, readPingJson } from '../http/ping-schema.ts';
import { objectWith, readWith } from '../http/schema.ts';
import { readEcsTask } from './ecs-task.ts';
import { type Dialect, exitStatusOf, type Happening, lineOf } from './happening.ts';

/** What the states of a service mean. One that is not listed says nothing. */
type Meanings = Readonly<Record<string, Happening['kind']>>;

/** An instant in milliseconds; some services have it `null` until it comes. */
const epoch = z.number().nullish();
const text = z.string().nullish();

/** The instant as the field that it is, if it is known. */
function instantAt(at: number | null | undefined): Pick<Happening, 'at'> {
  return typeof at === 'number' ? { at } : {};
}

function kindOf(meanings: Meanings, state: string): Happening['kind'] | undefined {
  return Object.hasOwn(meanings, state) ? meanings[state] : undefined;
}

const batchMeanings: Meanings = { RUNNING: 'start', SUCCEEDED: 'success', FAILED: 'fail' };
const batchJob = z.object({
  status: z.string(),
  jobId: z.string(),
  statusReason: text,
  startedAt: epoch,
  stoppedAt: epoch,
  container: z.object({ exitCode: z.number().nullish(), reason: text }).nullish(),
});

const readBatch: Dialect = ({ detail }) => {
  const { status, jobId: run, statusReason, startedAt, stoppedAt, container } = readWith(batchJob, detail);
  const kind = kindOf(batchMeanings, status);
  if (!kind) return undefined;
  if (kind === 'start') return { kind, run, ...instantAt(startedAt) };
  const why = kind === 'fail' ? lineOf(statusReason, container?.reason) : {};
  return { kind, run, ...instantAt(stoppedAt), ...exitStatusOf(container?.exitCode), ...why };
};

const stateMeanings: Meanings = {
  RUNNING: 'start',
  SUCCEEDED: 'success',
  FAILED: 'fail',
  TIMED_OUT: 'fail',
  ABORTED: 'fail',
};
const execution = z.object({
  status: z.string(),
  executionArn: z.string(),
  startDate: epoch,
  /** Of one that was redriven, which keeps its `startDate`. In no event that AWS documents it is set, so it may be of any form. */
  redriveDate: epoch.catch(undefined),
  stopDate: epoch,
  error: text,
  cause: text,
});

const readStateMachine: Dialect = ({ detail }) => {
  const { status, executionArn: run, ...told } = readWith(execution, detail);
  const { startDate, redriveDate, stopDate, error, cause } = told;
  const kind = kindOf(stateMeanings, status);
  if (!kind) return undefined;
  if (kind === 'start') return { kind, run, ...instantAt(redriveDate ?? startDate) };
  return { kind, run, ...instantAt(stopDate), ...(kind === 'fail' && lineOf(status, error, cause)) };
};

const glueMeanings: Meanings = { SUCCEEDED: 'success', FAILED: 'fail', TIMEOUT: 'fail', STOPPED: 'fail' };
const glueRun = z.object({ state: z.string(), jobRunId: z.string(), message: text });

/** Glue tells no start. */
const readGlue: Dialect = ({ detail }) => {
  const { state, jobRunId: run, message } = readWith(glueRun, detail);
  const kind = kindOf(glueMeanings, state);
  return kind && { kind, run, ...(kind === 'fail' && lineOf(state, message)) };
};

const buildMeanings: Meanings = {
  IN_PROGRESS: 'start',
  SUCCEEDED: 'success',
  FAILED: 'fail',
  FAULT: 'fail',
  STOPPED: 'fail',
  TIMED_OUT: 'fail',
};
const phase = z.object({
  'phase-type': z.string(),
  'phase-status': text,
  'phase-context': z.array(z.string()).nullish(),
});
const build = z.object({
  'build-status': z.string(),
  'build-id': z.string(),
  'additional-information': z.object({ phases: z.array(phase).nullish() }).nullish(),
});

const readBuild: Dialect = ({ detail }) => {
  const { 'build-status': status, 'build-id': run, ...rest } = readWith(build, detail);
  const kind = kindOf(buildMeanings, status);
  if (kind !== 'fail') return kind && { kind, run };
  const phases = rest['additional-information']?.phases ?? [];
  const failed = phases.filter((one) => one['phase-status'] && one['phase-status'] !== 'SUCCEEDED');
  const why = failed.map((one) =>
    [one['phase-type'], ...(one['phase-context'] ?? [])].filter(saysMore).join(' '),
  );
  return { kind, run, ...lineOf(status, ...why) };
};

/** A context is a code and a message with a colon between, and `: ` where there are none. */
function saysMore(context: string): boolean {
  return /[^\s:]/.test(context);
}

const invocation = z.object({
  timestamp: z.iso.datetime({ offset: true }).transform(Date.parse).optional().catch(undefined),
  requestContext: z.object({ requestId: z.string(), condition: text }),
  responseContext: z.object({ functionError: text }).nullish(),
  responsePayload: z.object({ errorMessage: text, errorType: text }).nullish().catch(undefined),
});

/** What Lambda says of an asynchronous invocation once it has ended for good. */
const readLambda: Dialect = ({ detail, detailType }) => {
  const { timestamp, requestContext, responseContext, responsePayload } = readWith(invocation, detail);
  const run = requestContext.requestId;
  const at = instantAt(timestamp);
  if (detailType.endsWith(' Success')) return { kind: 'success', run, ...at };
  const { errorType, errorMessage } = responsePayload ?? {};
  const why = lineOf(requestContext.condition, responseContext?.functionError, errorType, errorMessage);
  return { kind: 'fail', run, ...at, ...why };
};

const backupMeanings: Meanings = {
  RUNNING: 'start',
  COMPLETED: 'success',
  ABORTED: 'fail',
  EXPIRED: 'fail',
  FAILED: 'fail',
  PARTIAL: 'fail',
};
/** Most messages stand in quotation marks of their own. */
const quoted = /^"(.*)"$/s;
const backupJob = z.object({ state: z.string(), backupJobId: z.string(), statusMessage: text });

/**
 * Events come every five minutes. So a job may have ended before the time of the event of its start, and only the times of both
 * are in order: `completionDate` is not the instant of its end here.
 */
const readBackup: Dialect = ({ detail }) => {
  const { state, backupJobId: run, statusMessage } = readWith(backupJob, detail);
  const kind = kindOf(backupMeanings, state);
  return kind && { kind, run, ...(kind === 'fail' && lineOf(state, statusMessage?.replace(quoted, '$1'))) };
};

const named = z.string('allowed is a text').min(1, 'is empty').max(limits.runNameCharacters, 'is too long');
const ownEvent = objectWith({
  ...pingFields,
  monitor_id: z.string('allowed is the id of a monitor').optional(),
  rid: named.optional(),
});

/** Downbeat's own. Whatever names the run is made a UUID. */
const readOwn: Dialect = ({ detail }) => {
  const { monitor_id: monitorId, rid: run, ...said } = readWith(ownEvent, detail);
  const { reading, body } = readPingJson({ ...said, rid: undefined });
  return {
    ...reading,
    ...(run !== undefined && { run }),
    ...(monitorId !== undefined && { monitorId }),
    ...(body && { body }),
  };
};

/** Every dialect of events, by the name under which a rule hands them over. */
export const dialects = {
  ecs: readEcsTask,
  batch: readBatch,
  states: readStateMachine,
  glue: readGlue,
  codebuild: readBuild,
  lambda: readLambda,
  backup: readBackup,
  ping: readOwn,
} as const satisfies Record<string, Dialect>;
