import { marshall } from '@aws-sdk/util-dynamodb';
import { isoInstant } from '../../lambdas/domain/time.ts';
import { monitor } from './monitors-cli.ts';

export const topicArn = 'arn:aws:sns:eu-west-1:123456789012:events';
export const createdAt = Date.UTC(2026, 10, 1);
export const downAt = Date.UTC(2026, 10, 19, 21);

/** A monitor that is down, as the table has it, but for its secrets. */
export const item = {
  pk: 'monitor#backup',
  name: 'Backup',
  schedule: 'every 1h',
  gracePeriodSeconds: 60,
  channels: ['default'],
  createdAt,
  status: 'down',
  statusSince: downAt,
  lastAlert: { seq: 3, kind: 'down' },
  flip: { seq: 3, from: 'up', to: 'down', at: downAt, detectedAt: downAt + 1, since: 2, reason: 'missed' },
  version: 3,
  requestId: 'r',
  pings: 1,
  pingNumber: 1,
  change: 'flip',
};

export function imageOf(fields: object = {}): Record<string, unknown> {
  return marshall({ ...item, ...fields }, { removeUndefinedValues: true });
}

/** A letter of the alert or the record function. */
export function setAside(by: 'alert' | 'record', fields: object = {}, recordId = '7'): object {
  return { by, recordId, reason: 'TypeError: no monitor', image: imageOf(fields) };
}

/** What Lambda says of a batch that it gave up. */
export function lostBatch(functionName = 'alert-fn', start = '10', end = '12'): object {
  return {
    requestContext: {
      functionArn: `arn:aws:lambda:eu-west-1:123456789012:function:${functionName}`,
      condition: 'RecordAgeExceeded',
    },
    version: '1.0',
    DDBStreamBatchInfo: {
      ...{ shardId: 'shard-1', streamArn: 'arn:stream', batchSize: 2 },
      ...{ startSequenceNumber: start, endSequenceNumber: end },
    },
  };
}

/** The shown state of a monitor, as the API answers it. */
export function shown(fields: object = {}): Record<string, unknown> {
  const since = { status_since: isoInstant(downAt), created_at: isoInstant(createdAt) };
  return monitor({ status: 'down', ...since, ...fields });
}
