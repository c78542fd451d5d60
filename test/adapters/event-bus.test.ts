import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { EventBus } from '../../lambdas/adapters/event-bus.ts';
import { sentTo, unexpected } from '../support/sdk.ts';

const eventBridge = mockClient(EventBridgeClient);
const bus = new EventBus(new EventBridgeClient({ region: 'local' }));
const message = {
  subject: 'ALARM: Nightly backup',
  event: { downbeat: { event_id: 'backup:1:7', kind: 'down', detected_at: '', seq: 7 } },
  attributes: { kind: ['down'], monitor: ['backup'], tags: [] },
  detailType: 'Monitor Down' as const,
};

beforeEach(() => {
  eventBridge.reset();
  eventBridge.rejects(unexpected);
});

test('an event is put on the default bus, under a source and a type that rules can match', async () => {
  eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });
  await bus.publish(message);
  const entry = { Source: 'downbeat', DetailType: 'Monitor Down', Detail: JSON.stringify(message.event) };
  expect(sentTo(eventBridge)).toEqual([['PutEventsCommand', { Entries: [entry] }]]);
});

test('an event that fails within an answered call is tried again', async () => {
  const failed = { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' };
  eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [failed] });
  const cause = new Error('ThrottlingException: slow down');
  await expect(bus.publish(message)).rejects.toMatchObject({ name: 'Unavailable', cause });
});

test('a bus that is away is Unavailable', async () => {
  const cause = Object.assign(new Error('later'), { name: 'InternalException' });
  eventBridge.on(PutEventsCommand).rejects(cause);
  await expect(bus.publish(message)).rejects.toMatchObject({ name: 'Unavailable', cause });
});

test('a bus that we may not put events on refuses for good', async () => {
  const cause = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
  eventBridge.on(PutEventsCommand).rejects(cause);
  await expect(bus.publish(message)).rejects.toMatchObject({ name: 'TopicRefused' });
});
