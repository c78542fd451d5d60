import * as z from 'zod';

/** What lies in the queues of dead letters. Whoever put it there, the shape of its body says what it is. */
const wakeUp = z.object({ monitorId: z.string().min(1), armedFor: z.number().optional() });

/** What the alert or the record function has set aside: see `DeadLetter`. */
const setAside = z.object({
  by: z.enum(['alert', 'record']),
  recordId: z.string(),
  reason: z.string(),
  image: z.record(z.string(), z.unknown()),
});

const ofFunction = z.object({ functionArn: z.string(), condition: z.string() });

/** What Lambda says of a batch of the stream that it has given up: not what was in it, but where it lies. */
const batch = z.object({
  requestContext: ofFunction,
  DDBStreamBatchInfo: z.object({
    streamArn: z.string(),
    shardId: z.string(),
    startSequenceNumber: z.string().regex(/^\d+$/),
    endSequenceNumber: z.string().regex(/^\d+$/),
    batchSize: z.number(),
  }),
});

/** What a rule has handed over, be it that the function for events could not be reached, or that it failed. */
const handedOver = z.looseObject({
  dialect: z.string(),
  id: z.string(),
  monitor_id: z.string().optional(),
  detail: z.looseObject({ monitor_id: z.string().optional() }),
});
const event = z.union([
  z
    .object({ requestContext: ofFunction, requestPayload: handedOver })
    .transform((said) => said.requestPayload),
  handedOver,
]);

/** A sweep that failed, as Lambda says it, and one that Scheduler could not start. */
const sweep = z.union([
  z.object({ requestContext: ofFunction, DDBStreamBatchInfo: z.undefined().optional() }),
  z.object({ run: z.literal('sweep') }),
]);

/** What SNS could not deliver to a subscription. */
const notification = z.object({
  Type: z.literal('Notification'),
  TopicArn: z.string(),
  Subject: z.string().optional(),
  Message: z.string(),
  MessageAttributes: z.record(z.string(), z.object({ Type: z.string(), Value: z.string() })).default({}),
});

export type SetAside = z.infer<typeof setAside>;
export type LostEvent = z.infer<typeof event>;
export type Batch = z.infer<typeof batch>;
export type Notification = z.infer<typeof notification>;

export type Letter =
  | { kind: 'wake_up'; monitorId: string }
  | { kind: 'set_aside'; letter: SetAside }
  | { kind: 'batch'; batch: Batch }
  | { kind: 'event'; event: LostEvent }
  | { kind: 'sweep' }
  | { kind: 'notification'; notification: Notification }
  | { kind: 'unknown' };

/** Reads the body of a dead letter. */
export function readLetter(body: string): Letter {
  const said = readJson(body);
  const woken = wakeUp.safeParse(said);
  if (woken.success) return { kind: 'wake_up', monitorId: woken.data.monitorId };
  const aside = setAside.safeParse(said);
  if (aside.success) return { kind: 'set_aside', letter: aside.data };
  const given = batch.safeParse(said);
  if (given.success) return { kind: 'batch', batch: given.data };
  const lost = event.safeParse(said);
  if (lost.success) return { kind: 'event', event: lost.data };
  const notified = notification.safeParse(said);
  if (notified.success) return { kind: 'notification', notification: notified.data };
  return { kind: sweep.safeParse(said).success ? 'sweep' : 'unknown' };
}

export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
