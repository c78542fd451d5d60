import type { Duration } from 'aws-cdk-lib';
import { type Fault, InvalidInput } from '../../../lambdas/domain/errors.ts';
import { parseId } from '../../../lambdas/domain/key.ts';
import { checkSettings } from '../../../lambdas/domain/settings.ts';
import { settingsSchema } from '../../../lambdas/http/monitor-schema.ts';
import { readWith } from '../../../lambdas/http/schema.ts';
import type { MonitorProps } from './monitor-props.ts';

/** What the management API calls each setting that has another name here. */
const fieldOf = {
  monitorName: 'name',
  monitorId: 'id',
  grace: 'grace_period_seconds',
  earlyMargin: 'early_margin_seconds',
  maxMisses: 'max_misses',
  maxFailures: 'max_failures',
  recoveryThreshold: 'recovery_threshold',
  maxRuntime: 'max_runtime_seconds',
  expectFirstPing: 'expect_first_ping',
  reminder: 'reminder_seconds',
  runbookUrl: 'runbook_url',
  postOnly: 'post_only',
  bodyFilter: 'body_filter',
} as const;
const propOf = new Map<string, string>(Object.entries(fieldOf).map(([prop, field]) => [field, prop]));

/**
 * The settings of a monitor as the body of `PUT /api/v1/monitors/{id}`, of which what is not given is left out. Throws an
 * Error that names every prop that is wrong and what is allowed: the same checks as the API's.
 */
export function settingsBody(props: MonitorProps & { monitorName: string; monitorId: string }): object {
  const { bodyFilter, timezone } = props;
  const body = {
    [fieldOf.monitorName]: props.monitorName,
    schedule: props.schedule.text,
    timezone: typeof timezone === 'object' ? timezone.timezoneName : timezone,
    [fieldOf.earlyMargin]: seconds(props.earlyMargin),
    [fieldOf.grace]: seconds(props.grace),
    [fieldOf.maxMisses]: props.maxMisses,
    [fieldOf.maxFailures]: props.maxFailures,
    [fieldOf.recoveryThreshold]: props.recoveryThreshold,
    [fieldOf.maxRuntime]: seconds(props.maxRuntime),
    [fieldOf.expectFirstPing]: props.expectFirstPing,
    [fieldOf.reminder]: seconds(props.reminder),
    [fieldOf.runbookUrl]: props.runbookUrl,
    tags: props.tags,
    channels: props.channels,
    [fieldOf.postOnly]: props.postOnly,
    [fieldOf.bodyFilter]: bodyFilter && {
      start: bodyFilter.start,
      success: bodyFilter.success,
      fail: bodyFilter.fail,
      default_fail: bodyFilter.defaultFail,
    },
  };
  // Of an installation that another app deploys, the provider alone knows the channels.
  const channels = props.downbeat.channelNames ?? ['default', ...(props.channels ?? [])];
  const faults = [
    ...faultsOf(() => parseId(props.monitorId)),
    ...faultsOf(() => checkSettings(readWith(settingsSchema(channels), body))),
  ];
  if (faults.length > 0) throw new Error(faults.map(inWordsOfProps).join('; '));
  return body;
}

/** With its fraction, which no setting takes, so that it is refused by name. */
function seconds(duration: Duration | undefined): number | undefined {
  return duration?.toSeconds({ integral: false });
}

function faultsOf(check: () => unknown): readonly Fault[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return error.faults;
    throw error;
  }
}

function inWordsOfProps({ field, message }: Fault): string {
  const [setting = '', ...rest] = field.replace('default_fail', 'defaultFail').split('.');
  return `${[propOf.get(setting) ?? setting, ...rest].join('.')}: ${message}`;
}
