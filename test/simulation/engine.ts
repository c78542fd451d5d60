import type { Instant } from '../../lambdas/domain/time.ts';
import type { Random } from './random.ts';

interface Step {
  at: Instant;
  order: number;
  act: () => void;
}

/** A promise of the product's is broken, or the simulated world has seen what cannot be. */
export interface Violation {
  promise: string;
  detail: string;
  at: Instant;
}

/** How many steps a simulation may take: more mean that something goes round for ever. */
const stepsMax = 400_000;

/**
 * The clock and the order of all that happens. One step is taken at a time, and whatever it set going runs on until it
 * waits again: nothing depends on the process or the machine.
 */
export class Engine {
  now: Instant;
  violation: Violation | undefined;
  readonly random: Random;
  readonly trace: string[] | undefined;
  readonly #steps: Step[] = [];
  #order = 0;
  #isStirred = false;
  #stepsTaken = 0;

  constructor(random: Random, now: Instant, traced: boolean) {
    this.random = random;
    this.now = now;
    this.trace = traced ? [] : undefined;
  }

  /** Tells the trace. The words are made only where somebody reads them. */
  say(words: () => string): void {
    this.trace?.push(`${new Date(this.now).toISOString().slice(8, 23)} ${words()}`);
  }

  /** Ends the simulation: the first broken promise is told, what follows from it is not. */
  violate(promise: string, detail: string): void {
    this.violation ??= { promise, detail, at: this.now };
    this.say(() => `VIOLATED ${promise}: ${detail}`);
  }

  /** Something happens at that instant, or now if that has passed. */
  at(at: Instant, act: () => void): void {
    this.#push({ at: Math.max(at, this.now), order: this.#order++, act });
  }

  /** Some execution goes on with this step: it is to come as far as it can before the next. */
  stir(): void {
    this.#isStirred = true;
  }

  after(milliseconds: number, act: () => void): void {
    this.at(this.now + milliseconds, act);
  }

  /** Lets everything happen until that instant. */
  async runUntil(end: Instant): Promise<void> {
    // What was begun before comes as far as it can first.
    await allWait();
    for (let next = this.#steps[0]; next && next.at <= end && !this.violation; next = this.#steps[0]) {
      this.#pop();
      this.now = next.at;
      next.act();
      if (this.#isStirred) await allWait();
      this.#isStirred = false;
      if (++this.#stepsTaken > stepsMax) this.violate('bounded', `more than ${stepsMax} steps`);
    }
    this.now = Math.max(this.now, end);
  }

  #push(step: Step): void {
    const steps = this.#steps;
    let index = steps.push(step) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = steps[parent];
      if (!above || !isBefore(step, above)) break;
      steps[index] = above;
      index = parent;
    }
    steps[index] = step;
  }

  #pop(): void {
    const steps = this.#steps;
    const last = steps.pop();
    if (!last || steps.length === 0) return;
    let index = 0;
    for (;;) {
      const left = index * 2 + 1;
      const child = isBefore(steps[left + 1], steps[left]) ? left + 1 : left;
      const below = steps[child];
      if (!below || !isBefore(below, last)) break;
      steps[index] = below;
      index = child;
    }
    steps[index] = last;
  }
}

function isBefore(one: Step | undefined, other: Step | undefined): boolean {
  if (!one || !other) return one !== undefined;
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

/** Every promise that can go on has gone on when the event loop comes round. */
function allWait(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
