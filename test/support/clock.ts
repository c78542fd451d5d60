import { system } from '../../lambdas/adapters/system.ts';
import type { System } from '../../lambdas/usecases/ports.ts';
import type { After } from '../../lib/local/timers.ts';

/** A clock that stands still until a test moves it, with timers that fire as it passes them. */
export class Clock {
  #now: number;
  #timers: { at: number; run: () => void }[] = [];

  constructor(now: number) {
    this.#now = now;
  }

  get now(): number {
    return this.#now;
  }

  get system(): System {
    return { ...system, now: () => this.#now };
  }

  readonly after: After = (milliseconds, run) => {
    const timer = { at: this.#now + milliseconds, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  /** Moves the clock and fires what has become due. */
  advanceTo(instant: number): void {
    this.#now = instant;
    const due = this.#timers.filter(({ at }) => at <= instant);
    this.#timers = this.#timers.filter(({ at }) => at > instant);
    for (const { run } of due) run();
  }
}
