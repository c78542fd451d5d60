import type { Flip, FlipReason } from '../../lambdas/domain/flip.ts';
import type { FurtherGrace, MonitorSettings, Settled, Status } from '../../lambdas/domain/monitor.ts';
import type { PauseOptions } from '../../lambdas/domain/pause.ts';
import type { Signal } from '../../lambdas/domain/ping.ts';
import { dueAfterCheckIn, dueAfterMiss } from './occurrences.ts';
import { afterEnd, afterStart, type OpenRun, stillOpen } from './open-runs.ts';
import { People, type Telling } from './telling.ts';

// A monitor once more, by `docs/semantics.md` alone: it shares no code with the one that runs in the cloud. It knows
// when the last check-in was, and goes from there through time, from one instant that matters to the next.

interface Miss {
  at: number;
  reason: 'missed' | 'timed_out';
}

export type ModelFlip = Omit<Flip, 'seq'> & { told: Telling };

export class Model {
  dueAt: number | undefined;
  private flips: ModelFlip[] = [];
  private reminders: number[] = [];
  private settlings: Settled[] = [];
  protected settings: MonitorSettings;
  protected status: Status = 'new';
  protected since: number;
  /** Why it has this status. */
  private reason: FlipReason | undefined;
  private misses = 0;
  protected failures = 0;
  private successes = 0;
  protected runs: readonly OpenRun[] = [];
  protected pinged = false;
  /** The last check-in, or what counts as one. */
  protected lastAt: number | undefined;
  protected lastSuccessAt: number | undefined;
  protected pause: PauseOptions | undefined;
  /** What is waited beyond a deadline that nobody looked at in time. */
  private grace: FurtherGrace | undefined;
  /** The next miss, when time had passed for the last time. */
  private formerMissAt: number | undefined;
  private readonly people = new People();
  /** When the last reminder was due, or else when it was noticed that it is down; and how many there were. */
  private outage = { remindedAt: 0, reminders: 0 };

  constructor(settings: MonitorSettings, createdAt: number) {
    this.settings = settings;
    this.since = createdAt;
    if (settings.expectFirstPing) this.awaitFrom(createdAt);
  }

  /** What it shows, and what has happened since this was asked last. */
  take(now: number) {
    const { status, misses, failures, successes, runs, dueAt, flips, reminders, settlings } = this;
    this.flips = [];
    this.reminders = [];
    this.settlings = [];
    const isLate = dueAt !== undefined && status !== 'down' && (misses > 0 || dueAt <= now);
    return {
      ...{ status, shown: isLate ? 'late' : status, misses, failures, successes, dueAt },
      ...{ deadlineAt: this.nextMiss()?.at, wakeUpAt: this.wakeUpAt() },
      ...{ running: stillOpen(runs, now).length > 0, flips, reminders, settlings },
    };
  }

  wakeUpAt(): number | undefined {
    const instants = [
      this.ripeAt(this.nextMiss()),
      this.reminderAt(),
      this.pause?.until,
      this.people.calmAt(),
    ];
    return instants.sort((left = Infinity, right = Infinity) => left - right)[0];
  }

  /** First the past: whatever comes, time has passed before it. An event notices now what came before it, and no more. */
  passTo(now: number, until = now): void {
    const resumeAt = this.pause?.until;
    if (resumeAt !== undefined && resumeAt <= until) this.endPause(resumeAt, now);
    const calmAt = this.people.calmAt();
    if (calmAt !== undefined && calmAt <= until && !this.missesBy(calmAt - 1, now)) {
      this.settlings.push(this.people.calmDown(calmAt));
      this.outage.remindedAt = calmAt;
    }
    this.missesBy(until, now);
    this.waitOn(until, now);
    this.formerMissAt = this.nextMiss()?.at;
    const reminderAt = this.reminderAt();
    if (reminderAt === undefined || reminderAt > until) return;
    const everyMs = reminderAt - this.outage.remindedAt;
    this.outage.remindedAt += Math.floor((until - this.outage.remindedAt) / everyMs) * everyMs;
    this.reminders.push(++this.outage.reminders);
  }

  /** Lets every miss until then happen, noticed now, and answers whether it has made it down. */
  private missesBy(until: number, now: number): boolean {
    const last = this.missUntil(until, now);
    if (last) this.flip('down', last.at, last.reason, now);
    return last !== undefined;
  }

  ping(kind: Signal['kind'], rid: string | undefined, now: number): void {
    const { manualResume, until = Infinity } = this.pause ?? {};
    if (kind === 'log' || (manualResume && now < until)) return;
    this.passTo(now);
    this.pinged = true;
    if (kind === 'start') this.runs = afterStart(this.runs, rid, now);
    else this.end(kind, rid, now);
    this.awaitAfter(now);
  }

  /** What is awaited after a check-in, of which one hears now. */
  protected awaitAfter(at: number, now = at): void {
    const isAwaited = this.status === 'up' || this.status === 'new' || this.successes > 0;
    if (isAwaited && this.status !== 'paused') this.awaitFrom(at);
    else this.awaitNothing();
    this.lastAt = at;
    // A deadline that stays where it was is looked at as it would have been.
    this.awaitsAnew(now, (miss) => (miss.at === this.formerMissAt ? undefined : this.graceFor(miss, now)));
  }

  private end(kind: 'success' | 'fail', rid: string | undefined, now: number): void {
    this.runs = afterEnd(this.runs, kind, rid, now);
    if (this.status === 'paused') this.beginAnew();
    if (kind === 'success') this.succeed(now);
    else this.fail(now);
  }

  protected succeed(now: number, noticedAt = now): void {
    this.lastSuccessAt = now;
    this.misses = 0;
    this.failures = 0;
    if (this.status === 'new') this.flip('up', now, 'first_ping', noticedAt);
    if (this.status === 'paused') this.flip('up', now, 'resumed', noticedAt);
    if (this.status === 'down') this.successes += 1;
    if (this.successes >= this.settings.recoveryThreshold) this.flip('up', now, 'recovered', noticedAt);
  }

  protected fail(now: number, noticedAt = now): void {
    this.failures += 1;
    this.successes = 0;
    const isTooMany = this.failures >= this.settings.maxFailures;
    if (isTooMany && this.status !== 'down') this.flip('down', now, 'failed', noticedAt);
    if (this.status === 'paused') this.flip('up', now, 'resumed', noticedAt);
  }

  pauseAt(now: number, options: PauseOptions): void {
    this.passTo(now);
    if (this.status !== 'paused') this.flip('paused', now, 'paused');
    this.pause = options;
    this.awaitNothing();
    this.awaitsAnew(now);
  }

  resume(now: number): void {
    this.passTo(now);
    if (this.status === 'paused') this.endPause(now, now);
  }

  private endPause(at: number, noticedAt: number): void {
    this.beginAnew();
    this.flip('up', at, 'resumed', noticedAt);
    this.awaitFrom(at);
  }

  protected beginAnew(): void {
    this.pause = undefined;
    this.misses = 0;
    this.failures = 0;
    this.successes = 0;
  }

  /** Changes one setting to another value. */
  change(name: keyof MonitorSettings, settings: MonitorSettings, now: number): void {
    this.passTo(now);
    this.settings = settings;
    this.runs = stillOpen(this.runs, now);
    if (name === 'expectFirstPing') this.expectFirstPing(now);
    else if (!['maxRuntimeSeconds', 'reminderSeconds', 'maxFailures', 'recoveryThreshold'].includes(name)) {
      this.tellAnew(now);
    }
    this.awaitsAnew(now);
    this.passTo(now);
  }

  private expectFirstPing(now: number): void {
    if (this.status !== 'new' || this.pinged) return;
    this.misses = 0;
    if (this.settings.expectFirstPing) this.awaitFrom(now);
    else {
      this.awaitNothing();
      this.lastAt = undefined;
    }
  }

  /** What has happened since the last check-in, as if these settings had been made just after it. */
  private tellAnew(now: number): void {
    const { dueAt, misses, lastAt = now } = this;
    const isSilence = this.status === 'down' && this.reason === 'missed' && lastAt < this.since;
    const mayComeUp = isSilence && lastAt === this.lastSuccessAt;
    if (dueAt === undefined && !mayComeUp) return;
    this.misses = 0;
    this.awaitFrom(lastAt);
    if (!mayComeUp) return;
    this.awaitsAnew(now);
    if (this.missUntil(now, now)) this.misses = misses;
    else this.flip('up', now, 'changed');
  }

  private awaitFrom(at: number): void {
    this.lastAt = at;
    this.dueAt = dueAfterCheckIn(this.settings, at);
  }

  private awaitNothing(): void {
    this.dueAt = undefined;
    this.excuseRuns();
  }

  private excuseRuns(): void {
    this.runs = this.runs.map((run) => ({ ...run, held: false }));
  }

  /** When a check-in, or the end of a run, will have been awaited for too long. */
  private nextMiss(): Miss | undefined {
    if (this.dueAt === undefined) return undefined;
    const { gracePeriodSeconds, maxRuntimeSeconds = Infinity } = this.settings;
    const silentAt = this.dueAt + gracePeriodSeconds * 1_000;
    const starts = this.runs.filter(({ held }) => held).map(({ startedAt }) => startedAt);
    const tooLongAt = Math.min(...starts) + maxRuntimeSeconds * 1_000;
    return tooLongAt <= silentAt
      ? { at: tooLongAt, reason: 'timed_out' }
      : { at: silentAt, reason: 'missed' };
  }

  /** When a miss is one: a deadline of an absence of ours waits on. */
  private ripeAt(miss: Miss | undefined): number | undefined {
    return miss && this.grace && miss.at <= this.grace.until ? this.grace.until : miss?.at;
  }

  private isOverlooked(miss: Miss, now: number): boolean {
    const hasWaited = this.grace !== undefined && miss.at <= this.grace.until;
    return now > miss.at + 5 * 60_000 && !hasWaited;
  }

  /** Gives further grace to a deadline that passed while nobody looked. */
  private waitOn(until: number, now: number): void {
    const miss = this.nextMiss();
    if (miss && miss.at <= until && this.isOverlooked(miss, now)) this.grace = this.graceFor(miss, now);
    if (!miss || !this.grace || miss.at > this.grace.until) this.grace = undefined;
  }

  /** As long as the job had, but ten minutes at most. */
  private graceFor(miss: Miss, now: number): FurtherGrace {
    const { maxRuntimeSeconds = 0 } = this.settings;
    const hadMs = miss.reason === 'timed_out' ? maxRuntimeSeconds * 1_000 : miss.at - (this.lastAt ?? 0);
    return { from: now, until: now + Math.min(hadMs, 10 * 60_000) };
  }

  /** Something else is awaited from now on. A deadline that has passed by then has this grace, which by a change is none. */
  private awaitsAnew(
    now: number,
    graceFor: (miss: Miss) => FurtherGrace | undefined = () => ({ from: now, until: now }),
  ): void {
    const miss = this.nextMiss();
    if (!miss || miss.at > now) this.grace = undefined;
    else if (!this.grace || miss.at > this.grace.until) this.grace = graceFor(miss);
  }

  /** Lets every miss until then happen, and answers the one that makes it down. */
  private missUntil(until: number, now: number): Miss | undefined {
    const isRipe = (miss: Miss) => (this.ripeAt(miss) ?? miss.at) <= until && !this.isOverlooked(miss, now);
    for (let miss = this.nextMiss(); miss && isRipe(miss); miss = this.nextMiss()) {
      const wasDown = this.status === 'down' && this.successes > 0;
      this.misses += 1;
      if (wasDown || this.misses >= this.settings.maxMisses) {
        this.successes = 0;
        this.awaitNothing();
        return wasDown ? undefined : miss;
      }
      this.overlook(miss.at);
    }
    return undefined;
  }

  /** What has been missed at an instant does not make another miss. */
  private overlook(at: number): void {
    const { gracePeriodSeconds, maxRuntimeSeconds = Infinity } = this.settings;
    const { dueAt = at } = this;
    if (dueAt + gracePeriodSeconds * 1_000 === at) this.dueAt = dueAfterMiss(this.settings, dueAt);
    this.runs = this.runs.map((run) => ({
      ...run,
      held: run.held && run.startedAt + maxRuntimeSeconds * 1_000 > at,
    }));
  }

  private reminderAt(): number | undefined {
    const { reminderSeconds } = this.settings;
    const flaps = this.people.calmAt() !== undefined;
    if (this.status !== 'down' || flaps || reminderSeconds === undefined) return undefined;
    return this.outage.remindedAt + reminderSeconds * 1_000;
  }

  protected flip(to: Status, trueAt: number, reason: FlipReason, noticedAt = trueAt): void {
    const at = Math.max(trueAt, this.since);
    const told = this.people.tell(to, noticedAt);
    const { status: from, since, grace } = this;
    const isMiss = reason === 'missed' || reason === 'timed_out';
    const hasWaited = isMiss && grace && grace.from < grace.until && trueAt <= grace.until;
    const furtherGrace = hasWaited ? { furtherGrace: grace } : {};
    this.flips.push({ from, to, at, detectedAt: noticedAt, since, reason, told, ...furtherGrace });
    if (to === 'down') this.outage = { remindedAt: noticedAt, reminders: 0 };
    if (to === 'up') this.successes = 0;
    if (this.status === 'down' || this.status === 'paused') this.excuseRuns();
    this.status = to;
    this.since = at;
    this.reason = reason;
  }
}
