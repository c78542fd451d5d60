import { silenceEndsAt } from '../../lambdas/domain/deadline.ts';
import type { Flip } from '../../lambdas/domain/flip.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { nextDue } from '../../lambdas/domain/schedule.ts';
import { type Instant, isoInstant } from '../../lambdas/domain/time.ts';
import type { JobEvent } from './events.ts';
import type { Execution } from './execution.ts';
import type { Landed } from './tables.ts';

type Violate = (promise: string, detail: string) => void;

/** The instant that an event is believed to have happened, or `undefined` for any other execution. */
export function toldBy({ event, startedAt }: Execution): Instant | undefined {
  return event && Math.min(event.at, startedAt);
}

interface End {
  event: JobEvent;
  told: Instant;
}

/** Watches over the check-ins of one monitor that tell when they happened: that they count for that instant, and once. */
export class EventWatch {
  /** When those happened that have counted. */
  readonly counted: Instant[] = [];
  readonly #ends: End[] = [];
  readonly #violate: Violate;

  constructor(violate: Violate) {
    this.#violate = violate;
  }

  landed(before: Monitor, after: Monitor, { execution, countsPing }: Landed): void {
    const told = toldBy(execution);
    // What only counts a ping leaves the monitor as it is.
    if (execution.event === undefined || told === undefined || !countsPing || after === before) return;
    const what = `the ${execution.event.kind} of ${isoInstant(told)}`;
    this.#endsOnce({ event: execution.event, told }, what);
    this.#keepsTime(before, after, { told, what });
    this.#flips(before, after, { told, what, execution });
    this.#comesUp(before, after, { told, what, execution });
    this.#waits(before, after, { what, execution });
    this.counted.push(told);
  }

  /** An end is known again while it is one of the newest ten. One of the future, by a clock that is behind, is not. */
  #endsOnce(end: End, what: string): void {
    const { event, told } = end;
    if (event.kind === 'start') return;
    const later = this.#ends.filter((one) => one.told >= told);
    const isKnown = later.some((one) => one.event === event && one.told === told);
    if (isKnown && event.rid !== undefined && later.length <= limits.endedRuns)
      this.#violate('a ping counts once', `${what} was counted again`);
    this.#ends.push(end);
  }

  #keepsTime(before: Monitor, after: Monitor, { told, what }: { told: Instant; what: string }): void {
    const latest = Math.max(told, before.checkinAt ?? told);
    if (after.checkinAt !== before.checkinAt && after.checkinAt !== latest)
      this.#violate('an event counts for its own instant', `${what} makes it ${after.checkinAt}`);
  }

  #flips(
    before: Monitor,
    { flip }: Monitor,
    { told, what, execution }: { told: Instant; what: string; execution: Execution },
  ): void {
    if (!flip || flip === before.flip) return;
    const at = Math.max(told, before.statusSince);
    if (flip.at !== at || flip.detectedAt !== Math.max(at, execution.startedAt))
      this.#violate('an event counts for its own instant', `${what} makes it ${flip.to} as of ${said(flip)}`);
  }

  /** People have been told that it is down: by a success after all that is known it is up, unless it is silent still. */
  #comesUp(
    before: Monitor,
    after: Monitor,
    { told, what, execution }: { told: Instant; what: string; execution: Execution },
  ): void {
    const isNews = before.status === 'down' && told > (before.checkinAt ?? Number.NEGATIVE_INFINITY);
    if (!isNews || execution.event?.kind !== 'success' || before.recoveryThreshold > 1) return;
    const isSilent = silenceEndsAt(nextDue(before, told), before) <= execution.startedAt;
    if (isSilent !== (after.status === 'down'))
      this.#violate('never false', `${what} leaves ${after.id} ${after.status}`);
  }

  /** A deadline that has passed when it is set is no miss at once. */
  #waits(
    before: Monitor,
    { deadlineAt, furtherGrace }: Monitor,
    { what, execution }: { what: string; execution: Execution },
  ): void {
    const { startedAt } = execution;
    if (deadlineAt === undefined || deadlineAt > startedAt || deadlineAt === before.deadlineAt) return;
    const hasWaited = (before.furtherGrace?.until ?? Number.NEGATIVE_INFINITY) >= deadlineAt;
    if (!hasWaited && !(furtherGrace && furtherGrace.until > startedAt))
      this.#violate(
        'never false',
        `${what} sets the deadline ${isoInstant(deadlineAt)}, which does not wait`,
      );
  }
}

function said({ at, detectedAt }: Flip): string {
  return `${isoInstant(at)}, noticed at ${isoInstant(detectedAt)}`;
}
