import { limits } from '../../lambdas/domain/limits.ts';
import type { Parameter } from './json-schema.ts';
import { operation, type PathItem, says, saysTagged } from './operation.ts';
import { idNote, listQuery } from './requests.ts';

/** What a change may be made to depend on (RFC 9110, 13.1). */
const conditions: Parameter[] = [
  {
    name: 'If-Match',
    in: 'header',
    description:
      'An `ETag`, or several with commas between, or `*`: only if one of them names the settings as they are.',
    required: false,
    schema: { type: 'string', examples: ['"mhg2x8rk-1"'] },
  },
  {
    name: 'If-None-Match',
    in: 'header',
    description:
      'The same: only if none of them names the settings as they are. With `*` a `PUT` only creates.',
    required: false,
    schema: { type: 'string', examples: ['*'] },
  },
];

const { description: idDescription, ...idSchema } = idNote;

export const idParameter: Parameter = {
  name: 'id',
  in: 'path',
  description: idDescription,
  required: true,
  schema: { type: 'string', ...idSchema },
};

/** How one of the two resources of monitors is named. */
interface Resource {
  tag: 'Monitors' | 'Heartbeats';
  one: 'Monitor' | 'Heartbeat';
}

/** The paths of monitors, and of the same as heartbeats. */
export const monitorPaths: Record<string, PathItem> = {
  '/api/v1/monitors': collection({ tag: 'Monitors', one: 'Monitor' }),
  '/api/v1/monitors/{id}': member({ tag: 'Monitors', one: 'Monitor' }),
  '/api/v1/monitors/{id}/pause': { parameters: [idParameter], post: pause() },
  '/api/v1/monitors/{id}/resume': { parameters: [idParameter], post: resume() },
  '/api/v1/monitors/{id}/ping': { parameters: [idParameter], post: signedPing() },
  '/api/v1/monitors/{id}/test-alert': { parameters: [idParameter], post: testAlert() },
  '/api/v1/heartbeats': collection({ tag: 'Heartbeats', one: 'Heartbeat' }),
  '/api/v1/heartbeats/{id}': member({ tag: 'Heartbeats', one: 'Heartbeat' }),
  '/api/v1/summary': { get: summary() },
};

function collection({ tag, one }: Resource): PathItem {
  const post = operation({
    operationId: `create${one}`,
    tag,
    summary: 'Create a monitor',
    description:
      'It is `new`, and awaits nothing before its first check-in, unless `expect_first_ping` is set.',
    body: 'NewMonitor',
    answers: { 201: saysTagged(one, 'The monitor, with the key that was made for it.') },
    refusals: ['BadRequest', 'IdIsTaken'],
  });
  const get = operation({
    operationId: `list${one}s`,
    tag,
    summary: 'List monitors',
    description: `A page of those that every condition of the query lets through. With conditions it may hold fewer than \`limit\`, or none: a call reads ${limits.readsPerPage * limits.monitorsPerPage} monitors at most. Only a \`next_cursor\` of \`null\` says that there are no more.`,
    parameters: listQuery,
    answers: { 200: says(`${one}Page`, 'A page of monitors.') },
    refusals: ['BadRequest'],
  });
  return { get, post };
}

function member({ tag, one }: Resource): PathItem {
  return {
    parameters: [idParameter],
    get: operation({
      operationId: `get${one}`,
      tag,
      summary: 'Read a monitor',
      answers: { 200: saysTagged(one, 'The monitor.') },
      refusals: ['NoMonitor'],
    }),
    put: operation({
      operationId: `put${one}`,
      tag,
      summary: 'Create a monitor under an id, or replace all its settings',
      description: 'What is not given gets its default. Doing so again writes nothing.',
      parameters: conditions,
      body: 'MonitorSettings',
      answers: {
        200: saysTagged(one, 'The monitor, which there was.'),
        201: saysTagged(one, 'The monitor, which is new.'),
      },
      refusals: ['BadRequest', 'ConditionFails'],
    }),
    patch: operation({
      operationId: `update${one}`,
      tag,
      summary: "Change some of a monitor's settings",
      description: 'Those that are given; `null` takes an optional one away.',
      parameters: conditions,
      body: 'MonitorPatch',
      answers: { 200: saysTagged(one, 'The monitor.') },
      refusals: ['BadRequest', 'NoMonitor', 'ConditionFails'],
    }),
    delete: operation({
      operationId: `delete${one}`,
      tag,
      summary: 'Delete a monitor',
      description: `Its history goes too, as much of it as can be deleted in ${limits.historyDeletionMs / 1_000} seconds; the rest expires, unseen.`,
      parameters: conditions,
      answers: { 204: { description: 'It is deleted.' } },
      refusals: ['BadRequest', 'NoMonitor', 'ConditionFails'],
    }),
  };
}

function pause() {
  return operation({
    operationId: 'pauseMonitor',
    tag: 'Monitors',
    summary: 'Pause a monitor',
    description:
      'Nothing is awaited then. The next success or fail ends the pause, unless `manual_resume` is set.',
    body: 'Pause',
    answers: { 200: says('Monitor', 'The monitor.') },
    refusals: ['BadRequest', 'NoMonitor'],
  });
}

function resume() {
  return operation({
    operationId: 'resumeMonitor',
    tag: 'Monitors',
    summary: "End a monitor's pause",
    description: 'Counts as a check-in. Without a pause, nothing changes.',
    answers: { 200: says('Monitor', 'The monitor.') },
    refusals: ['NoMonitor'],
  });
}

function signedPing() {
  return operation({
    operationId: 'pingMonitor',
    tag: 'Monitors',
    summary: 'Ping a monitor, signed, without its key',
    description:
      'For jobs that run with a role of AWS: `execute-api:Invoke` on this path alone lets one ping and no more. Filters and pauses hold as for any ping. No body is a success.',
    body: 'SignedPing',
    answers: { 200: says('PingReceipt', 'The ping is stored.') },
    refusals: ['BadRequest', 'NoMonitor'],
  });
}

function testAlert() {
  return operation({
    operationId: 'sendTestAlert',
    tag: 'Monitors',
    summary: "Send a test alert to a monitor's channels",
    description: 'Nothing changes, and machines that listen for flips hear nothing.',
    answers: { 200: says('TestAlert', 'What became of it in each channel.') },
    refusals: ['NoMonitor'],
  });
}

function summary() {
  return operation({
    operationId: 'getSummary',
    tag: 'Monitors',
    summary: 'Count the monitors by status',
    answers: { 200: says('Summary', 'How many there are, and how many have each status now.') },
    refusals: [],
  });
}
