import { limits } from '../domain/limits.ts';

/**
 * What has been delivered lately, and where to: a batch that comes again from its first failure on then tells nobody
 * twice. It lasts as long as its process. A batch that comes again in another is told again, under the same event ids.
 */
export class DeliveryMemory {
  readonly #keys = new Set<string>();

  has(destination: string, eventId: string): boolean {
    return this.#keys.has(keyOf(destination, eventId));
  }

  add(destination: string, eventId: string): void {
    this.#keys.add(keyOf(destination, eventId));
    const [oldest] = this.#keys;
    if (this.#keys.size > limits.deliveriesRemembered && oldest !== undefined) this.#keys.delete(oldest);
  }

  forget(destination: string, eventId: string): void {
    this.#keys.delete(keyOf(destination, eventId));
  }
}

function keyOf(destination: string, eventId: string): string {
  return `${destination} ${eventId}`;
}
