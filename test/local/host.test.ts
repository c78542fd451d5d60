import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Clock } from '../support/clock.ts';
import { send } from '../support/http.ts';
import {
  awaitAlerts,
  createMonitor,
  emptyDirectory,
  getAlerts,
  getMonitor,
  printLog,
  type Running,
  start,
} from '../support/local.ts';

const noon = Date.parse('2026-11-20T12:00:00.000Z');
const quick = { name: 'Quick', schedule: 'every 10s', grace_period_seconds: 2 };
let running: Running[] = [];

afterEach(async () => {
  for (const host of running) await host.close();
  running = [];
});

async function run(clock: Clock, directory?: string): Promise<Running> {
  const host = await start(clock, directory);
  running.push(host);
  return host;
}

async function stop(host: Running): Promise<void> {
  running = running.filter((other) => other !== host);
  await host.close();
}

test('a first start creates a demo monitor and prints its curl line, a second does not', async () => {
  const directory = emptyDirectory();
  const clock = new Clock(noon);
  const first = await run(clock, directory);
  const demo = await getMonitor(first.url, 'demo');
  expect(first.printed.join()).toContain(`curl ${demo.ping_url}`);
  await stop(first);
  const second = await run(clock, directory);
  expect(second.printed).toEqual([]);
});

test('a job that falls silent is reported at its deadline, and its return at once', async () => {
  const clock = new Clock(noon);
  const { url, printed } = await run(clock);
  const monitor = await createMonitor(url, quick);
  await send('GET', monitor.ping_url);
  clock.advanceTo(noon + 11_999);
  expect((await getMonitor(url, 'quick')).status).toBe('late');
  expect(await getAlerts(url)).toEqual([]);
  clock.advanceTo(noon + 12_000);
  const [down] = await awaitAlerts(url, 1);
  expect(down).toMatchObject({
    at: '2026-11-20T12:00:12.000Z',
    channel: 'default',
    kind: 'down',
    monitor: 'quick',
    subject: 'DOWN: Quick',
    sms: expect.stringContaining('Quick is DOWN'),
    event: { downbeat: { reason: 'missed', at: '2026-11-20T12:00:12.000Z' } },
  });
  expect(printed.at(-1)).toContain(down?.email);
  clock.advanceTo(noon + 20_000);
  await send('GET', monitor.ping_url);
  const kinds = (await awaitAlerts(url, 2)).map(({ kind }) => kind);
  expect(kinds).toEqual(['up', 'down']);
});

test('a job that reports a failure is down at once', async () => {
  const { url } = await run(new Clock(noon));
  const monitor = await createMonitor(url, quick);
  await send('GET', `${monitor.ping_url}/7`);
  const [down] = await awaitAlerts(url, 1);
  expect(down?.event.downbeat).toMatchObject({ reason: 'failed', last_ping: { exit_status: 7 } });
});

test('stopped and started again, it has lost nothing', async () => {
  const directory = emptyDirectory();
  const clock = new Clock(noon);
  const first = await run(clock, directory);
  const monitor = await createMonitor(first.url, quick);
  await send('GET', `${monitor.ping_url}/fail`);
  await send('GET', monitor.ping_url);
  const alerts = await awaitAlerts(first.url, 2);
  const before = await getMonitor(first.url, 'quick');
  await stop(first);
  const second = await run(clock, directory);
  const { ping_url: _before, ...state } = before;
  expect(await getMonitor(second.url, 'quick')).toMatchObject(state);
  expect(await getAlerts(second.url)).toEqual(alerts);
});

test('a deadline goes on after a restart', async () => {
  const directory = emptyDirectory();
  const clock = new Clock(noon);
  const first = await run(clock, directory);
  await send('GET', (await createMonitor(first.url, quick)).ping_url);
  await stop(first);
  const second = await run(clock, directory);
  clock.advanceTo(noon + 12_000);
  expect(await awaitAlerts(second.url, 1)).toMatchObject([{ kind: 'down', monitor: 'quick' }]);
});

test('killed while a monitor is up and started after its deadline, it says that it was blind, and alerts when no ping comes', async () => {
  const directory = emptyDirectory();
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/local.ts'], {
    env: { ...process.env, PORT: '0', DATA_DIR: directory },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr.on('data', (chunk) => printLog(String(chunk)));
  let printed = '';
  for await (const chunk of child.stdout) {
    printed += chunk;
    if (printed.includes('ready at')) break;
  }
  const url = /ready at (http:\S+)/.exec(printed)?.[1] ?? '';
  await send('GET', (await createMonitor(url, quick)).ping_url);
  printLog(printed);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const anHourLater = new Clock(Date.now() + 3_600_000);
  const host = await run(anHourLater, directory);
  const before = Date.now();
  expect(await awaitAlerts(host.url, 1)).toMatchObject([{ kind: 'blind', monitor: '' }]);
  let alerts = await getAlerts(host.url);
  while (alerts.length < 2 && Date.now() < before + 10_000) {
    // It waits for as long as the job had, from when it has looked.
    anHourLater.advanceTo(anHourLater.now + 12_000);
    alerts = await getAlerts(host.url);
  }
  expect(alerts).toMatchObject([{ kind: 'down', monitor: 'quick' }, { kind: 'blind' }]);
});

test('a port that is taken is refused before anything is created', async () => {
  const clock = new Clock(noon);
  const { url } = await run(clock);
  const directory = emptyDirectory();
  const port = Number(new URL(url).port);
  const { startLocalHost } = await import('../../lib/local/host.ts');
  const second = startLocalHost({ directory: `${directory}/x`, port, print: printLog });
  await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
  const later = await run(clock, `${directory}/x`);
  expect(later.printed.join()).toContain('A demo monitor');
});
