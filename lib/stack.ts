import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Construct } from 'constructs';
import type { Config } from './config.ts';
import { Alarms, type AlarmsProps } from './constructs/alarms.ts';
import { Channels } from './constructs/channels.ts';
import { Dashboard, type DashboardProps } from './constructs/dashboard.ts';
import { DeadLetterQueue } from './constructs/dead-letter-queue.ts';
import { DeadlineTimer } from './constructs/deadline-timer.ts';
import { encryptWith } from './constructs/encryption.ts';
import { grantEventBus } from './constructs/event-bus.ts';
import { receiveEvents } from './constructs/events.ts';
import { createFunctions } from './constructs/functions.ts';
import { PingAndManageApi } from './constructs/http-api.ts';
import { Sweep } from './constructs/sweep.ts';
import { Tables } from './constructs/tables.ts';

/** A whole installation of Downbeat. */
export class DownbeatStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { config: Config }) {
    super(scope, id, props);
    const { config } = props;
    const tables = new Tables(this, 'Tables', config);
    const failures = new DeadLetterQueue(this, 'Failures');
    const timer = new DeadlineTimer(this, 'DeadlineTimer', failures);
    const channels = new Channels(this, 'Channels', config.channels);
    const functions = createFunctions(this);
    const { ping, manage, deadline, alert, record, sweep, events } = functions;

    tables.grantMonitors(ping, 'GetItem', 'UpdateItem');
    tables.grantAutoCreation(ping, config.maxAutoCreated);
    tables.grantAddHistory(ping);
    timer.grantArm(ping);

    tables.grantMonitors(events, 'GetItem', 'UpdateItem');
    tables.grantAddHistory(events);
    timer.grantArm(events);
    receiveEvents(this, events, failures);

    tables.grantMonitors(manage, 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Scan');
    tables.grantArchive(manage);
    tables.grantAddHistory(manage);
    timer.grantArm(manage);
    timer.grantCancel(manage);
    channels.grantPublishToChannels(manage);

    tables.grantMonitors(deadline, 'GetItem', 'UpdateItem');
    timer.grantArm(deadline);
    timer.grantCancel(deadline);
    timer.wake(deadline);

    tables.grantMonitors(sweep, 'GetItem', 'UpdateItem', 'Scan');
    timer.grantArm(sweep);
    channels.grantCountSubscribers(sweep);
    const { sweepMinutes: minutes, heartbeatUrl } = config;
    new Sweep(this, 'Sweeping', { fn: sweep, minutes, failures, heartbeatUrl });

    tables.grantReadHistory(alert);
    channels.grantPublish(alert);
    failures.grantAdd(alert);
    alert.addEventSource(this.#newsOf(tables, failures));

    // With a reader of the stream of its own: nobody's alert waits for History or for the event bus.
    tables.grantAddHistory(record);
    grantEventBus(record, config.eventBridge);
    failures.grantAdd(record);
    record.addEventSource(this.#newsOf(tables, failures));

    const http = new PingAndManageApi(this, 'Http', { ping, manage }, config.throttle);
    for (const fn of [manage, alert, record]) http.introduce(fn);
    this.#watch(config, {
      api: http.api,
      functions,
      tables,
      timer,
      channels,
      deadLetters: { DeadLetters: timer.deadLetters, Failures: failures, Undelivered: channels.deadLetters },
    });
    if (config.kmsKeyArn !== undefined) {
      const all = Object.values(functions);
      const users = { dynamodb: all, sqs: [...all, timer.role], sns: [manage, alert] };
      encryptWith(this, config.kmsKeyArn, users);
    }
    new CfnOutput(this, 'ApiUrl', {
      value: http.api.apiEndpoint,
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

  /** What is stored that is news, as a stream: the filter costs nothing, and what cannot be delivered is not lost. */
  #newsOf(tables: Tables, failures: DeadLetterQueue): DynamoEventSource {
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
          dynamodb: { NewImage: { change: { S: FilterRule.or('flip', 'reminder', 'settled') } } },
        }),
      ],
    });
  }
}
