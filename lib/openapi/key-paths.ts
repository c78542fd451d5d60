import { limits } from '../../lambdas/domain/limits.ts';
import { idParameter } from './monitor-paths.ts';
import { operation, type PathItem, says } from './operation.ts';

/** The paths of what opens a ping URL. */
export const keyPaths: Record<string, PathItem> = {
  '/api/v1/monitors/{id}/rotate-key': {
    parameters: [idParameter],
    post: operation({
      operationId: 'rotateMonitorKey',
      tag: 'Keys',
      summary: 'Give a monitor a new key',
      description: 'The former one is unknown at once, or after the overlap.',
      body: 'KeyRotation',
      answers: { 200: says('Monitor', 'The monitor with its new key.') },
      refusals: ['BadRequest', 'NoMonitor'],
    }),
  },
  '/api/v1/monitors/{id}/aliases': { parameters: [idParameter], ...aliases() },
  '/api/v1/monitors/{id}/aliases/{key}': {
    parameters: [
      idParameter,
      {
        name: 'key',
        in: 'path',
        description: 'The alias.',
        required: true,
        schema: { type: 'string', examples: ['6f1d2c3b-4a59-4687-9786-a5b4c3d2e1f0'] },
      },
    ],
    delete: operation({
      operationId: 'removeMonitorAlias',
      tag: 'Keys',
      summary: 'Take an alias from a monitor',
      answers: { 204: { description: 'It opens nothing any more.' } },
      refusals: ['NoAlias'],
    }),
  },
  '/api/v1/ping-key': pingKey(),
};

function aliases(): PathItem {
  return {
    get: operation({
      operationId: 'listMonitorAliases',
      tag: 'Keys',
      summary: "List a monitor's aliases",
      answers: { 200: says('Aliases', 'The other keys that it answers to now.') },
      refusals: ['NoMonitor'],
    }),
    post: operation({
      operationId: 'addMonitorAlias',
      tag: 'Keys',
      summary: 'Let a monitor answer to another key too',
      description: `A monitor has at most ${limits.aliasesPerMonitor}. Doing it again changes nothing.`,
      body: 'NewAlias',
      answers: { 201: says('Aliases', 'The other keys that it answers to now.') },
      refusals: ['BadRequest', 'NoMonitor', 'KeyIsTaken'],
    }),
  };
}

function pingKey(): PathItem {
  return {
    get: operation({
      operationId: 'getPingKey',
      tag: 'Keys',
      summary: 'Read the key of slug pings',
      answers: { 200: says('PingKey', 'The key, if there is one.') },
      refusals: [],
    }),
    post: operation({
      operationId: 'setPingKey',
      tag: 'Keys',
      summary: 'Make or replace the key of slug pings',
      description: 'The former one is unknown at once.',
      body: 'NewPingKey',
      answers: { 201: says('PingKey', 'The key.') },
      refusals: ['BadRequest'],
    }),
    delete: operation({
      operationId: 'deletePingKey',
      tag: 'Keys',
      summary: 'Switch slug pings off',
      answers: { 204: { description: 'They are off.' } },
      refusals: [],
    }),
  };
}
