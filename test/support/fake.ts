import { Unavailable } from '../../lambdas/domain/errors.ts';

/**
 * How a call goes wrong. `before`: it throws Unavailable and did nothing. `after`: it throws Unavailable, but was
 * done. `retried`: it was done, the answer was lost, and the client library of its own did it once more.
 */
export type Fault = 'before' | 'after' | 'retried';

/** What all fakes can do: log their calls in one list, fail when told to, and let others act in between. */
export class Fake<Method extends string> {
  readonly #calls: string[];
  readonly #prefix: string;
  readonly #faults = new Map<Method, Fault[]>();
  readonly #interruptions = new Map<Method, (() => unknown)[]>();

  /** `prefix` goes before the names of the methods in the log. */
  constructor(calls: string[], prefix = '') {
    this.#calls = calls;
    this.#prefix = prefix;
  }

  /** The next call of the method goes wrong; said again, the one after it too. */
  failNext(method: Method, fault: Fault): void {
    this.#faults.set(method, [...(this.#faults.get(method) ?? []), fault]);
  }

  /** The next call of the method has its effect only after this action; said again, the one after it too. */
  interruptNext(method: Method, action: () => unknown): void {
    this.#interruptions.set(method, [...(this.#interruptions.get(method) ?? []), action]);
  }

  /** From now on, nothing fails. */
  heal(): void {
    this.#faults.clear();
  }

  protected async call<T>(method: Method, effect: () => T): Promise<T> {
    this.#calls.push(this.#prefix + method);
    await this.#interruptions.get(method)?.shift()?.();
    const fault = this.#faults.get(method)?.shift();
    const failure = new Unavailable(this.constructor.name, new Error(`${method} fails ${fault}`));
    if (fault === 'before') throw failure;
    const answer = effect();
    if (fault === 'after') throw failure;
    return fault === 'retried' ? effect() : answer;
  }
}
