import type { Instant } from '../../lambdas/domain/time.ts';
import type { Timer, WakeUp } from '../../lambdas/usecases/ports.ts';

/** Node's timers hold at most 2^31 - 1 milliseconds. A wake-up that comes too early is sent again. */
const longestMs = 2 ** 31 - 1;

/** Timers in this process, one per monitor. They are gone when it ends: on start they are set anew. */
export class LocalTimers implements Timer {
  readonly #pending = new Map<string, NodeJS.Timeout>();
  readonly #wake: (wakeUp: WakeUp) => void;

  constructor(wake: (wakeUp: WakeUp) => void) {
    this.#wake = wake;
  }

  async arm({ monitorId }: WakeUp, at: Instant, now: Instant): Promise<void> {
    clearTimeout(this.#pending.get(monitorId));
    const waitMs = Math.min(Math.max(at - now, 0), longestMs);
    const timeout = setTimeout(() => {
      this.#pending.delete(monitorId);
      this.#wake({ monitorId });
    }, waitMs);
    this.#pending.set(monitorId, timeout);
  }

  delay(wakeUp: WakeUp, at: Instant, now: Instant): Promise<void> {
    return this.arm(wakeUp, at, now);
  }

  async cancel(monitorId: string): Promise<void> {
    clearTimeout(this.#pending.get(monitorId));
    this.#pending.delete(monitorId);
  }

  close(): void {
    for (const timeout of this.#pending.values()) clearTimeout(timeout);
    this.#pending.clear();
  }
}
