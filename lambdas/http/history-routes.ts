import { UnknownBody } from '../domain/errors.ts';
import type { Flip } from '../domain/flip.ts';
import type { PingBody } from '../domain/ping.ts';
import { isoInstant, secondMs } from '../domain/time.ts';
import { type Durations, measureDurations } from '../usecases/measure-durations.ts';
import { measureUptime, type UptimeSpan } from '../usecases/measure-uptime.ts';
import type { Archive, Monitors, System } from '../usecases/ports.ts';
import { getPingBody, listFlips, listPings } from '../usecases/read-history.ts';
import type { Answer } from './answer.ts';
import { durationsSchema, exportSchema, flipsSchema, pingsSchema } from './history-schema.ts';
import { json, type ManageRoute, parameter, type RouteHandler } from './manage-http.ts';
import { exportPings } from './ping-export.ts';
import { listedPingJson } from './ping-json.ts';
import { readWith } from './schema.ts';

interface HistoryRoutesDeps {
  monitors: Monitors;
  archive: Archive;
  system: System;
}

/** The routes of what has happened to a monitor: its pings and their bodies, its flips, and what they sum up to. */
export function historyRoutes(deps: HistoryRoutesDeps): ManageRoute[] {
  const path = '/api/v1/monitors/{id}';
  const pings: RouteHandler = async (event) => {
    const query = readWith(pingsSchema, event.queryStringParameters ?? {});
    const page = await listPings(deps, parameter(event, 'id'), query);
    return json(200, { pings: page.pings.map(listedPingJson), next_cursor: page.nextCursor ?? null });
  };
  const body: RouteHandler = async (event) => {
    const number = readNumber(parameter(event, 'n'));
    return download(await getPingBody(deps, parameter(event, 'id'), number));
  };
  const flips: RouteHandler = async (event) => {
    const query = readWith(flipsSchema, event.queryStringParameters ?? {});
    const page = await listFlips(deps, parameter(event, 'id'), query);
    return json(200, { flips: page.flips.map(flipJson), next_cursor: page.nextCursor ?? null });
  };
  const uptime: RouteHandler = async (event) =>
    json(200, { spans: (await measureUptime(deps, parameter(event, 'id'))).map(spanJson) });
  const durations: RouteHandler = async (event) => {
    const query = readWith(durationsSchema, event.queryStringParameters ?? {});
    return json(200, durationsJson(await measureDurations(deps, parameter(event, 'id'), query)));
  };
  const pingsFile: RouteHandler = async (event) =>
    exportPings(deps, parameter(event, 'id'), readWith(exportSchema, event.queryStringParameters ?? {}));
  return [
    { method: 'GET', path: `${path}/durations`, handler: durations },
    { method: 'GET', path: `${path}/export`, handler: pingsFile },
    { method: 'GET', path: `${path}/uptime`, handler: uptime },
    { method: 'GET', path: `${path}/pings`, handler: pings },
    { method: 'GET', path: `${path}/pings/{n}/body`, handler: body },
    { method: 'GET', path: `${path}/flips`, handler: flips },
  ];
}

/** A ping's number, as pings are shown with. Throws UnknownBody: what is no number is no ping either. */
function readNumber(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new UnknownBody();
  return Number(text);
}

/**
 * The bytes, to be saved and never to be shown: whoever has a ping URL decides what is in them. For the same reason the
 * type that the sender gave is a header of its own, and only told if it can be one.
 */
function download({ bytes, contentType }: PingBody): Answer {
  return {
    statusCode: 200,
    headers: {
      'Content-Type': 'application/octet-stream',
      'Content-Disposition': 'attachment',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
      ...(/^[\x20-\x7e]+$/.test(contentType) && { 'Ping-Content-Type': contentType }),
    },
    body: Buffer.from(bytes).toString('base64'),
    isBase64Encoded: true,
  };
}

/** How a monitor fared in a span. Instants are ISO 8601, UTC; `percent` is null if it was neither up nor down. */
export function spanJson({ days, from, to, percent, upMs, downMs, outages }: UptimeSpan) {
  return {
    days,
    from: isoInstant(from),
    to: isoInstant(to),
    percent: percent ?? null,
    up_seconds: upMs / secondMs,
    down_seconds: downMs / secondMs,
    outages,
  };
}

/** Milliseconds, as those of pings are. */
export function durationsJson({ points, summary, complete }: Durations) {
  return {
    count: points.length,
    min_ms: summary?.min ?? null,
    p50_ms: summary?.p50 ?? null,
    p95_ms: summary?.p95 ?? null,
    max_ms: summary?.max ?? null,
    complete,
    points: points.map(({ at, kind, durationMs }) => ({ at: isoInstant(at), kind, duration_ms: durationMs })),
  };
}

/** A change of status. Instants are ISO 8601, UTC. */
export function flipJson({ seq, from, to, at, detectedAt, since, reason }: Flip) {
  return {
    seq,
    from,
    to,
    at: isoInstant(at),
    detected_at: isoInstant(detectedAt),
    since: isoInstant(since),
    reason,
  };
}
