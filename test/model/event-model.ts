import { Model } from './model.ts';
import { dueAfterCheckIn } from './occurrences.ts';
import { stillOpen } from './open-runs.ts';

/** The end of a run, by an event. */
interface End {
  rid: string | undefined;
  at: number;
  failed: boolean;
}

const dayMs = 86_400_000;

/** The model, which also hears of events that tell when they happened: "Check-ins that tell when they happened". */
export class EventModel extends Model {
  private ends: readonly End[] = [];

  event(kind: 'success' | 'fail' | 'start', rid: string | undefined, toldAt: number, now: number): void {
    const at = Math.min(now, Math.max(toldAt, now - dayMs));
    const { manualResume, until = Infinity } = this.pause ?? {};
    const isIgnored = manualResume && at < until;
    if (!isIgnored && !this.isKnown(kind, rid, at)) {
      this.passTo(now, at);
      if (kind === 'start') this.begin(rid, at, now);
      else this.endAt(kind === 'fail', rid, at, now);
    }
    this.passTo(now);
  }

  private isKnown(kind: string, rid: string | undefined, at: number): boolean {
    if (rid === undefined) return false;
    if (kind === 'start') return this.runs.some((run) => run.rid === rid && run.startedAt === at);
    return this.ends.some((end) => end.rid === rid && end.at === at);
  }

  private begin(rid: string | undefined, at: number, now: number): void {
    const hasEnded = this.ends.some((end) => end.rid === rid && end.at >= at);
    if (hasEnded || this.runs.some((run) => run.rid === rid && run.startedAt >= at)) return;
    const others = stillOpen(this.runs, at).filter((run) => run.rid !== rid);
    const runs = [...others, { rid, startedAt: at, held: true }];
    this.runs = runs.sort((one, other) => one.startedAt - other.startedAt);
    this.arrive(at, now);
  }

  private endAt(failed: boolean, rid: string | undefined, at: number, now: number): void {
    const isLate = this.isOvertaken(failed, at, now);
    this.endRun(rid, at);
    const ends = [...this.ends, { rid, at, failed }].filter((end) => now - end.at <= dayMs);
    this.ends = ends.sort((one, other) => one.at - other.at).slice(-10);
    this.pinged = true;
    if (isLate) {
      if (!failed) this.noteSuccess(at, now);
      return;
    }
    if (this.status === 'paused') this.beginAnew();
    if (failed) this.fail(at, now);
    else this.succeed(at, now);
    this.arrive(at, now);
  }

  private endRun(rid: string | undefined, at: number): void {
    const open = stillOpen(this.runs, at);
    const begun = open.filter(({ startedAt }) => startedAt <= at);
    const latest = rid === undefined ? begun.at(-1) : undefined;
    const ended = begun.find((run) => run.rid === rid) ?? latest;
    this.runs = open.filter((run) => run !== ended);
  }

  /** A success that says nothing of now. */
  private noteSuccess(at: number, now: number): void {
    this.lastSuccessAt = Math.max(at, this.lastSuccessAt ?? at);
    if (this.status !== 'down') this.failures = Math.min(this.failures, this.failsFrom(at));
    if (this.status === 'new') this.flip('up', at, 'first_ping', now);
  }

  private isOvertaken(failed: boolean, at: number, now: number): boolean {
    const { lastSuccessAt = -Infinity, settings } = this;
    if (this.status === 'paused' && at < this.since) return true;
    if (failed) return at < lastSuccessAt;
    const silentAt = dueAfterCheckIn(settings, at) + settings.gracePeriodSeconds * 1_000;
    const isDownAnyway = this.status === 'down' && silentAt <= now;
    return at <= lastSuccessAt || this.failsFrom(at) > 0 || isDownAnyway;
  }

  private failsFrom(at: number): number {
    return this.ends.filter((end) => end.failed && end.at >= at).length;
  }

  private arrive(at: number, now: number): void {
    this.pinged = true;
    this.awaitAfter(Math.max(at, this.lastAt ?? at), now);
  }
}
