import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import {
  type ArchiveVariables,
  type AutoCreationVariables,
  type HistoryVariables,
  type MonitorsVariables,
  publicAttributes,
  publicItems,
} from '../../lambdas/env.ts';
import type { Config } from '../config.ts';
import type { ServiceFunction } from './function.ts';

/** The two tables: Monitors, with a stream and no index, and History, whose rows expire. */
export class Tables extends Construct {
  readonly monitors: TableV2;
  readonly history: TableV2;
  readonly #historyDays: Config['historyDays'];

  constructor(scope: Construct, id: string, config: Pick<Config, 'historyDays' | 'removalPolicy'>) {
    super(scope, id);
    this.#historyDays = config.historyDays;
    const common = {
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: config.removalPolicy === 'retain',
      removalPolicy: config.removalPolicy === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    };
    this.monitors = new TableV2(this, 'Monitors', {
      ...common,
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
    });
    this.history = new TableV2(this, 'History', {
      ...common,
      partitionKey: { name: 'monitorId', type: AttributeType.STRING },
      sortKey: { name: 'entry', type: AttributeType.STRING },
      timeToLiveAttribute: 'expiresAt',
    });
  }

  /** Lets a function do these actions, such as `GetItem`, on the Monitors table, and tells it the name. */
  grantMonitors(fn: ServiceFunction, ...actions: string[]): void {
    fn.allow(actions.map(dynamodb), [this.monitors.tableArn]);
    fn.addVariables({ MONITORS_TABLE: this.monitors.tableName } satisfies MonitorsVariables);
  }

  /**
   * Lets a function read what the public is shown, and nothing else: not the installation's own settings, nor an alias,
   * and of monitors not what opens their ping URLs.
   */
  grantPublic(fn: ServiceFunction): void {
    const conditions = {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': publicItems },
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': publicAttributes },
      StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
    };
    fn.allow(['GetItem', 'BatchGetItem'].map(dynamodb), [this.monitors.tableArn], conditions);
    fn.addVariables({ MONITORS_TABLE: this.monitors.tableName } satisfies MonitorsVariables);
  }

  /** Lets a function create monitors for the pings that ask for them, up to that many. */
  grantAutoCreation(fn: ServiceFunction, maxAutoCreated: number): void {
    this.grantMonitors(fn, 'PutItem');
    fn.addVariables({ MAX_AUTO_CREATED: String(maxAutoCreated) } satisfies AutoCreationVariables);
  }

  /** Lets a function add rows to History, and tells it the name and how long rows live. */
  grantAddHistory(fn: ServiceFunction): void {
    fn.allow([dynamodb('PutItem')], [this.history.tableArn]);
    fn.addVariables({
      HISTORY_TABLE: this.history.tableName,
      HISTORY_PING_DAYS: String(this.#historyDays.pings),
      HISTORY_FLIP_DAYS: String(this.#historyDays.flips),
    } satisfies HistoryVariables);
  }

  /** Lets a function read History, and tells it the name. */
  grantReadHistory(fn: ServiceFunction): void {
    fn.allow([dynamodb('Query')], [this.history.tableArn]);
    fn.addVariables({ HISTORY_TABLE: this.history.tableName } satisfies ArchiveVariables);
  }

  /** Lets a function read History and delete rows of it, and tells it the name. */
  grantArchive(fn: ServiceFunction): void {
    this.grantReadHistory(fn);
    fn.allow([dynamodb('BatchWriteItem')], [this.history.tableArn]);
  }
}

function dynamodb(action: string): string {
  return `dynamodb:${action}`;
}
