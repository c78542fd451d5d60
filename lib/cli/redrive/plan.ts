import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Api } from '../monitors/api.ts';
import { asked } from '../monitors/services.ts';
import type { Clients } from './aws.ts';
import type { Installation, Reader } from './installation.ts';
import {
  type Batch,
  type Letter,
  type LostEvent,
  type Notification,
  readLetter,
  type SetAside,
} from './letters.ts';
import { type Change, changeIn, changeText, type Standing, standingOf } from './news.ts';
import { createdAtOf, type Event, eventIn, republished } from './notifications.ts';
import type { Message } from './queue.ts';
import { give, invoke, type StoredRecord } from './readers.ts';
import { readBatch } from './stream.ts';

export interface PlanDeps {
  clients: Clients;
  installation: Installation;
  api: Api;
  /** Whether what one subscriber did not take may go to all of its topic once more. */
  republish: boolean;
  /** The names under which records were given back so far: one that is set aside under them has failed again. */
  givenBack: Set<string>;
}

/** What is to become of a letter. One that there is nothing left to do for is removed. */
export type Verdict =
  | { does: 'put_back'; run(): Promise<void> }
  | { does: 'remove' | 'leave'; because: string };

export interface Plan {
  kind: Letter['kind'];
  /** In words. */
  what: string;
  changes: readonly Change[];
  verdict: Verdict;
}

type Described = Omit<Plan, 'kind'>;

/** Looks at a letter and decides what becomes of it. Throws Failure where that cannot be found out. */
export async function planFor(deps: PlanDeps, message: Message): Promise<Plan> {
  const letter = readLetter(message.body);
  return { kind: letter.kind, ...(await describe(deps, letter, message)) };
}

async function describe(deps: PlanDeps, letter: Letter, message: Message): Promise<Described> {
  switch (letter.kind) {
    case 'wake_up':
      return wakeUpPlan(deps, letter.monitorId, message);
    case 'set_aside':
      return setAsidePlan(deps, letter.letter, message);
    case 'batch':
      return batchPlan(deps, letter.batch);
    case 'notification':
      return notificationPlan(deps, letter.notification);
    case 'event':
      return eventPlan(deps, letter.event);
    case 'sweep':
      return withoutChanges('a sweep that failed', remove('the next one has done its work'));
    case 'unknown':
      return withoutChanges('something that Downbeat did not write', leave('nobody knows what it is for'));
  }
}

/** The deadline function reads the monitor again and decides from it, as it does for every wake-up. */
function wakeUpPlan({ clients, installation }: PlanDeps, monitorId: string, { body }: Message): Described {
  const run = async () => {
    const command = new SendMessageCommand({ QueueUrl: installation.deadlineQueueUrl, MessageBody: body });
    await asked('SQS', clients.sqs.send(command));
  };
  return withoutChanges(`${monitorId}: a wake-up`, { does: 'put_back', run });
}

/** It counts for its own instant, and once, so it does no harm that it comes late. */
function eventPlan({ clients, installation }: PlanDeps, event: LostEvent): Described {
  const run = async () => {
    await invoke(clients.lambda, installation.eventsFunctionArn, 'events', event);
  };
  const monitorId = event.monitor_id ?? event.detail.monitor_id ?? 'no monitor';
  return withoutChanges(`${monitorId}: an event (${event.dialect})`, { does: 'put_back', run });
}

async function setAsidePlan(
  deps: PlanDeps,
  { by, recordId, reason, image }: SetAside,
  { id }: Message,
): Promise<Described> {
  const change = changeIn(image);
  const why = `set aside by the ${by} function: ${reason}`;
  if (!change) return withoutChanges(why, leave('what was stored with it cannot be read'));
  const described = { what: `${changeText(change)}, ${why}`, changes: [change] };
  if (deps.givenBack.has(recordId)) {
    return { ...described, verdict: leave(`the ${by} function has set it aside again: its log says why`) };
  }
  const because = mootBecause(by, await standingOf(deps.api, change));
  if (because !== undefined) return { ...described, verdict: remove(because) };
  // Under a name of its own: a function remembers what it has set aside, and would not do so again.
  const [original = ''] = recordId.split('/');
  const record = { recordId: `${original}/${id}`, image };
  return { ...described, verdict: putBackTo(deps, by, [record]) };
}

async function batchPlan(deps: PlanDeps, batch: Batch): Promise<Described> {
  const { functionArn, condition } = batch.requestContext;
  const reader = readerOf(deps.installation, functionArn);
  const who = reader ? `the ${reader} function` : functionArn;
  const what = `${batch.DDBStreamBatchInfo.batchSize} changes that ${who} gave up (${condition})`;
  if (!reader) return withoutChanges(what, leave('that is no function of this installation'));
  const found = await readBatch(deps.clients.streams, batch);
  if (!found) {
    const because = 'the stream keeps a day, and has them no more: look which monitors are down';
    return withoutChanges(what, leave(because));
  }
  const records: StoredRecord[] = [];
  for (const { record, change } of found) {
    if (mootBecause(reader, await standingOf(deps.api, change)) === undefined) records.push(record);
  }
  const changes = found.map(({ change }) => change);
  const verdict =
    records.length > 0
      ? putBackTo(deps, reader, records)
      : remove('all of it is old news, or of monitors that were deleted');
  return { what: [what, ...changes.map(changeText)].join('; '), changes, verdict };
}

async function notificationPlan(deps: PlanDeps, notification: Notification): Promise<Described> {
  const { Subject, Message, TopicArn } = notification;
  const event = eventIn(notification);
  const story = Subject ?? event?.NewStateReason ?? Message.slice(0, 100);
  const what = `${story}, for a subscriber of ${TopicArn.split(':').at(-1)}`;
  const verdict = async (): Promise<Verdict> => {
    if (!deps.installation.topicArns.includes(TopicArn))
      return leave('its topic is for people alone: tell them');
    if (!event) return leave('it is written for one kind of subscriber: tell them yourself');
    if (!deps.republish) return leave('--republish sends it to all subscribers of its topic again');
    if (await isOld(deps.api, event)) return leave('it is old news, which would be taken for new');
    const run = async () => {
      await asked('SNS', deps.clients.sns.send(republished(notification, event)));
    };
    return { does: 'put_back', run };
  };
  return withoutChanges(what, await verdict());
}

async function isOld(api: Api, event: Event): Promise<boolean> {
  const { kind: to, monitor, at } = event.downbeat;
  if (to !== 'down' && to !== 'up') return false;
  const change = { monitorId: monitor.id, createdAt: createdAtOf(event), to, at: Date.parse(at) };
  return (await standingOf(api, change)) !== 'current';
}

/** Why a function need not be given a change any more. History keeps old changes too. */
function mootBecause(reader: Reader, standing: Standing): string | undefined {
  if (standing === 'gone') return 'the monitor was deleted';
  if (standing === 'overtaken' && reader === 'alert') return 'old news: the monitor has flipped since';
  return undefined;
}

/** Whose function it is, by its ARN: `arn:…:function:<name>`, and perhaps `:$LATEST`. */
function readerOf({ functions }: Installation, functionArn: string): Reader | undefined {
  const name = functionArn.split(':')[6];
  if (name === functions.alert) return 'alert';
  return name === functions.record ? 'record' : undefined;
}

function putBackTo(deps: PlanDeps, reader: Reader, records: readonly StoredRecord[]): Verdict {
  const run = async () => {
    for (const { recordId } of records) deps.givenBack.add(recordId);
    await give(deps.clients.lambda, deps.installation, reader, records);
  };
  return { does: 'put_back', run };
}

function withoutChanges(what: string, verdict: Verdict): Described {
  return { what, changes: [], verdict };
}

function remove(because: string): Verdict {
  return { does: 'remove', because };
}

function leave(because: string): Verdict {
  return { does: 'leave', because };
}
