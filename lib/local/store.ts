import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  CreateTableCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  ListTablesCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { withoutConnection } from './transport.ts';

/** The embedded DynamoDB of the local host and of the adapter tests. */
export interface Store {
  client: DynamoDBDocumentClient;
  close(): Promise<void>;
}

export const localTables = {
  monitors: { name: 'downbeat-monitors', keys: ['pk'] },
  history: { name: 'downbeat-history', keys: ['monitorId', 'entry'] },
  /** Stands where the stream and SNS stand in the cloud: flips on their way, and the alerts that came of them. */
  outbox: { name: 'downbeat-outbox', keys: ['pk', 'sk'] },
} as const;

/** How long history is kept, in days. */
export const localRetention = { pingDays: 90, flipDays: 400 } as const;

/** Opens the store that a data directory holds, and creates both if they are missing. */
export function openStoreIn(dataDirectory: string): Promise<Store> {
  mkdirSync(dataDirectory, { recursive: true });
  return openStore(join(dataDirectory, 'dynamodb'));
}

/** Nobody in this process checks a signature, and to make one takes as long as some reads. But there has to be one. */
const unsigned: Extract<DynamoDBClientConfig['signer'], { sign: unknown }> = {
  sign: async (request) => ({
    ...request,
    headers: {
      ...request.headers,
      'x-amz-date': '20261120T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20261120/local/dynamodb/aws4_request, SignedHeaders=host, Signature=none',
    },
  }),
};

/** Opens the store in a directory, or in memory without one, and creates the tables that are missing. */
export async function openStore(directory?: string): Promise<Store> {
  const server = dynalite({ createTableMs: 0, ...(directory !== undefined && { path: directory }) });
  await listen(server);
  const raw = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    signer: unsigned,
    requestHandler: withoutConnection(server),
  });
  await createTables(raw);
  const client = DynamoDBDocumentClient.from(raw, {
    marshallOptions: { removeUndefinedValues: true, convertClassInstanceToMap: true },
  });
  const close = async () => {
    client.destroy();
    raw.destroy();
    await new Promise((done) => server.close(done));
  };
  return { client, close };
}

function listen(server: Server): Promise<void> {
  return new Promise((listening, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', listening);
  });
}

async function createTables(client: DynamoDBClient): Promise<void> {
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  for (const { name, keys } of Object.values(localTables)) {
    if (!TableNames.includes(name)) await createTable(client, name, keys);
    // A table is not there yet when its creation is answered.
    await waitUntilTableExists(
      { client, maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.1 },
      { TableName: name },
    );
  }
}

async function createTable(client: DynamoDBClient, name: string, keys: readonly string[]): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((key) => ({ AttributeName: key, AttributeType: 'S' })),
      KeySchema: keys.map((key, index) => ({ AttributeName: key, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
    }),
  );
}
