import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { parseId } from '../domain/key.ts';
import type { Monitor } from '../domain/monitor.ts';
import type { AlertWriter } from '../usecases/alert-writer.ts';
import { pauseMonitor, resumeMonitor, updateMonitor } from '../usecases/change-monitor.ts';
import { countMonitors, listMonitors } from '../usecases/list-monitors.ts';
import {
  createMonitor,
  type DeleteMonitorDeps,
  deleteMonitor,
  getMonitor,
} from '../usecases/manage-monitors.ts';
import type { Channels, History, StoredMonitor } from '../usecases/ports.ts';
import { putMonitor } from '../usecases/put-monitor.ts';
import { type ChannelTest, testChannels } from '../usecases/test-channels.ts';
import { entityTag, isConditional, requireConditions } from './entity-tag.ts';
import {
  json,
  type ManageRoute,
  nothing,
  originOf,
  parameter,
  type RouteHandler,
  readJson,
} from './manage-http.ts';
import { heartbeatJson, monitorJson } from './monitor-json.ts';
import { listSchema, monitorSchema, pauseSchema, readPatch, settingsSchema } from './monitor-schema.ts';
import { readWith } from './schema.ts';

export interface ManageApiDeps extends DeleteMonitorDeps {
  channels: Channels;
  /** Keeps signed pings. */
  history: History;
  /** Writes test alerts. */
  writer: Pick<AlertWriter, 'test'>;
}

/** The fields that hold a monitor's key. */
const keyFields: readonly string[] = ['unique_key', 'ping_url'] satisfies (keyof ReturnType<
  typeof monitorJson
>)[];

/** How one of the two resources shows monitors. */
type Shape = (stored: StoredMonitor, now: number, origin: string) => object;

/** The routes of monitors, and the same as `heartbeats` in the shape that clients of another product expect. */
export function monitorRoutes(deps: ManageApiDeps): ManageRoute[] {
  return [
    ...resource(deps, '/api/v1/monitors', 'monitors', monitorJson),
    ...resource(deps, '/api/v1/heartbeats', 'heartbeats', heartbeatJson),
    ...actionRoutes(deps),
    { method: 'GET', path: '/api/v1/summary', handler: () => summary(deps) },
  ];
}

function resource(deps: ManageApiDeps, path: string, plural: string, shape: Shape): ManageRoute[] {
  const { channels } = deps.channels;
  const draftSchema = monitorSchema(channels);
  const allSettings = settingsSchema(channels);
  const show = (stored: StoredMonitor, event: APIGatewayProxyEventV2) =>
    shape(stored, deps.system.now(), originOf(event));
  const one = (statusCode: number, stored: StoredMonitor, event: APIGatewayProxyEventV2) =>
    json(statusCode, show(stored, event), { ETag: entityTag(stored.monitor) });
  const create: RouteHandler = async (event) => {
    const created = await createMonitor(deps, readWith(draftSchema, readJson(event)));
    return one(201, created, event);
  };
  const list: RouteHandler = async (event) => {
    const { fields, ...wanted } = readWith(listSchema, event.queryStringParameters ?? {});
    const page = await listMonitors(deps, wanted);
    const shown = page.monitors.map((stored) =>
      fields === 'public' ? withoutKey(show(stored, event)) : show(stored, event),
    );
    return json(200, { [plural]: shown, next_cursor: page.nextCursor ?? null });
  };
  const get: RouteHandler = async (event) => one(200, await getMonitor(deps, parameter(event, 'id')), event);
  const put: RouteHandler = async (event) => {
    const settings = readWith(allSettings, readJson(event));
    const { stored, created } = await putMonitor(deps, parseId(parameter(event, 'id')), (monitor) => {
      requireConditions(event, monitor);
      return settings;
    });
    return one(created ? 201 : 200, stored, event);
  };
  const update: RouteHandler = async (event) => {
    const patch = readJson(event);
    const updated = await updateMonitor(deps, parameter(event, 'id'), (monitor) => {
      requireConditions(event, monitor);
      return readPatch(patch, monitor, channels);
    });
    return one(200, updated, event);
  };
  const remove: RouteHandler = async (event) => {
    const check = (monitor: Monitor) => requireConditions(event, monitor);
    await deleteMonitor(deps, parameter(event, 'id'), isConditional(event) ? check : undefined);
    return nothing;
  };
  return [
    { method: 'POST', path, handler: create },
    { method: 'GET', path, handler: list },
    { method: 'GET', path: `${path}/{id}`, handler: get },
    { method: 'PUT', path: `${path}/{id}`, handler: put },
    { method: 'PATCH', path: `${path}/{id}`, handler: update },
    { method: 'DELETE', path: `${path}/{id}`, handler: remove },
  ];
}

function withoutKey(shown: object): object {
  return Object.fromEntries(Object.entries(shown).filter(([name]) => !keyFields.includes(name)));
}

async function summary(deps: ManageApiDeps) {
  const { total, byStatus } = await countMonitors(deps);
  return json(200, { total, ...byStatus });
}

function actionRoutes(deps: ManageApiDeps): ManageRoute[] {
  const show = (stored: StoredMonitor, event: APIGatewayProxyEventV2) =>
    json(200, monitorJson(stored, deps.system.now(), originOf(event)));
  const pause: RouteHandler = async (event) => {
    const options = readWith(pauseSchema, readJson(event));
    return show(await pauseMonitor(deps, parameter(event, 'id'), options), event);
  };
  const resume: RouteHandler = async (event) =>
    show(await resumeMonitor(deps, parameter(event, 'id')), event);
  const testAlert: RouteHandler = async (event) => {
    const results = await testChannels(deps, parameter(event, 'id'));
    return json(200, { channels: results.map(channelTestJson) });
  };
  return [
    { method: 'POST', path: '/api/v1/monitors/{id}/pause', handler: pause },
    { method: 'POST', path: '/api/v1/monitors/{id}/resume', handler: resume },
    { method: 'POST', path: '/api/v1/monitors/{id}/test-alert', handler: testAlert },
  ];
}

/** `null` stands for what SNS did not answer. */
export function channelTestJson({ channel, messageId, error }: ChannelTest) {
  return { channel, message_id: messageId ?? null, error: error ?? null };
}
