import { ownKeyPattern } from '../domain/key.ts';
import { actionWords } from '../domain/signal.ts';
import type { PingTarget } from '../usecases/find-monitor.ts';
import type { AnswerFormat } from './ping-answers.ts';
import type { PingHttpRequest } from './ping-http.ts';
import {
  readKuma,
  readNothing,
  readResult,
  readUrl,
  readWithMetadata,
  type SignalReader,
} from './ping-readers.ts';

export interface PingRoute {
  /** `{name}` stands for a part of the path as `parts` says; `[…]` may be missing. Slashes at the end mean nothing. */
  path: string;
  methods: readonly string[];
  read: SignalReader;
  answers: AnswerFormat;
}

/** HEAD is a ping: some clients send nothing else. */
const any = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH'];

/**
 * Every ping URL that is understood, dialect by dialect; the first row that fits a path is taken. What follows a key
 * of ours is an action, or malformed. Behind any other key only an action is one, and anything else is the id of a
 * slug ping.
 */
export const pingRoutes: readonly PingRoute[] = [
  // Uptime Kuma
  { path: '/api/push/{key}', methods: any, read: readKuma, answers: 'kuma' },
  // Test results, with a latency and labels
  { path: '/api/push/{key}/results', methods: ['POST'], read: readResult, answers: 'json' },
  // Heartbeat products whose URLs are their own
  { path: '/api/v1/monitor/{id}/push/{secret}', methods: any, read: readNothing, answers: 'json' },
  { path: '/api/v1/hb/{key}[/{action}]', methods: any, read: readWithMetadata, answers: 'json' },
  { path: '/api/v1/heartbeat/{key}[/{action}]', methods: any, read: readWithMetadata, answers: 'json' },
  { path: '/api/heartbeat/{key}[/{action}]', methods: any, read: readWithMetadata, answers: 'json' },
  // Cronitor, by its own API key
  { path: '/p/{slugKey}/{id}[/{action}]', methods: any, read: readUrl, answers: 'text' },
  // Ours, Healthchecks', Cronitor's and Oh Dear's
  { path: '[/ping]/{ownKey}[/{action}]', methods: any, read: readUrl, answers: 'text' },
  { path: '[/ping]/{key}[/{actionWord}]', methods: any, read: readUrl, answers: 'text' },
  { path: '[/ping]/{slugKey}/{id}[/{action}]', methods: any, read: readUrl, answers: 'text' },
];

/** First parts of a path that are never a key. */
const reserved = ['api', 'ping', 'p', 'b', 'badge', 'status', 'local', 'healthz'];

const segment = '[^/]+';
const key = `(?!(?:${reserved.join('|')})(?:/|$))${segment}`;
const parts: Readonly<Record<string, string>> = {
  key,
  ownKey: ownKeyPattern,
  slugKey: key,
  id: segment,
  secret: segment,
  action: '.+',
  actionWord: `${actionWords.join('|')}|\\d+`,
};

const patterns = pingRoutes.map((route) => ({
  route,
  pattern: new RegExp(`^${compile(route.path)}/*$`, 's'),
}));

function compile(path: string): string {
  return path
    .replaceAll('[', '(?:')
    .replaceAll(']', ')?')
    .replace(/\{(\w+)\}/g, (_all, name: string) => `(?<${name}>${parts[name]})`);
}

export interface PingMatch {
  route: PingRoute;
  target: PingTarget;
  /** What follows the key: an action, or nothing. */
  action: string;
}

/** Finds the route of a ping, and whom it is addressed to; `undefined` where no ping URL looks like this. */
export function matchPing({ path, query }: Pick<PingHttpRequest, 'path' | 'query'>): PingMatch | undefined {
  for (const { route, pattern } of patterns) {
    const named = pattern.exec(path)?.groups;
    if (!named) continue;
    const action = (named.action ?? named.actionWord ?? '').replace(/\/+$/, '');
    return { route, target: targetOf(named, query), action };
  }
  return undefined;
}

function targetOf(named: Record<string, string | undefined>, query: URLSearchParams): PingTarget {
  const { id = '', slugKey, secret } = named;
  if (slugKey !== undefined) return { slugKey, id, create: query.get('create') === '1' };
  return { key: secret === undefined ? (named.ownKey ?? named.key ?? '') : `${id}-${secret}` };
}
