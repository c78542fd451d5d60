import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { IdTaken } from '../../lambdas/domain/errors.ts';
import { formatKey } from '../../lambdas/domain/key.ts';
import { parseSchedule } from '../../lambdas/domain/schedule.ts';
import {
  createMonitor,
  getMonitor,
  type ManageMonitorsDeps,
} from '../../lambdas/usecases/manage-monitors.ts';
import { localTables } from './store.ts';

const demoId = 'demo';
const welcomed = { TableName: localTables.outbox.name, Key: { pk: 'welcomed', sk: demoId } };

/**
 * On the first start with a store, creates a demo monitor and answers what to try with it; later `undefined`, also
 * when the demo has been deleted.
 */
export async function welcomeOnce(
  client: DynamoDBDocumentClient,
  deps: ManageMonitorsDeps,
  url: string,
): Promise<string | undefined> {
  if ((await client.send(new GetCommand(welcomed))).Item) return undefined;
  try {
    const schedule = parseSchedule('every 1m');
    await createMonitor(deps, {
      id: demoId,
      name: 'Demo',
      schedule,
      gracePeriodSeconds: 30,
      channels: ['default'],
    });
  } catch (error) {
    // A first start that was killed just here has created it already.
    if (!(error instanceof IdTaken)) throw error;
  }
  const { monitor } = await getMonitor(deps, demoId);
  await client.send(new PutCommand({ TableName: welcomed.TableName, Item: welcomed.Key }));
  return `
A demo monitor awaits a ping every minute, with 30 seconds of grace. Be its job:

  curl ${url}/ping/${formatKey(monitor)}

Ping once and then stay silent: after a minute and a half the alert is printed here.
Ping again, and so is the recovery. Then create a monitor of your own, in the dashboard or by

  curl ${url}/api/v1/monitors -d '{"name": "Nightly backup", "schedule": "every 24h"}'

Dashboard: ${url}    Alerts so far: ${url}/local/alerts
`;
}
