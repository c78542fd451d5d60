import type { Instant } from '../../lambdas/domain/time.ts';
import type { Timer, WakeUp } from '../../lambdas/usecases/ports.ts';

/** Runs something after a while, and answers how to call that off. */
export type After = (milliseconds: number, run: () => void) => () => void;

/** Node's own timers hold at most 2^31 - 1 milliseconds. A wake-up that comes too early is sent again. */
const longestMs = 2 ** 31 - 1;

export const afterNodeTimeout: After = (milliseconds, run) => {
  const timeout = setTimeout(run, Math.min(milliseconds, longestMs));
  return () => clearTimeout(timeout);
};

/** Timers in this process, one per monitor. They are gone when it ends: on start they are set anew. */
export class LocalTimers implements Timer {
  readonly #pending = new Map<string, () => void>();
  readonly #running = new Set<Promise<void>>();
  readonly #wake: (wakeUp: WakeUp) => Promise<void>;
  readonly #after: After;
  #closed = false;

  /** `wake` answers a wake-up and never rejects. */
  constructor(wake: (wakeUp: WakeUp) => Promise<void>, after: After) {
    this.#wake = wake;
    this.#after = after;
  }

  async arm({ monitorId }: WakeUp, at: Instant, now: Instant): Promise<void> {
    await this.cancel(monitorId);
    if (this.#closed) return;
    this.#pending.set(
      monitorId,
      this.#after(Math.max(at - now, 0), () => this.#fire(monitorId)),
    );
  }

  delay(wakeUp: WakeUp, at: Instant, now: Instant): Promise<void> {
    return this.arm(wakeUp, at, now);
  }

  async cancel(monitorId: string): Promise<void> {
    this.#pending.get(monitorId)?.();
    this.#pending.delete(monitorId);
  }

  /** Sets no timer any more, and waits for the wake-ups under way. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const callOff of this.#pending.values()) callOff();
    this.#pending.clear();
    await Promise.all(this.#running);
  }

  #fire(monitorId: string): void {
    this.#pending.delete(monitorId);
    const run = this.#wake({ monitorId }).finally(() => this.#running.delete(run));
    this.#running.add(run);
  }
}
