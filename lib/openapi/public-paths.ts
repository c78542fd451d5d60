import { badgeKeyPattern } from '../../lambdas/domain/key.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import type { Parameter } from './json-schema.ts';
import { idParameter } from './monitor-paths.ts';
import { operation, type PathItem, says } from './operation.ts';
import { slugNote } from './requests.ts';

const { description: slugDescription, ...slugSchema } = slugNote;

const slugParameter: Parameter = {
  name: 'slug',
  in: 'path',
  description: slugDescription,
  required: true,
  schema: { type: 'string', ...slugSchema },
};

const keyParameter: Parameter = {
  name: 'key',
  in: 'path',
  description: 'The `badge_key`.',
  required: true,
  schema: { type: 'string', pattern: `^${badgeKeyPattern}$`, examples: ['9x4tq0wvb3rzd5h7k2m1'] },
};

/** The paths of what the public is shown. */
export const publicPaths: Record<string, PathItem> = {
  '/api/v1/monitors/{id}/badge': { parameters: [idParameter], ...monitorBadge() },
  '/api/v1/tag-badges': tagBadges(),
  '/api/v1/tag-badges/{key}': {
    parameters: [keyParameter],
    delete: operation({
      operationId: 'deleteTagBadge',
      tag: 'Public',
      summary: 'Switch the badge of a tag off',
      answers: { 204: { description: 'Its URLs are unknown, within a minute also to caches.' } },
      refusals: ['NoBadge'],
    }),
  },
  '/api/v1/status-pages': {
    get: operation({
      operationId: 'listStatusPages',
      tag: 'Public',
      summary: 'List status pages',
      answers: { 200: says('StatusPages', `All of them, of which there are at most ${limits.statusPages}.`) },
      refusals: [],
    }),
  },
  '/api/v1/status-pages/{slug}': { parameters: [slugParameter], ...statusPage() },
};

function monitorBadge(): PathItem {
  return {
    get: operation({
      operationId: 'getMonitorBadge',
      tag: 'Public',
      summary: "Read the URLs of a monitor's badge",
      answers: { 200: says('Badge', 'The URLs, if it is switched on.') },
      refusals: ['NoMonitor'],
    }),
    post: operation({
      operationId: 'addMonitorBadge',
      tag: 'Public',
      summary: "Switch a monitor's badge on",
      description: 'Doing it again changes nothing.',
      answers: { 201: says('Badge', 'The URLs.') },
      refusals: ['NoMonitor'],
    }),
    delete: operation({
      operationId: 'deleteMonitorBadge',
      tag: 'Public',
      summary: "Switch a monitor's badge off",
      answers: { 204: { description: 'Its URLs are unknown, within a minute also to caches.' } },
      refusals: ['NoMonitor'],
    }),
  };
}

function tagBadges(): PathItem {
  return {
    get: operation({
      operationId: 'listTagBadges',
      tag: 'Public',
      summary: 'List the badges of tags',
      answers: { 200: says('TagBadges', `All of them, of which there are at most ${limits.tagBadges}.`) },
      refusals: [],
    }),
    post: operation({
      operationId: 'addTagBadge',
      tag: 'Public',
      summary: 'Switch the badge of a tag on',
      description: `It sums up the monitors with the tag, of which there may be ${limits.publicMonitors}, then and later. Doing it again keeps the key.`,
      body: 'NewTagBadge',
      answers: { 201: says('TagBadge', 'The badge.') },
      refusals: ['BadRequest'],
    }),
  };
}

function statusPage(): PathItem {
  return {
    get: operation({
      operationId: 'getStatusPage',
      tag: 'Public',
      summary: 'Read a status page',
      answers: { 200: says('StatusPage', 'What it shows.') },
      refusals: ['NoStatusPage'],
    }),
    put: operation({
      operationId: 'putStatusPage',
      tag: 'Public',
      summary: 'Create or replace a status page',
      description: `What is not given gets its default. It shows the first ${limits.publicMonitors} monitors.`,
      body: 'StatusPageSettings',
      answers: {
        200: says('StatusPage', 'The page, which there was.'),
        201: says('StatusPage', 'The page, which is new.'),
      },
      refusals: ['BadRequest'],
    }),
    delete: operation({
      operationId: 'deleteStatusPage',
      tag: 'Public',
      summary: 'Take a status page down',
      answers: { 204: { description: 'It is unknown, within a minute also to caches.' } },
      refusals: ['NoStatusPage'],
    }),
  };
}
