import { UnknownMonitor } from '../../lambdas/domain/errors.ts';
import type { CheckInKind } from '../../lambdas/domain/ping.ts';
import { type Instant, minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import { recordEvent } from '../../lambdas/usecases/record-event.ts';
import type { Execution } from './execution.ts';
import type { Installation } from './installation.ts';
import type { PlannedEvents } from './plan.ts';
import type { Random } from './random.ts';

/** What a job did, as an event of AWS's tells it. */
export interface JobEvent {
  monitorId: string;
  kind: CheckInKind;
  rid?: string;
  /** In whole seconds. */
  at: Instant;
  /** Who has been given it. */
  executions: Execution[];
}

/** What the function fails to record so often is a dead letter. */
const triesMax = 3;

/** How long an event takes; twice, if it comes twice. */
export function delaysOf({ delay }: PlannedEvents, random: Random): number[] {
  const delayMs = () => {
    if (delay === 'long' || random.chance(0.06)) return random.between(15 * minuteMs, 35 * minuteMs);
    return random.chance(0.15) ? random.between(10 * secondMs, 5 * minuteMs) : random.between(100, 5_000);
  };
  return random.chance(0.07) ? [delayMs(), delayMs()] : [delayMs()];
}

/** EventBridge and the queue before the events function: both deliver at least once, in any order. */
export class EventBus {
  readonly #installation: Installation;
  #deadLetters: JobEvent[] = [];

  constructor(installation: Installation) {
    this.#installation = installation;
  }

  /** Delivers an event, once for each delay. */
  put(event: JobEvent, delaysMs: readonly number[]): void {
    for (const delayMs of delaysMs) this.#deliver(event, delayMs, 1);
  }

  /** Puts dead letters back, as people do when all works again. */
  redrive(): void {
    const letters = this.#deadLetters;
    this.#deadLetters = [];
    for (const letter of letters) this.#deliver(letter, secondMs, 1);
  }

  #deliver(event: JobEvent, delayMs: number, tries: number): void {
    const { engine } = this.#installation.executions;
    engine.after(delayMs, () => {
      // Until the function can be reached, EventBridge tries for a day.
      if (this.#installation.executions.isAway('all'))
        this.#deliver(event, engine.random.between(10 * secondMs, 2 * minuteMs), tries);
      else this.#record(event, tries);
    });
  }

  #record(event: JobEvent, tries: number): void {
    const { executions, watch } = this.#installation;
    const { monitorId, kind, rid, at: happenedAt } = event;
    const request = {
      ...{ monitorId, reading: { kind, ...(rid !== undefined && { rid }) }, happenedAt },
      ...{ method: 'EVENT', sourceIp: 'aws.ecs', userAgent: 'Task State Change' },
    };
    executions.start(
      { role: 'event', what: `${kind} ${rid ?? ''} of ${monitorId} of ${happenedAt}`, event },
      (execution) => recordEvent(this.#installation.depsOf(execution), request),
      (outcome, execution) => {
        if (outcome !== 'died' && 'value' in outcome) return watch.heard(event, execution);
        if (outcome !== 'died') {
          // An event for a monitor that is gone is dropped.
          if (outcome.error instanceof UnknownMonitor) return;
          this.#installation.judge(outcome.error, execution);
        }
        if (tries === triesMax) this.#deadLetters.push(event);
        else this.#deliver(event, tries * minuteMs, tries + 1);
      },
    );
  }
}
