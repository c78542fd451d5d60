import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { TopicRefused, Unavailable } from '../domain/errors.ts';
import type { EventMessage } from '../usecases/alert-writer.ts';
import type { Machine } from '../usecases/ports.ts';
import { answered, failedWith } from './aws-client.ts';

/** What goes by itself. Anything else that EventBridge says of an entry, it says again of the next. */
const passing = /Throttling|Internal|Unavailable|Timeout/i;

/** The account's default event bus, where rules start automation. */
export class EventBus implements Machine {
  readonly name = 'the event bus';
  readonly #client: EventBridgeClient;

  constructor(client: EventBridgeClient) {
    this.#client = client;
  }

  async publish({ detailType, event }: EventMessage): Promise<void> {
    const entry = { Source: 'downbeat', DetailType: detailType, Detail: JSON.stringify(event) };
    const { Entries: [result] = [] } = await this.#put(new PutEventsCommand({ Entries: [entry] }));
    // A call that is answered may still have failed for its entries.
    if (!result?.ErrorCode) return;
    const cause = new Error(`${result.ErrorCode}: ${result.ErrorMessage}`);
    if (passing.test(result.ErrorCode)) throw new Unavailable('EventBridge', cause);
    throw new TopicRefused('The event bus', cause);
  }

  async #put(command: PutEventsCommand) {
    try {
      return await answered('EventBridge', this.#client.send(command));
    } catch (error) {
      if (!failedWith(error, 'AccessDeniedException')) throw error;
      throw new TopicRefused('The event bus', error);
    }
  }
}
