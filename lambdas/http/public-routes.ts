import {
  addMonitorBadge,
  addTagBadge,
  listTagBadges,
  removeMonitorBadge,
  removeTagBadge,
  type TagBadge,
} from '../usecases/manage-badges.ts';
import { getMonitor, type ManageMonitorsDeps } from '../usecases/manage-monitors.ts';
import {
  deleteStatusPage,
  getStatusPage,
  listStatusPages,
  putStatusPage,
} from '../usecases/manage-status-pages.ts';
import type { StatusPage } from '../usecases/ports.ts';
import {
  json,
  type ManageRoute,
  nothing,
  originOf,
  parameter,
  type RouteHandler,
  readJson,
} from './manage-http.ts';
import { slugSchema, statusPageSchema, tagBadgeSchema } from './public-schema.ts';
import { readWith } from './schema.ts';

/** The routes of what the public is shown: badges and status pages. */
export function publicRoutes(deps: ManageMonitorsDeps): ManageRoute[] {
  return [...monitorBadgeRoutes(deps), ...tagBadgeRoutes(deps), ...statusPageRoutes(deps)];
}

function monitorBadgeRoutes(deps: ManageMonitorsDeps): ManageRoute[] {
  const path = '/api/v1/monitors/{id}/badge';
  const get: RouteHandler = async (event) => {
    const { monitor } = await getMonitor(deps, parameter(event, 'id'));
    return json(200, badgeJson(monitor.badgeKey, originOf(event)));
  };
  const add: RouteHandler = async (event) => {
    const key = await addMonitorBadge(deps, parameter(event, 'id'));
    return json(201, badgeJson(key, originOf(event)));
  };
  const remove: RouteHandler = async (event) => {
    await removeMonitorBadge(deps, parameter(event, 'id'));
    return nothing;
  };
  return [
    { method: 'GET', path, handler: get },
    { method: 'POST', path, handler: add },
    { method: 'DELETE', path, handler: remove },
  ];
}

function tagBadgeRoutes(deps: ManageMonitorsDeps): ManageRoute[] {
  const path = '/api/v1/tag-badges';
  const list: RouteHandler = async (event) => {
    const badges = await listTagBadges(deps);
    return json(200, { badges: badges.map((badge) => tagBadgeJson(badge, originOf(event))) });
  };
  const add: RouteHandler = async (event) => {
    const { tag } = readWith(tagBadgeSchema, readJson(event));
    return json(201, tagBadgeJson(await addTagBadge(deps, tag), originOf(event)));
  };
  const remove: RouteHandler = async (event) => {
    await removeTagBadge(deps, parameter(event, 'key'));
    return nothing;
  };
  return [
    { method: 'GET', path, handler: list },
    { method: 'POST', path, handler: add },
    { method: 'DELETE', path: `${path}/{key}`, handler: remove },
  ];
}

function statusPageRoutes(deps: ManageMonitorsDeps): ManageRoute[] {
  const path = '/api/v1/status-pages';
  const list: RouteHandler = async (event) => {
    const pages = await listStatusPages(deps);
    return json(200, { status_pages: pages.map((page) => statusPageJson(page, originOf(event))) });
  };
  const get: RouteHandler = async (event) =>
    json(200, statusPageJson(await getStatusPage(deps, parameter(event, 'slug')), originOf(event)));
  const put: RouteHandler = async (event) => {
    const { slug } = readWith(slugSchema, { slug: parameter(event, 'slug') });
    const given = readWith(statusPageSchema, readJson(event));
    const { page, created } = await putStatusPage(deps, { slug, ...given });
    return json(created ? 201 : 200, statusPageJson(page, originOf(event)));
  };
  const remove: RouteHandler = async (event) => {
    await deleteStatusPage(deps, parameter(event, 'slug'));
    return nothing;
  };
  return [
    { method: 'GET', path, handler: list },
    { method: 'GET', path: `${path}/{slug}`, handler: get },
    { method: 'PUT', path: `${path}/{slug}`, handler: put },
    { method: 'DELETE', path: `${path}/{slug}`, handler: remove },
  ];
}

/** The URLs of a badge, named as in Healthchecks' API: those with a 3 also say late. Null where it is switched off. */
export function badgeJson(key: string | undefined, origin: string) {
  const url = (ending: string) => (key === undefined ? null : `${origin}/badge/${key}${ending}`);
  return {
    badge_key: key ?? null,
    svg: url('-2.svg'),
    svg3: url('.svg'),
    json: url('-2.json'),
    json3: url('.json'),
    shields: url('-2.shields'),
    shields3: url('.shields'),
  };
}

export function tagBadgeJson({ tag, key }: TagBadge, origin: string) {
  return { tag, ...badgeJson(key, origin) };
}

export function statusPageJson({ slug, title, description, monitorIds, tags }: StatusPage, origin: string) {
  const url = `${origin}/status/${slug}`;
  return { slug, title, description: description ?? null, monitors: monitorIds, tags, url };
}
