import { minuteMs } from '../../../lambdas/domain/time.ts';
import type { Management } from '../../dashboard/management.ts';
import { Api } from '../monitors/api.ts';
import { type Endpoint, type EndpointOptions, findEndpoint } from '../monitors/endpoint.ts';
import type { World } from '../world.ts';

/** Credentials of a role or of SSO end, and a dashboard stays open: they are looked up anew after so long. */
const credentialsMs = 5 * minuteMs;

/** The management API of an installation, each call signed with the user's credentials. */
export function signedManagement(options: EndpointOptions, world: World): Management {
  let known: { endpoint: Endpoint; until: number } | undefined;
  const findOnce = async (): Promise<Endpoint> => {
    if (known && world.now() < known.until) return known.endpoint;
    const endpoint = await findEndpoint(options, world);
    known = { endpoint, until: world.now() + credentialsMs };
    return endpoint;
  };
  return {
    async request(method, path, call = {}) {
      const api = new Api(world, await findOnce());
      return api.once({ method, path, ...call });
    },
  };
}
