import type { Duration, RemovalPolicy, TimeZone } from 'aws-cdk-lib';
import type { IDownbeat } from '../downbeat.ts';
import type { MonitorSchedule } from './monitor-schedule.ts';

/** Keywords that are looked for in the body of a ping and decide what it is; at least one. Each list: up to 10. */
export interface BodyFilterProps {
  start?: string[];
  success?: string[];
  fail?: string[];
  /** Whether a ping with none of them is a fail, and is not ignored. Default: false. */
  defaultFail?: boolean;
}

/** What a monitor of a job may be given whose schedule is known. They are the settings of the management API. */
export interface JobMonitorProps {
  /** The installation that watches. */
  downbeat: IDownbeat;
  /** Stands in ping URLs and the API. Another one replaces the monitor. Default: made of the path, with a hash. */
  monitorId?: string;
  /** What alerts call it, 1 to 100 characters. Default: the construct's id. */
  monitorName?: string;
  /** How late a check-in may be: 0 s to 366 days. Default: 5 minutes. */
  grace?: Duration;
  /** How much before an occurrence a check-in counts for it; cron only. Default: 1 minute, or a tenth of the gap if less. */
  earlyMargin?: Duration;
  /** The misses in a row that make it down: 1 to 10. Default: 1. */
  maxMisses?: number;
  /** The fails in a row that make it down: 1 to 10. Default: 1. */
  maxFailures?: number;
  /** The successes in a row that make it up again: 1 to 10. Default: 1. */
  recoveryThreshold?: number;
  /** How long a run may take, from its start ping: 1 s to 72 hours. Default: as long as it likes. */
  maxRuntime?: Duration;
  /** Whether the first ping is awaited from the deployment on. Default: false, from the first ping on. */
  expectFirstPing?: boolean;
  /** How often people are told again while it is down: 1 minute to 366 days. Default: never. */
  reminder?: Duration;
  /** Where people find what to do: an http:// or https:// URL. Default: none. */
  runbookUrl?: string;
  /** Words to find it by, up to 20. Default: none. */
  tags?: string[];
  /** The names of the installation's channels that are told, 1 to 10. Default: `default`. */
  channels?: string[];
  /** Whether only POST pings count. Default: false. */
  postOnly?: boolean;
  /** What to look for in the bodies of pings. Default: nothing. */
  bodyFilter?: BodyFilterProps;
  /** What becomes of the monitor and its history with this resource; DESTROY or RETAIN. Default: DESTROY. */
  removalPolicy?: RemovalPolicy;
  /** When check-ins are due, if not by the job's own schedule. Default: read from the job. */
  schedule?: MonitorSchedule;
  /** Whose clock cron lines are read by. Default: the job's, or UTC. */
  timezone?: TimeZone | string;
}

export interface MonitorProps extends JobMonitorProps {
  /** When check-ins are due. */
  schedule: MonitorSchedule;
}
