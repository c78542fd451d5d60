import assert from 'node:assert/strict';
import { subscribe } from 'node:diagnostics_channel';
import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { keyIn } from '../logs/keys.ts';
import { keysMade } from '../logs/logged.ts';
import { say, step } from './steps.ts';
import type { World } from './world.ts';

/** The keys that the API has told us, or we the API, since the test began. */
const keys = new Set<string>();
subscribe(keysMade, (key) => keys.add(String(key)));

/** Reads all that the functions and the gateway have logged, as whoever may read logs can. */
export async function readLogs(world: World): Promise<void> {
  await step('no line of the logs holds a key', async () => {
    const lines = await linesOf(world);
    say(`      ${lines.length} lines, ${keys.size} known keys`);
    assert.ok(keys.size > 0);
    // Each sweep says so: without it, these would not be the logs.
    assert.ok(lines.some((line) => line.includes('SweepCompleted')));
    const leaks = lines.flatMap((line) => {
      const key = keyIn(line, keys);
      return key === undefined ? [] : [line.replaceAll(key, '[key]')];
    });
    assert.deepEqual(leaks, []);
  });
}

async function linesOf({ aws, stackName }: World): Promise<string[]> {
  const client = new CloudWatchLogsClient(aws.clientConfig);
  const lines: string[] = [];
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, {})) {
    for (const { logGroupName = '' } of logGroups) {
      if (!logGroupName.includes(stackName)) continue;
      for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName })) {
        lines.push(...events.map(({ message = '' }) => message));
      }
    }
  }
  return lines;
}
