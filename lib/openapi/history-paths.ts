import { limits } from '../../lambdas/domain/limits.ts';
import { refTo } from './json-schema.ts';
import { idParameter } from './monitor-paths.ts';
import { operation, type PathItem, type Success, says } from './operation.ts';
import { durationsQuery, exportQuery, flipsQuery, pingsQuery } from './requests.ts';

const paging =
  'A page may hold fewer than `limit`; only a `next_cursor` of `null` says that there are no more.';

const bytes: Success = {
  description: `The body: its first ${limits.pingBodyBytes} bytes.`,
  headers: {
    'Content-Disposition': {
      description: 'To be saved, never to be shown: whoever has a ping URL decides what is in it.',
      required: true,
      schema: { type: 'string', const: 'attachment' },
    },
    'Ping-Content-Type': {
      description: 'What its sender called it, if that can be a header.',
      schema: { type: 'string', examples: ['text/plain'] },
    },
  },
  content: {
    'application/octet-stream': {
      schema: { type: 'string', format: 'binary', contentMediaType: 'application/octet-stream' },
    },
  },
};

const pingsFile: Success = {
  description: 'A part of the file, newest first.',
  headers: {
    'Content-Disposition': {
      description: 'Names the file.',
      required: true,
      schema: { type: 'string', examples: ['attachment; filename="nightly-backup-pings.csv"'] },
    },
    'Next-Cursor': {
      description: 'The `cursor` of the next part. Absent in the last one.',
      schema: { type: 'string' },
    },
  },
  content: {
    'text/csv': {
      schema: {
        type: 'string',
        description:
          'After RFC 4180, with the names of the columns in the first part. Texts that begin with `=`, `+`, `-` or `@` get an apostrophe before them, so that no spreadsheet takes them for formulas.',
      },
    },
    'application/json': { schema: { type: 'array', items: refTo('Ping') } },
    'application/x-ndjson': {
      schema: { type: 'string', description: 'A `Ping` in JSON on each line.' },
    },
  },
};

/** The paths of what has happened to a monitor. */
export const historyPaths: Record<string, PathItem> = {
  '/api/v1/monitors/{id}/pings': {
    parameters: [idParameter],
    get: operation({
      operationId: 'listMonitorPings',
      tag: 'History',
      summary: "List a monitor's pings",
      description: `Newest first. ${paging}`,
      parameters: pingsQuery,
      answers: { 200: says('PingPage', 'A page of pings.') },
      refusals: ['BadRequest', 'NoMonitor'],
    }),
  },
  '/api/v1/monitors/{id}/export': {
    parameters: [idParameter],
    get: operation({
      operationId: 'exportMonitorPings',
      tag: 'History',
      summary: "Download a monitor's pings",
      description: `One answer holds up to ${limits.exportBytes / 1_000_000} MB or ${limits.exportPages * limits.historyRowsPerPage} pings. The parts of CSV and NDJSON make one file, put together.`,
      parameters: exportQuery,
      answers: { 200: pingsFile },
      refusals: ['BadRequest', 'NoMonitor'],
    }),
  },
  '/api/v1/monitors/{id}/pings/{n}/body': {
    parameters: [
      idParameter,
      {
        name: 'n',
        in: 'path',
        description: "The ping's number.",
        required: true,
        schema: { type: 'integer', minimum: 1, examples: [38] },
      },
    ],
    get: operation({
      operationId: 'getPingBody',
      tag: 'History',
      summary: "Download a ping's body",
      answers: { 200: bytes },
      refusals: ['NoBody'],
    }),
  },
  '/api/v1/monitors/{id}/flips': {
    parameters: [idParameter],
    get: operation({
      operationId: 'listMonitorFlips',
      tag: 'History',
      summary: "List a monitor's flips",
      description: `A flip is a stored change of status. Newest first. ${paging}`,
      parameters: flipsQuery,
      answers: { 200: says('FlipPage', 'A page of flips.') },
      refusals: ['BadRequest', 'NoMonitor'],
    }),
  },
  '/api/v1/monitors/{id}/uptime': {
    parameters: [idParameter],
    get: operation({
      operationId: 'getMonitorUptime',
      tag: 'History',
      summary: "Sum up a monitor's uptime",
      description: 'Time before its first success or failure, and in pauses, counts neither way.',
      answers: { 200: says('Uptime', 'How it fared in its last day, week, month, quarter and year.') },
      refusals: ['NoMonitor'],
    }),
  },
  '/api/v1/monitors/{id}/durations': {
    parameters: [idParameter],
    get: operation({
      operationId: 'getMonitorDurations',
      tag: 'History',
      summary: "Sum up how long a monitor's runs took",
      description: `Of the newest ${limits.durationsShown} runs of the range. Only those that told their start, or their duration, count.`,
      parameters: durationsQuery,
      answers: { 200: says('Durations', 'How long they took.') },
      refusals: ['BadRequest', 'NoMonitor'],
    }),
  },
};
