import { type Answer, sendSigned } from '../support/http.ts';
import type { Aws } from './aws.ts';

/** A deployed stack, and the queues that hear its alerts. */
export interface World {
  aws: Aws;
  stackName: string;
  region: string;
  /** The emulator takes any Authorization header for a signature. */
  emulated: boolean;
  apiUrl: string;
  channelQueue: string;
  eventsQueue: string;
}

export interface MonitorDraft {
  id?: string;
  name: string;
  schedule?: string;
  grace_period_seconds?: number;
}

export interface MonitorAnswer {
  id: string;
  unique_key: string;
  status: string;
  running: boolean;
  pings: number;
  deadline_at: string | null;
}

/** A signed call to the management API, below `/api/v1`. */
export function manage(world: World, method: string, path: string, body?: object): Promise<Answer> {
  return sendSigned(method, `${world.apiUrl}/api/v1${path}`, world.region, body);
}

export function pingUrl(world: World, monitor: MonitorAnswer): string {
  return `${world.apiUrl}/ping/${monitor.unique_key}`;
}
