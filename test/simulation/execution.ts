import { Unavailable } from '../../lambdas/domain/errors.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { type Instant, secondMs } from '../../lambdas/domain/time.ts';
import type { System } from '../../lambdas/usecases/ports.ts';
import type { Engine } from './engine.ts';
import type { JobEvent } from './events.ts';
import { type Faults, noFaults, type Plan, type Service } from './plan.ts';

export type Role = 'ping' | 'event' | 'deadline' | 'sweep' | 'alert' | 'record' | 'manage' | 'create';

/** One run of a function. One that is dead never goes on. */
export interface Execution {
  name: string;
  role: Role;
  skewMs: number;
  /** By its own clock. */
  startedAt: Instant;
  endsAt: Instant;
  isDead: boolean;
  /** What happens when it has died: whoever called it hears nothing, or calls again. */
  onDeath: () => void;
  /** Whether a write of it has counted a ping. */
  hasCounted: boolean;
  /** For which instants it has set timers. */
  armedFor: Set<Instant>;
  /** The ping that it took down in history, and whether it was stored. */
  row?: { kind: string; isStored: boolean };
  /** Whether it has told that its row is missing. */
  hasNoticed: boolean;
  /** The event that it records, if it is given one, and the monitor that has counted it. */
  event?: JobEvent;
  countedFor?: Monitor;
}

type Outcome<T> = { value: T } | { error: unknown } | 'died';

/** How long functions run before they are ended. */
const timeoutMs: Record<Role, number> = {
  ...{ ping: 5 * secondMs, manage: 10 * secondMs, create: 10 * secondMs },
  ...{
    event: 30 * secondMs,
    deadline: 30 * secondMs,
    sweep: 50 * secondMs,
    alert: 60 * secondMs,
    record: 60 * secondMs,
  },
};

/** Starts executions and answers their calls, as chance and the plan have it. */
export class Executions {
  faults: Faults;
  readonly engine: Engine;
  readonly #plan: Plan;
  readonly #begin: Instant;
  #count = 0;

  constructor(engine: Engine, plan: Plan) {
    this.engine = engine;
    this.#plan = plan;
    this.#begin = engine.now;
    this.faults = plan.faults;
  }

  /** From now on nothing fails. */
  calm(): void {
    this.faults = { ...noFaults, skewMs: this.faults.skewMs };
  }

  isAway(service: Plan['outages'][number]['service']): boolean {
    const sinceMs = this.engine.now - this.#begin;
    return this.#plan.outages.some(
      (outage) => outage.service === service && outage.fromMs <= sinceMs && sinceMs < outage.toMs,
    );
  }

  /** Runs a use case. What becomes of it is told once, unless `isExact` its clock is somewhat wrong. */
  start<T>(
    { role, what, isExact = false, event }: { role: Role; what: string; isExact?: boolean; event?: JobEvent },
    body: (execution: Execution) => Promise<T>,
    done: (outcome: Outcome<T>, execution: Execution) => void,
  ): void {
    const { engine } = this;
    const { skewMs: most } = this.faults;
    const skewMs = isExact ? 0 : Math.floor(engine.random.between(-most, most));
    const execution: Execution = {
      name: `${role}#${++this.#count}`,
      ...{ role, skewMs, startedAt: Math.floor(engine.now + skewMs), endsAt: engine.now + timeoutMs[role] },
      ...{ isDead: false, hasCounted: false, hasNoticed: false, armedFor: new Set() },
      onDeath: () => done('died', execution),
      ...(event && { event }),
    };
    event?.executions.push(execution);
    engine.say(() => `${execution.name} begins: ${what} (clock ${skewMs >= 0 ? '+' : ''}${skewMs} ms)`);
    engine.stir();
    body(execution).then(
      (value) => {
        if (execution.isDead) return;
        engine.say(() => `${execution.name} ends`);
        done({ value }, execution);
      },
      (error: unknown) => {
        if (execution.isDead) return;
        engine.say(() => `${execution.name} fails: ${String(error)}`);
        done({ error }, execution);
      },
    );
  }

  /** A call of a port: it waits, has its effect or not, waits again and is answered or not. */
  call<T>(execution: Execution, service: Service, what: string, effect: () => T): Promise<T> {
    const { engine, faults } = this;
    return new Promise<T>((resolve, reject) => {
      engine.after(this.#latencyMs(), () => {
        // What was sent before a crash may arrive nevertheless.
        if (execution.isDead && engine.random.chance(0.5)) return;
        if (this.#crashes(execution, `before ${what}`)) return;
        if (this.isAway(service) || engine.random.chance(faults.before)) {
          engine.say(() => `${execution.name} ${what}: unavailable`);
          this.#answer(execution, () => reject(new Unavailable(service, what)));
        } else this.#take(execution, what, effect, { resolve, reject });
      });
    });
  }

  #take<T>(
    execution: Execution,
    what: string,
    effect: () => T,
    { resolve, reject }: { resolve(value: T): void; reject(error: unknown): void },
  ): void {
    const { engine, faults } = this;
    let value = effect();
    if (engine.random.chance(faults.retried)) value = effect();
    const isLost = engine.random.chance(faults.after);
    engine.say(() => `${execution.name} ${what}: ${isLost ? 'done, answer lost' : brief(value)}`);
    if (this.#crashes(execution, `after ${what}`)) return;
    this.#answer(execution, () => (isLost ? reject(new Unavailable(what, 'no answer')) : resolve(value)));
  }

  systemOf(execution: Execution): System {
    const { engine } = this;
    return {
      now: () => Math.floor(engine.now + execution.skewMs),
      sleep: (milliseconds) =>
        new Promise((resolve) => engine.after(milliseconds, () => this.#go(execution, resolve))),
      random: () => engine.random.next(),
      randomBytes: (count) => Uint8Array.from({ length: count }, () => engine.random.next() * 256),
      uniqueId: () => `${execution.name}-${Math.floor(engine.random.next() * 2 ** 32).toString(36)}`,
      sameSecret: (left, right) => left === right,
    };
  }

  #latencyMs(): number {
    const { random } = this.engine;
    return random.chance(this.faults.slow) ? random.between(30, 3_000) : random.between(1, 30);
  }

  #answer(execution: Execution, answer: () => void): void {
    this.engine.after(this.#latencyMs() / 4, () => this.#go(execution, answer));
  }

  #go(execution: Execution, answer: () => void): void {
    if (execution.isDead) return;
    this.engine.stir();
    if (this.engine.now > execution.endsAt) this.#die(execution, 'runs out of time');
    else answer();
  }

  #crashes(execution: Execution, when: string): boolean {
    if (execution.isDead || !this.engine.random.chance(this.faults.crash)) return false;
    this.#die(execution, `crashes ${when}`);
    return true;
  }

  #die(execution: Execution, how: string): void {
    execution.isDead = true;
    this.engine.say(() => `${execution.name} ${how}`);
    execution.onDeath();
  }
}

function brief(value: unknown): string {
  if (typeof value === 'object' && value !== null) return 'version' in value ? `v${value.version}` : 'ok';
  return value === undefined ? 'ok' : String(value);
}
