import type { Alias } from '../domain/monitor.ts';
import { type Instant, isoInstant } from '../domain/time.ts';
import {
  addAlias,
  type ManageKeysDeps,
  removeAlias,
  rotateKey,
  setSlugKey,
} from '../usecases/manage-keys.ts';
import { getMonitor } from '../usecases/manage-monitors.ts';
import type { Installation } from '../usecases/ports.ts';
import { aliasSchema, rotationSchema, slugKeySchema } from './key-schema.ts';
import {
  json,
  type ManageRoute,
  nothing,
  originOf,
  parameter,
  type RouteHandler,
  readJson,
} from './manage-http.ts';
import { monitorJson } from './monitor-json.ts';
import { readWith } from './schema.ts';

type KeyRoutesDeps = ManageKeysDeps & { installation: Installation };

/** The routes of what opens a ping URL: a monitor's key and aliases, and the installation's slug ping key. */
export function keyRoutes(deps: KeyRoutesDeps): ManageRoute[] {
  return [...rotationRoutes(deps), ...aliasRoutes(deps), ...slugKeyRoutes(deps)];
}

function rotationRoutes(deps: KeyRoutesDeps): ManageRoute[] {
  const rotate: RouteHandler = async (event) => {
    const { overlapSeconds } = readWith(rotationSchema, readJson(event));
    const rotated = await rotateKey(deps, parameter(event, 'id'), overlapSeconds);
    return json(200, monitorJson(rotated, deps.system.now(), originOf(event)));
  };
  return [{ method: 'POST', path: '/api/v1/monitors/{id}/rotate-key', handler: rotate }];
}

function aliasRoutes(deps: KeyRoutesDeps): ManageRoute[] {
  const path = '/api/v1/monitors/{id}/aliases';
  const list: RouteHandler = async (event) => {
    const { monitor } = await getMonitor(deps, parameter(event, 'id'));
    return json(200, aliasesJson(monitor.aliases, deps.system.now()));
  };
  const add: RouteHandler = async (event) => {
    const { key } = readWith(aliasSchema, readJson(event));
    const { monitor } = await addAlias(deps, parameter(event, 'id'), key);
    return json(201, aliasesJson(monitor.aliases, deps.system.now()));
  };
  const remove: RouteHandler = async (event) => {
    await removeAlias(deps, parameter(event, 'id'), parameter(event, 'key'));
    return nothing;
  };
  return [
    { method: 'GET', path, handler: list },
    { method: 'POST', path, handler: add },
    { method: 'DELETE', path: `${path}/{key}`, handler: remove },
  ];
}

function slugKeyRoutes(deps: KeyRoutesDeps): ManageRoute[] {
  const path = '/api/v1/ping-key';
  const get: RouteHandler = async (event) => {
    const { slugKey } = await deps.installation.load();
    return json(200, slugKeyJson(slugKey, originOf(event)));
  };
  const set: RouteHandler = async (event) => {
    const { key } = readWith(slugKeySchema, readJson(event));
    return json(201, slugKeyJson(await setSlugKey(deps, key), originOf(event)));
  };
  const remove: RouteHandler = async () => {
    await deps.installation.setSlugKey(undefined);
    return nothing;
  };
  return [
    { method: 'GET', path, handler: get },
    { method: 'POST', path, handler: set },
    { method: 'DELETE', path, handler: remove },
  ];
}

/** The aliases that open the monitor now; `until` is null for one that goes on. */
export function aliasesJson(aliases: readonly Alias[], now: Instant) {
  const live = aliases.filter(({ until }) => until === undefined || now < until);
  return {
    aliases: live.map(({ key, until }) => ({ key, until: until === undefined ? null : isoInstant(until) })),
  };
}

/** The slug ping key and where jobs ping with it, both null while there is none. */
export function slugKeyJson(key: string | undefined, origin: string) {
  return { ping_key: key ?? null, ping_url: key === undefined ? null : `${origin}/ping/${key}/{id}` };
}
