import { ArnFormat, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct, type IConstruct } from 'constructs';
import { type Config, checkConfig } from '../config.ts';
import { Alarms, type AlarmsProps } from './alarms.ts';
import { Channels } from './channels.ts';
import { Dashboard, type DashboardProps } from './dashboard.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { DeadlineTimer } from './deadline-timer.ts';
import type { DownbeatProps } from './downbeat-props.ts';
import { encryptWith } from './encryption.ts';
import { grantEventBus } from './event-bus.ts';
import { receiveEvents } from './events.ts';
import { createFunctions, namesOf } from './functions.ts';
import { PingAndManageApi } from './http-api.ts';
import { Sweep } from './sweep.ts';
import { Tables } from './tables.ts';

/** An installation as monitors know it: one of this app, or one that is deployed by another. */
export interface IDownbeat extends IConstruct {
  /** The function that CloudFormation calls to create, change and delete monitors. */
  readonly providerArn: string;
  /** The function that rules of the event bus hand over events to. */
  readonly eventsArn: string;
  /** The names of its channels, where this app knows them. */
  readonly channelNames?: readonly string[];
}

/**
 * A whole installation of Downbeat. It is named after its stack (metrics, the dashboard, the group of its timers and the
 * functions for CDK apps), so a stack holds one. Throws an Error that names every setting that is wrong and what is allowed.
 */
export class Downbeat extends Construct implements IDownbeat {
  readonly providerArn: string;
  readonly eventsArn: string;
  readonly channelNames: readonly string[];
  /** Where jobs ping and programs manage: `https://…`. */
  readonly apiUrl: string;

  /**
   * An installation of the same account and Region that is deployed elsewhere, by the name of its stack. Nothing is looked
   * up or exported: whatever is deployed later is found too, and neither stack holds on to the other.
   */
  static fromName(scope: Construct, id: string, stackName: string): IDownbeat {
    const construct = new Construct(scope, id);
    const names = namesOf(stackName);
    const arnOf = (resourceName: string) =>
      Stack.of(scope).formatArn({
        ...{ service: 'lambda', resource: 'function', resourceName },
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      });
    return Object.assign(construct, { providerArn: arnOf(names.provider), eventsArn: arnOf(names.events) });
  }

  constructor(scope: Construct, id: string, props: DownbeatProps = {}) {
    super(scope, id);
    const { stackName } = Stack.of(this);
    const config = checkConfig({ ...props, stackName }, `The settings of ${this.node.path} are not valid.`);
    const tables = new Tables(this, 'Tables', config);
    const failures = new DeadLetterQueue(this, 'Failures');
    const timer = new DeadlineTimer(this, 'DeadlineTimer', failures);
    const channels = new Channels(this, 'Channels', config.channels);
    const functions = createFunctions(this, config);
    const http = new PingAndManageApi(this, 'Http', functions, config.throttle);
    this.providerArn = functions.provider.functionArn;
    this.eventsArn = functions.events.functionArn;
    this.channelNames = channels.all.map(({ name }) => name);
    this.apiUrl = http.api.apiEndpoint;

    const parts = { api: http.api, functions, tables, timer, channels };
    grantStateAndTimers(parts, config);
    for (const fn of [functions.manage, functions.alert, functions.record, functions.provider]) {
      http.introduce(fn);
    }
    const { sweepMinutes: minutes, heartbeatUrl } = config;
    new Sweep(this, 'Sweeping', { fn: functions.sweep, minutes, failures, heartbeatUrl });
    receiveEvents(this, functions.events, failures);
    tellNews(parts, failures, config);
    this.#watch(config, {
      ...parts,
      deadLetters: { DeadLetters: timer.deadLetters, Failures: failures, Undelivered: channels.deadLetters },
    });
    if (config.kmsKeyArn !== undefined) {
      const all = Object.values(functions);
      const senders = all.filter((fn) => fn !== functions.status && fn !== functions.widget);
      const users = {
        dynamodb: all,
        sqs: [...senders, timer.role],
        sns: [functions.manage, functions.alert],
      };
      encryptWith(this, config.kmsKeyArn, users);
    }
    new CfnOutput(Stack.of(this), 'ApiUrl', {
      value: this.apiUrl,
      description: 'Where jobs ping and programs manage.',
    });
  }

  /** For the operators: alarms, and a dashboard. */
  #watch(
    config: Config,
    watched: Omit<DashboardProps, 'alarms' | 'sendsSms'> & Pick<AlarmsProps, 'deadLetters'>,
  ) {
    const { alarmEmails: emails, sweepMinutes, smsMonthlyBudgetUsd } = config;
    const sendsSms = Object.values(config.channels).some(({ phoneNumbers }) => phoneNumbers.length > 0);
    const sms = sendsSms ? { smsMonthlyBudgetUsd } : {};
    const { all: alarms } = new Alarms(this, 'Alarms', { ...watched, emails, sweepMinutes, ...sms });
    if (config.dashboard) new Dashboard(this, 'Dashboard', { ...watched, alarms, sendsSms });
  }
}

interface Parts {
  functions: ReturnType<typeof createFunctions>;
  tables: Tables;
  timer: DeadlineTimer;
  channels: Channels;
}

/** Who reads and writes monitors, and sets and removes their timers. */
function grantStateAndTimers({ functions, tables, timer, channels }: Parts, config: Config): void {
  const { ping, manage, status, widget, provider, deadline, sweep, events } = functions;
  tables.grantMonitors(ping, 'GetItem', 'UpdateItem');
  tables.grantAutoCreation(ping, config.maxAutoCreated);
  tables.grantAddHistory(ping);
  timer.grantArm(ping);

  tables.grantMonitors(manage, 'GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Scan');
  tables.grantArchive(manage);
  tables.grantAddHistory(manage);
  timer.grantArm(manage);
  timer.grantCancel(manage);
  channels.grantPublishToChannels(manage);

  tables.grantMonitors(provider, 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem');
  tables.grantArchive(provider);
  timer.grantArm(provider);
  timer.grantCancel(provider);
  channels.nameTo(provider);

  tables.grantPublic(status);
  if (widget) tables.grantWatch(widget);

  tables.grantMonitors(deadline, 'GetItem', 'UpdateItem');
  timer.grantArm(deadline);
  timer.grantCancel(deadline);
  timer.wake(deadline);

  tables.grantMonitors(sweep, 'GetItem', 'UpdateItem', 'Scan');
  timer.grantArm(sweep);
  channels.grantCountSubscribers(sweep);

  tables.grantMonitors(events, 'GetItem', 'UpdateItem');
  tables.grantAddHistory(events);
  timer.grantArm(events);
}

/** Who reads the news of the stream, and tells whom. */
function tellNews(
  { functions, tables, channels }: Parts,
  failures: DeadLetterQueue,
  { eventBridge }: Config,
): void {
  const { alert, record } = functions;
  tables.grantReadHistory(alert);
  channels.grantPublish(alert);
  failures.grantAdd(alert);
  alert.addEventSource(newsOf(tables, failures));

  // With a reader of the stream of its own: nobody's alert waits for History or for the event bus.
  tables.grantAddHistory(record);
  grantEventBus(record, eventBridge);
  failures.grantAdd(record);
  record.addEventSource(newsOf(tables, failures));
}

/** What is stored that is news, as a stream: the filter costs nothing, and what cannot be delivered is not lost. */
function newsOf(tables: Tables, failures: DeadLetterQueue): DynamoEventSource {
  return new DynamoEventSource(tables.monitors as ITable, {
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 100,
    maxBatchingWindow: Duration.seconds(2),
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    // A record that is refused holds up those behind it, and an alarm tells. After this long they go first.
    retryAttempts: 10_000,
    maxRecordAge: Duration.hours(2),
    onFailure: new SqsDlq(failures),
    filters: [
      FilterCriteria.filter({
        dynamodb: { NewImage: { change: { S: FilterRule.or('flip', 'reminder', 'settled', 'blind') } } },
      }),
    ],
  });
}
