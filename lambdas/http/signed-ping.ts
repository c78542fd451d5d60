import { isoInstant } from '../domain/time.ts';
import { type RecordKnownPingDeps, recordKnownPing } from '../usecases/record-ping.ts';
import { json, type ManageRoute, parameter, type RouteHandler, readJson } from './manage-http.ts';
import { pingHttpRequest } from './ping-http.ts';
import { pingSchema, readPingJson } from './ping-schema.ts';
import { readWith } from './schema.ts';

/** A ping without a key: the caller's signature stands in for it. It is a path of its own, so that IAM can allow it alone. */
export function signedPingRoutes(deps: RecordKnownPingDeps): ManageRoute[] {
  const ping: RouteHandler = async (event) => {
    const said = readPingJson(readWith(pingSchema, readJson(event)));
    const { method, sourceIp, userAgent } = pingHttpRequest(event);
    const monitorId = parameter(event, 'id');
    const ping = { monitorId, ...said, method, sourceIp, userAgent };
    const { monitor, at } = await recordKnownPing(deps, ping);
    return json(200, { status: 'ok', monitor: monitor.name, pinged_at: isoInstant(at) });
  };
  return [{ method: 'POST', path: '/api/v1/monitors/{id}/ping', handler: ping }];
}
