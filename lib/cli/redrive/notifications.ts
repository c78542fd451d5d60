import { PublishCommand, type PublishCommandInput } from '@aws-sdk/client-sns';
import * as z from 'zod';
import type { Notification } from './letters.ts';
import { readJson } from './letters.ts';

const event = z.object({
  NewStateReason: z.string(),
  downbeat: z.object({
    event_id: z.string(),
    seq: z.number(),
    kind: z.string(),
    at: z.string(),
    monitor: z.object({ id: z.string() }),
  }),
});

export type Event = z.infer<typeof event>;

/** The event that machines get. What mails, phones and chats get is none. */
export function eventIn({ Message }: Notification): Event | undefined {
  return event.safeParse(readJson(Message)).data;
}

/** When the monitor was created: the second part of every event's id. */
export function createdAtOf({ downbeat }: Event): number {
  return Number(downbeat.event_id.split(':')[1]);
}

/** The event once more, to all subscribers of its topic. Mails and phones, for which it is not meant, get its story. */
export function republished(
  { TopicArn, Subject, Message, MessageAttributes }: Notification,
  { NewStateReason }: Event,
): PublishCommand {
  const story = `${NewStateReason}\n\nThis is sent once more, for a subscriber who did not get it.`;
  const input: PublishCommandInput = {
    TopicArn,
    MessageStructure: 'json',
    Message: JSON.stringify({ default: Message, email: story, sms: Subject ?? NewStateReason }),
    MessageAttributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { Type, Value }]) => {
        return [name, { DataType: Type, StringValue: Value }];
      }),
    ),
  };
  return new PublishCommand({ ...input, ...(Subject !== undefined && { Subject }) });
}
