import { applyPing } from '../../lambdas/domain/check-in.ts';
import type { Flip } from '../../lambdas/domain/flip.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { applyTime } from '../../lambdas/domain/passing.ts';
import { applyPause, type PauseOptions } from '../../lambdas/domain/pause.ts';
import type { CheckIn } from '../../lambdas/domain/ping.ts';
import { type Instant, secondMs } from '../../lambdas/domain/time.ts';
import { wakeUpAt } from '../../lambdas/domain/timer.ts';
import type { StoredMonitor, StoredPing } from '../../lambdas/usecases/ports.ts';

/** How long after an instant its timer notices. */
const noticedAfterMs = secondMs;

/** A monitor that lives by the rules of the domain, and all that its tables would hold of it. Events come in order. */
export class Life {
  readonly pings: StoredPing[] = [];
  readonly flips: Flip[] = [];
  #monitor: Monitor;
  #version = 1;

  constructor(created: Monitor) {
    this.#monitor = created;
  }

  get stored(): StoredMonitor {
    const pings = this.pings.length;
    return { monitor: this.#monitor, version: this.#version, requestId: 'seed', pings, pingNumber: pings };
  }

  /** Stores what time makes of it until then, as its timers would. */
  passTo(instant: Instant): void {
    for (;;) {
      const wakeAt = wakeUpAt(this.#monitor) ?? Number.POSITIVE_INFINITY;
      const passed = applyTime(this.#monitor, Math.min(wakeAt + noticedAfterMs, instant));
      if (!passed) return;
      this.#become(passed.monitor);
    }
  }

  ping(ping: CheckIn): void {
    this.passTo(ping.at);
    const { monitor } = applyPing(this.#monitor, ping);
    this.#become(monitor);
    const durationMs = monitor.lastPing?.durationMs;
    const kept = durationMs === undefined ? ping : { ...ping, durationMs };
    this.pings.push({ number: this.pings.length + 1, ping: kept });
  }

  pause(at: Instant, options: PauseOptions): void {
    this.passTo(at);
    this.#become(applyPause(this.#monitor, at, options)?.monitor ?? this.#monitor);
  }

  #become(monitor: Monitor): void {
    const { flip } = monitor;
    if (flip && flip !== this.#monitor.flip) this.flips.push(flip);
    this.#monitor = monitor;
    this.#version += 1;
  }
}
