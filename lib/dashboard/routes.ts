import { isId } from '../../lambdas/domain/key.ts';
import type { PageHandler } from './context.ts';
import { monitor } from './monitor.ts';
import { overview } from './overview.ts';

interface Route {
  method: 'GET' | 'POST';
  path: RegExp;
  handler: PageHandler;
}

const onMonitor = (rest = '') => new RegExp(`^/monitors/([^/]+)${rest}$`);

const routes: readonly Route[] = [
  { method: 'GET', path: /^\/$/, handler: overview },
  { method: 'GET', path: onMonitor(), handler: monitor },
];

/** The paths of the pages. */
export const dashboardPaths = /^\/(?:$|new$|preview$|monitors(?:\/|$))/;

/** Finds whoever answers, and the id in the path. */
export function routeOf(
  method: string,
  path: string,
): { handler: PageHandler; id: string } | 'method' | undefined {
  const wanted = method === 'HEAD' ? 'GET' : method;
  const onPath = routes.filter((route) => route.path.test(path));
  if (onPath.length === 0) return undefined;
  const route = onPath.find((each) => each.method === wanted);
  if (!route) return 'method';
  const id = route.path.exec(path)?.[1];
  if (id !== undefined && !isId(id)) return undefined;
  return { handler: route.handler, id: id ?? '' };
}
