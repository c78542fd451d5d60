import {
  type _Record,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { asked } from '../monitors/services.ts';
import type { Batch } from './letters.ts';
import { type Change, changeIn } from './news.ts';
import type { StoredRecord } from './readers.ts';

/** What a stream answers of records that it no longer has: it keeps them for a day. */
const goneNames = ['TrimmedDataAccessException', 'ResourceNotFoundException'];
/** A shard may answer with nothing where there is more behind. */
const readsMax = 1_000;

/** News that lie in the stream. */
interface Found {
  record: StoredRecord;
  change: Change;
}

/** Reads a batch's news from the stream once more, in their order, or answers `undefined` if they are no longer there. */
export async function readBatch(
  client: DynamoDBStreamsClient,
  { DDBStreamBatchInfo: info }: Batch,
): Promise<Found[] | undefined> {
  const end = BigInt(info.endSequenceNumber);
  const found: Found[] = [];
  try {
    for await (const record of recordsFrom(client, info)) {
      const recordId = record.dynamodb?.SequenceNumber ?? '0';
      if (BigInt(recordId) <= end) found.push(...newsOf(recordId, record.dynamodb?.NewImage));
      if (BigInt(recordId) >= end) break;
    }
  } catch (error) {
    if (error instanceof Error && goneNames.includes(error.name)) return undefined;
    return asked('DynamoDB', Promise.reject(error));
  }
  return found;
}

function newsOf(recordId: string, image: object | undefined): Found[] {
  const change = changeIn(image);
  return image && change ? [{ record: { recordId, image }, change }] : [];
}

/** The records of a shard from the first of a batch on, up to the shard's end. */
async function* recordsFrom(
  client: DynamoDBStreamsClient,
  { streamArn, shardId, startSequenceNumber }: Batch['DDBStreamBatchInfo'],
): AsyncGenerator<_Record> {
  const place = { StreamArn: streamArn, ShardId: shardId, SequenceNumber: startSequenceNumber };
  const start = new GetShardIteratorCommand({ ...place, ShardIteratorType: 'AT_SEQUENCE_NUMBER' });
  let next = (await client.send(start)).ShardIterator;
  for (let reads = 0; next !== undefined; reads += 1) {
    if (reads === readsMax) throw new Error(`the batch had not come after ${readsMax} reads`);
    const page = await client.send(new GetRecordsCommand({ ShardIterator: next }));
    yield* page.Records ?? [];
    next = page.NextShardIterator;
  }
}
