import { limits } from '../../lambdas/domain/limits.ts';
import { hourMs, type Instant, minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import type * as ports from '../../lambdas/usecases/ports.ts';
import type { Execution, Executions } from './execution.ts';

/** A message that failed this often is set aside. */
const receivesMax = 5;
/** Until a message that nobody has finished comes again. */
const visibilityMs = 60 * secondMs;

/** Scheduler, with one schedule for each monitor, and the deadline queue. */
export class WakeUps {
  /** How often a timer was set, by monitor. */
  readonly armed = new Map<string, Instant[]>();
  /** The messages on their way, by monitor. */
  readonly pending = new Map<string, number>();
  readonly #schedules = new Map<string, symbol>();
  readonly #executions: Executions;
  readonly #answer: (wakeUp: ports.WakeUp, done: (isDone: boolean) => void) => void;
  readonly #takesTimersOnly: boolean;

  constructor(
    executions: Executions,
    takesTimersOnly: boolean,
    answer: (wakeUp: ports.WakeUp, done: (isDone: boolean) => void) => void,
  ) {
    this.#executions = executions;
    this.#takesTimersOnly = takesTimersOnly;
    this.#answer = answer;
  }

  timerOf(execution: Execution): ports.Timer {
    return {
      arm: (wakeUp, at, now) => {
        const { monitorId } = wakeUp;
        const { engine } = this.#executions;
        const armed = this.armed.get(monitorId) ?? [];
        // Pings that come together may each set a timer before one of them wins.
        if (isFirstReport(execution) && engine.now - (armed.at(-1) ?? 0) > secondMs)
          this.armed.set(monitorId, [...armed.slice(-40), engine.now]);
        if (at - now < limits.schedulerMinimumMs) return this.#send(execution, wakeUp, at - now, at);
        return this.#executions.call(execution, 'scheduler', `arm ${monitorId} in ${at - now} ms`, () => {
          execution.armedFor.add(at);
          this.#schedule(monitorId, at);
        });
      },
      delay: (wakeUp, at, now) => this.#send(execution, wakeUp, at - now),
      cancel: (monitorId) =>
        this.#executions.call(execution, 'scheduler', `cancel ${monitorId}`, () => {
          this.#schedules.delete(monitorId);
        }),
    };
  }

  #schedule(monitorId: string, at: Instant): void {
    const { engine } = this.#executions;
    const schedule = Symbol(monitorId);
    this.#schedules.set(monitorId, schedule);
    const firesAt = Math.floor((at - limits.schedulerLeadMs) / secondMs) * secondMs;
    const fire = () => {
      if (this.#schedules.get(monitorId) !== schedule) return;
      if (this.#takesTimersOnly || this.#executions.isAway('scheduler')) return;
      this.#fates(engine.random.between(0, minuteMs), (ms) => this.#deliver({ monitorId }, ms));
    };
    engine.at(firesAt, fire);
  }

  #send(execution: Execution, wakeUp: ports.WakeUp, delayMs: number, at?: Instant): Promise<void> {
    const heldMs = Math.min(Math.max(delayMs, 0), limits.queueDelayMaxMs);
    const seconds = Math.ceil(heldMs / secondMs);
    return this.#executions.call(execution, 'queue', `send ${wakeUp.monitorId} in ${seconds} s`, () => {
      if (at !== undefined) execution.armedFor.add(at);
      if (this.#takesTimersOnly) return;
      const { random } = this.#executions.engine;
      this.#fates(seconds * secondMs + random.between(0, 300), (ms) => this.#deliver(wakeUp, ms));
    });
  }

  /** What becomes of a timer or a message: it comes, or not, or late, or early, or twice. */
  #fates(delayMs: number, deliver: (delayMs: number) => void): void {
    const {
      engine: { random },
      faults,
    } = this.#executions;
    if (random.chance(faults.doubled)) deliver(delayMs + random.between(0, 20 * secondMs));
    if (random.chance(faults.lost)) return;
    if (random.chance(faults.late)) deliver(delayMs + random.between(0, 3 * hourMs));
    else deliver(random.chance(faults.early) ? random.between(0, delayMs) : delayMs);
  }

  #deliver(wakeUp: ports.WakeUp, delayMs: number, receives = 1): void {
    const { engine } = this.#executions;
    this.#count(wakeUp.monitorId, 1);
    engine.after(delayMs, () => {
      this.#count(wakeUp.monitorId, -1);
      if (this.#executions.isAway('all') || this.#executions.isAway('queue'))
        return this.#deliver(wakeUp, 10 * secondMs, receives);
      this.#answer(wakeUp, (isDone) => {
        if (isDone || receives === receivesMax) return;
        this.#deliver(wakeUp, visibilityMs, receives + 1);
      });
    });
  }

  #count(monitorId: string, change: number): void {
    this.pending.set(monitorId, (this.pending.get(monitorId) ?? 0) + change);
  }
}

/** An event that comes again sets its timer again: whoever got it first may have died before. */
function isFirstReport({ role, event }: Execution): boolean {
  return role === 'ping' || event?.executions.length === 1;
}
