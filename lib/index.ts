/** What CDK apps import from `downbeat`. */

export { Downbeat, type IDownbeat } from './constructs/downbeat.ts';
export {
  Channel,
  type ChannelFormat,
  type ChannelProps,
  type DownbeatProps,
  type ThrottleProps,
} from './constructs/downbeat-props.ts';
export type { EcsTaskFamily, EventMapping } from './constructs/monitors/job-events.ts';
export { Monitor } from './constructs/monitors/monitor.ts';
export type { BodyFilterProps, JobMonitorProps, MonitorProps } from './constructs/monitors/monitor-props.ts';
export { MonitorSchedule } from './constructs/monitors/monitor-schedule.ts';
export { PingedMonitor } from './constructs/monitors/pinged-monitor.ts';
