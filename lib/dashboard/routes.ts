import { isId } from '../../lambdas/domain/key.ts';
import { confirmation, pause, remove, resume, rotateKey, testAlert } from './actions.ts';
import type { PageHandler } from './context.ts';
import { exportFile } from './export.ts';
import { create, edit, editForm, newForm } from './form.ts';
import { monitorOrForm } from './monitor.ts';
import { overview } from './overview.ts';
import { bodyFile, pingDetails } from './pings.ts';
import { preview } from './preview.ts';

interface Route {
  method: 'GET' | 'POST';
  path: RegExp;
  handler: PageHandler;
}

const onMonitor = (rest = '') => new RegExp(`^/monitors/([^/]+)${rest}$`);

const routes: readonly Route[] = [
  { method: 'GET', path: /^\/$/, handler: overview },
  { method: 'GET', path: /^\/new$/, handler: newForm },
  { method: 'POST', path: /^\/new$/, handler: create },
  { method: 'GET', path: /^\/preview$/, handler: preview },
  { method: 'GET', path: onMonitor(), handler: monitorOrForm },
  { method: 'GET', path: onMonitor('/export'), handler: exportFile },
  { method: 'GET', path: onMonitor('/pings/[1-9]\\d{0,9}'), handler: pingDetails },
  { method: 'GET', path: onMonitor('/pings/[1-9]\\d{0,9}/body'), handler: bodyFile },
  { method: 'GET', path: onMonitor('/edit'), handler: editForm },
  { method: 'POST', path: onMonitor('/edit'), handler: edit },
  { method: 'GET', path: onMonitor('/pause'), handler: confirmation('pause') },
  { method: 'POST', path: onMonitor('/pause'), handler: pause },
  { method: 'POST', path: onMonitor('/resume'), handler: resume },
  { method: 'POST', path: onMonitor('/test-alert'), handler: testAlert },
  { method: 'GET', path: onMonitor('/rotate-key'), handler: confirmation('rotate-key') },
  { method: 'POST', path: onMonitor('/rotate-key'), handler: rotateKey },
  { method: 'GET', path: onMonitor('/delete'), handler: confirmation('delete') },
  { method: 'POST', path: onMonitor('/delete'), handler: remove },
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
