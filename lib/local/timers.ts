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
  readonly #wake: (wakeUp: WakeUp) => void;
  readonly #after: After;

  constructor(wake: (wakeUp: WakeUp) => void, after: After) {
    this.#wake = wake;
    this.#after = after;
  }

  async arm({ monitorId }: WakeUp, at: Instant, now: Instant): Promise<void> {
    await this.cancel(monitorId);
    const callOff = this.#after(Math.max(at - now, 0), () => {
      this.#pending.delete(monitorId);
      this.#wake({ monitorId });
    });
    this.#pending.set(monitorId, callOff);
  }

  delay(wakeUp: WakeUp, at: Instant, now: Instant): Promise<void> {
    return this.arm(wakeUp, at, now);
  }

  async cancel(monitorId: string): Promise<void> {
    this.#pending.get(monitorId)?.();
    this.#pending.delete(monitorId);
  }

  close(): void {
    for (const callOff of this.#pending.values()) callOff();
    this.#pending.clear();
  }
}
