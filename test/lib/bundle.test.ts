import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { MonitorsTable } from '../../lambdas/adapters/monitors-table.ts';
import { formatKey } from '../../lambdas/domain/key.ts';
import { localTables, openStore } from '../../lib/local/store.ts';
import { logged } from '../logs/logged.ts';
import { synthesisedPing } from '../support/bundle.ts';
import { environment } from '../support/environment.ts';
import { aMonitor, creation } from '../support/monitors.ts';

const bundle = synthesisedPing(join(mkdtempSync(join(tmpdir(), 'downbeat-bundle-')), 'cdk.out'));

test('the ping function is at most 300 kB, as it is deployed', () => {
  expect(statSync(bundle).size).toBeLessThanOrEqual(300_000);
});

test('the ping function looks for no endpoints, for which it has no cache', () => {
  expect(readFileSync(bundle, 'utf8')).not.toContain('endpointDiscoveryMiddleware');
});

test('the ping function stores a ping and sets its timer, as it is deployed', async () => {
  const store = await openStore();
  const scheduled: string[] = [];
  const scheduler = createServer((request, response) => {
    scheduled.push(`${request.method} ${request.url}`);
    request.resume().on('end', () => response.end('{"ScheduleArn":"arn"}'));
  });
  await new Promise<void>((listening) => scheduler.listen(0, '127.0.0.1', listening));
  const dynamodb = await store.client.config.endpoint?.();
  const monitors = new MonitorsTable(store.client, localTables.monitors.name);
  const monitor = aMonitor();
  await monitors.create(creation(monitor, 'request'));

  const answer = await pingInProcess(`/ping/${formatKey(monitor)}`, {
    MONITORS_TABLE: localTables.monitors.name,
    HISTORY_TABLE: localTables.history.name,
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${dynamodb?.port}`,
    AWS_ENDPOINT_URL_SCHEDULER: `http://127.0.0.1:${(scheduler.address() as AddressInfo).port}`,
  });
  const stored = await monitors.load(monitor.id);
  scheduler.close();
  await store.close();

  expect(JSON.parse(answer)).toMatchObject({ statusCode: 200, body: 'OK' });
  expect(stored?.monitor.status).toBe('up');
  expect(scheduled).toEqual([expect.stringContaining(monitor.id)]);
});

/** Loads the bundle in a process of its own, as Lambda does, and answers what it prints: the answer to one ping. */
async function pingInProcess(path: string, variables: Record<string, string>): Promise<string> {
  const http = { method: 'GET', path, sourceIp: '192.0.2.1', userAgent: 'test' };
  const event = JSON.stringify({ rawPath: path, headers: {}, requestContext: { http } });
  const program = `
    import { handler } from ${JSON.stringify(pathToFileURL(bundle))};
    process.stdout.write(JSON.stringify(await handler(${event}, {})));`;
  const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', program],
    {
      env: { ...process.env, ...environment, ...credentials, ...variables },
    },
  );
  logged('the ping function', stdout + stderr);
  return stdout;
}
