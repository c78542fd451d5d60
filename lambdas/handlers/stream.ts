import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { fromImage, withoutSecrets } from '../adapters/monitor-item.ts';
import { blindnessIn } from '../adapters/sweep-item.ts';
import type { NewsRecord } from '../usecases/delivery.ts';

/** A function that reads the stream. From the record that `deliver` answers on, the batch comes again. */
export function streamHandler(deliver: (records: readonly NewsRecord[]) => Promise<string | undefined>) {
  return middy<DynamoDBStreamEvent, DynamoDBBatchResponse>().handler(async ({ Records }) => {
    const records = Records.map(({ dynamodb: { SequenceNumber = '', NewImage = {} } = {} }) => ({
      recordId: SequenceNumber,
      image: withoutSecrets(NewImage),
      read: () => blindnessIn(NewImage) ?? fromImage(NewImage),
    }));
    const failed = await deliver(records);
    return { batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed }] };
  });
}
