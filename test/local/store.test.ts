import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { localTables, openStore } from '../../lib/local/store.ts';

test('the store keeps what it is given, and is called without a connection and without a warning', async () => {
  const connected = jest.fn();
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  subscribe('http.client.request.start', connected);
  const { client, close } = await openStore();
  const TableName = localTables.monitors.name;
  await client.send(new PutCommand({ TableName, Item: { pk: 'one', text: 'naïve ✓' } }));
  const { Item } = await client.send(new GetCommand({ TableName, Key: { pk: 'one' } }));
  await close();
  unsubscribe('http.client.request.start', connected);
  expect(Item).toEqual({ pk: 'one', text: 'naïve ✓' });
  expect(connected).not.toHaveBeenCalled();
  expect(warn).not.toHaveBeenCalled();
});
