import {
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  type Rule,
  type Target,
} from '@aws-sdk/client-eventbridge';
import {
  GetScheduleCommand,
  type GetScheduleCommandOutput,
  ListSchedulesCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { mockClient } from 'aws-sdk-client-mock';
import { answer, MonitorsWorld, monitor } from './monitors-cli.ts';
import { sentTo, unexpected } from './sdk.ts';

const scheduler = mockClient(SchedulerClient);
const eventBridge = mockClient(EventBridgeClient);

const account = '123456789012';
export const lambdaArn = `arn:aws:lambda:eu-west-1:${account}:function:backup`;
export const apiUrl = 'https://abc.execute-api.eu-west-1.amazonaws.com';

type Schedule = Omit<Partial<GetScheduleCommandOutput>, '$metadata'>;

/** A schedule of Scheduler at two in the morning that starts a function. */
export function aSchedule(fields: Schedule = {}): Schedule {
  const { Name = 'nightly-backup', GroupName = 'default' } = fields;
  return {
    ...{ Name, GroupName, State: 'ENABLED' },
    Arn: `arn:aws:scheduler:eu-west-1:${account}:schedule/${GroupName}/${Name}`,
    ...{ ScheduleExpression: 'cron(0 2 * * ? *)', ScheduleExpressionTimezone: 'UTC' },
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Arn: lambdaArn, RoleArn: 'arn:role' },
    ...fields,
  };
}

/** A rule of EventBridge that starts a function every five minutes, unless it is told otherwise. */
export function aRule(fields: Rule & { targets?: Target[] } = {}): Rule & { targets: Target[] } {
  const { Name = 'poll', targets = [{ Id: '1', Arn: lambdaArn }], ...rest } = fields;
  return {
    ...{ Name, State: 'ENABLED', ScheduleExpression: 'rate(5 minutes)' },
    Arn: `arn:aws:events:eu-west-1:${account}:rule/${Name}`,
    ...rest,
    targets,
  };
}

/** The world of `downbeat discover`: what EventBridge has, in pages of two, and the monitors that there are. Lives for one test. */
export class DiscoverWorld extends MonitorsWorld {
  schedules: Schedule[] = [];
  rules: (Rule & { targets: Target[] })[] = [];
  /** What the API knows. */
  there: { id: string; tags: readonly string[] }[] = [];
  /** How many calls for one job were under way at most. */
  atOnceMax = 0;
  /** The regions that were looked at, and how often a call is tried. */
  readonly regions = new Set<string>();
  readonly tries = new Set<number>();
  #atOnce = 0;

  constructor() {
    super();
    this.environment = { DOWNBEAT_URL: apiUrl };
    this.credentials = async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' });
    this.call = async (request) => {
      this.requests.push(request);
      return answer(200, { monitors: this.there.map((fields) => monitor(fields)), next_cursor: null });
    };
    for (const mock of [scheduler, eventBridge]) mock.reset().rejects(unexpected);
    this.#answerForScheduler();
    this.#answerForEventBridge();
  }

  discover(...args: string[]): Promise<number> {
    return this.downbeat('discover', ...args);
  }

  /** The jobs that `--json` prints. */
  async jobs(...args: string[]): Promise<Record<string, unknown>[]> {
    await this.discover('--json', ...args);
    return (JSON.parse(this.output) as { jobs: Record<string, unknown>[] }).jobs;
  }

  /** The commands that EventBridge was sent, by name. */
  get asked(): string[] {
    return [...sentTo(scheduler), ...sentTo(eventBridge)].map(([name]) => name);
  }

  #answerForScheduler(): void {
    scheduler.on(ListSchedulesCommand).callsFake(async ({ NextToken }, client: () => SchedulerClient) => {
      const { config } = client();
      this.regions.add(await config.region());
      this.tries.add(await config.maxAttempts());
      const { items, next } = pageOf(this.schedules, NextToken);
      // A list tells nothing of when.
      const Schedules = items.map(({ Arn, Name, GroupName, State }) => ({ Arn, Name, GroupName, State }));
      return { Schedules, ...next };
    });
    scheduler.on(GetScheduleCommand).callsFake(async (asked) => {
      await this.#underWay();
      const found = this.schedules.find(
        (each) => each.Name === asked.Name && each.GroupName === asked.GroupName,
      );
      if (!found) throw unexpected;
      return found;
    });
  }

  #answerForEventBridge(): void {
    eventBridge.on(ListRulesCommand).callsFake(async ({ NextToken }) => {
      const { items, next } = pageOf(this.rules, NextToken);
      return { Rules: items.map(({ targets, ...rule }) => rule), ...next };
    });
    eventBridge.on(ListTargetsByRuleCommand).callsFake(async ({ Rule: name, NextToken }) => {
      await this.#underWay();
      const rule = this.rules.find(({ Name }) => Name === name);
      if (!rule) throw unexpected;
      const { items, next } = pageOf(rule.targets, NextToken);
      return { Targets: items, ...next };
    });
  }

  async #underWay(): Promise<void> {
    this.#atOnce += 1;
    this.atOnceMax = Math.max(this.atOnceMax, this.#atOnce);
    await new Promise(setImmediate);
    this.#atOnce -= 1;
  }
}

function pageOf<T>(
  all: readonly T[],
  token: string | undefined,
): { items: T[]; next: { NextToken?: string } } {
  const from = Number(token ?? 0);
  const to = from + 2;
  return { items: all.slice(from, to), next: to < all.length ? { NextToken: String(to) } : {} };
}

/** Calls that fail: a permission is missing, or a thing was deleted a moment ago. Of GetSchedule, those for one name, if one is given. */
export function fail(
  call: 'ListSchedules' | 'GetSchedule' | 'ListTargetsByRule',
  name: string,
  ofJob?: string,
): void {
  const error = Object.assign(new Error('so it is'), { name });
  if (call === 'ListSchedules') scheduler.on(ListSchedulesCommand).rejects(error);
  if (call === 'GetSchedule') {
    scheduler.on(GetScheduleCommand, ofJob === undefined ? {} : { Name: ofJob }).rejects(error);
  }
  if (call === 'ListTargetsByRule') eventBridge.on(ListTargetsByRuleCommand).rejects(error);
}
