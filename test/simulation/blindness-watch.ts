import { type Blindness, eventIdOfBlindness, type SweepMark } from '../../lambdas/domain/blindness.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { type Instant, isoInstant, minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import { toldBy } from './event-watch.ts';
import type { Landed } from './tables.ts';

type Violate = (promise: string, detail: string) => void;

/** A look that took so long to be stored was in time when it began. */
const lookMs = 5 * minuteMs;
const longestGraceMs = 10 * minuteMs;
/** Clocks differ by two seconds. */
const toleranceMs = 3 * secondMs;

/**
 * Watches over the further grace of one monitor's deadlines: whoever looks late gives it, and nobody else; once, and not
 * for long; and nothing is counted before its end.
 */
export class GraceWatch {
  readonly #given = new Set<Instant>();
  readonly #violate: Violate;

  constructor(violate: Violate) {
    this.#violate = violate;
  }

  landed(before: Monitor, after: Monitor, { change, execution }: Landed): void {
    this.#isRightful(before, after, change === 'grace' ? undefined : toldBy(execution));
    const { deadlineAt, id } = before;
    if (deadlineAt === undefined || after.misses <= before.misses) return;
    const deadline = `the deadline ${isoInstant(deadlineAt)} of ${id}`;
    const { furtherGrace } = before;
    if (furtherGrace && furtherGrace.until >= deadlineAt) {
      if (execution.endsAt < furtherGrace.until)
        this.#violate('never false', `${deadline} was counted before its further grace had ended`);
    } else if (execution.startedAt - deadlineAt > lookMs + toleranceMs)
      this.#violate('never false', `${deadline} was counted by ${execution.name}, who looked late, at once`);
  }

  /** By whoever looks more than five minutes late; or by an event that sets a deadline that has passed. */
  #isRightful(before: Monitor, { id, deadlineAt, furtherGrace }: Monitor, told: Instant | undefined): void {
    if (!furtherGrace || furtherGrace === before.furtherGrace || deadlineAt === undefined) return;
    const { from, until } = furtherGrace;
    // Of a deadline that a change has put into the past.
    if (from === until) return;
    const deadline = `the deadline ${isoInstant(deadlineAt)} of ${id}`;
    const isSetLate = told !== undefined && deadlineAt !== before.deadlineAt && from >= deadlineAt;
    if (!(isSetLate || from - deadlineAt > lookMs) || until <= from || until - from > longestGraceMs)
      this.#violate(
        'never silent',
        `${deadline} waits from ${from - deadlineAt} to ${until - deadlineAt} ms`,
      );
    // A start that comes twice may set it twice: of ten runs that are open, one more makes one forgotten.
    if (this.#given.has(deadlineAt) && !isSetLate)
      this.#violate('never silent', `${deadline} has waited before`);
    this.#given.add(deadlineAt);
  }
}

/** Watches over the notices that nobody looked: one for each gap between two sweeps, and none without. */
export class BlindnessWatch {
  readonly #violate: Violate;
  readonly #expected = new Map<string, Blindness>();
  readonly #heard = { people: new Set<string>(), machines: new Set<string>() };

  constructor(violate: Violate) {
    this.#violate = violate;
  }

  /** A sweep has noted that it begins, each minute. */
  marked(before: SweepMark | undefined, { at }: SweepMark, blindness: Blindness | undefined): void {
    const gapMs = at - (before?.at ?? at);
    if (gapMs > minuteMs + lookMs !== (blindness !== undefined))
      this.#violate('blindness is told', `after ${gapMs} ms: ${JSON.stringify(blindness)}`);
    if (!blindness) return;
    if (blindness.from !== before?.at || blindness.to !== at)
      this.#violate('blindness is told', `of another time than ${before?.at} to ${at}`);
    const eventId = eventIdOfBlindness(blindness);
    if (this.#expected.has(eventId)) this.#violate('blindness is told', `${eventId} was stored twice`);
    this.#expected.set(eventId, blindness);
  }

  told(who: 'people' | 'machines', blindness: Blindness): void {
    const eventId = eventIdOfBlindness(blindness);
    if (!this.#expected.has(eventId))
      this.#violate('blindness is told', `${eventId} was told and never stored`);
    this.#heard[who].add(eventId);
  }

  ended(): void {
    for (const who of ['people', 'machines'] as const) {
      for (const eventId of this.#expected.keys()) {
        if (!this.#heard[who].has(eventId))
          this.#violate('blindness is told', `${who} never heard of ${eventId}`);
      }
    }
  }
}
