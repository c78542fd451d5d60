import { formatKey } from '../../lambdas/domain/key.ts';
import { parseSchedule } from '../../lambdas/domain/schedule.ts';
import { createMonitor, type ManageMonitorsDeps } from '../../lambdas/usecases/manage-monitors.ts';

/** Creates the monitor that a first start shows, and answers what to try with it. */
export async function createDemoMonitor(deps: ManageMonitorsDeps, url: string): Promise<string> {
  const { monitor } = await createMonitor(deps, {
    id: 'demo',
    name: 'Demo',
    schedule: parseSchedule('every 1m'),
    gracePeriodSeconds: 30,
    channels: ['default'],
  });
  return `
A demo monitor awaits a ping every minute, with 30 seconds of grace. Be its job:

  curl ${url}/ping/${formatKey(monitor)}

Ping once and then stay silent: after a minute and a half the alert is printed here.
Ping again, and so is the recovery. Then create a monitor of your own:

  curl ${url}/api/v1/monitors -d '{"name": "Nightly backup", "schedule": "every 24h"}'

All monitors: ${url}/api/v1/monitors    Alerts so far: ${url}/local/alerts
`;
}
