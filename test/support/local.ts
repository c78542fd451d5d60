import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalAlert } from '../../lib/local/alerts.ts';
import { type LocalHost, startLocalHost } from '../../lib/local/host.ts';
import { logged } from '../logs/logged.ts';
import type { Clock } from './clock.ts';
import { send } from './http.ts';

export interface Running extends LocalHost {
  /** What was printed, a text each. */
  printed: string[];
}

export function emptyDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'downbeat-test-'));
}

/** The one line by which the local host shows a key to its owner, at its first start. */
const demoLine = /^ {2}curl http:\/\/127\.0\.0\.1:\d+\/ping\/demo-[0-9a-z]{20}$/m;

/** Where a local host prints in tests: all but that line is its log. */
export function printLog(text: string): void {
  logged('the local host', `${text.replace(demoLine, '')}\n`);
}

/** Starts the local host on a free port, on a test's own clock; in memory, unless it is to be started again. */
export async function start(clock: Clock, directory?: string): Promise<Running> {
  const printed: string[] = [];
  const { system, after } = clock;
  const print = (text: string) => {
    printLog(text);
    printed.push(text);
  };
  const host = await startLocalHost({ directory, port: 0, print, system, after });
  return { ...host, printed };
}

export interface MonitorAnswer {
  id: string;
  ping_url: string;
  status: string;
  pings: number;
  deadline_at: string | null;
}

export async function createMonitor(url: string, draft: object): Promise<MonitorAnswer> {
  const { status, body } = await send('POST', `${url}/api/v1/monitors`, {}, JSON.stringify(draft));
  if (status !== 201) throw new Error(`${status} ${body}`);
  return JSON.parse(body);
}

export async function getMonitor(url: string, id: string): Promise<MonitorAnswer> {
  return JSON.parse((await send('GET', `${url}/api/v1/monitors/${id}`)).body);
}

export async function getAlerts(url: string): Promise<LocalAlert[]> {
  return JSON.parse((await send('GET', `${url}/local/alerts`)).body).alerts;
}

/** The alerts, once there are this many. They are delivered a few milliseconds after the change behind them. */
export async function awaitAlerts(url: string, count: number): Promise<LocalAlert[]> {
  for (let polls = 0; polls < 500; polls += 1) {
    const alerts = await getAlerts(url);
    if (alerts.length >= count) return alerts;
  }
  throw new Error(`There are still fewer than ${count} alerts.`);
}
