import { isDeepStrictEqual } from 'node:util';
import { applyChange } from '../../lambdas/domain/change.ts';
import { applyPing } from '../../lambdas/domain/check-in.ts';
import { statusShown } from '../../lambdas/domain/deadline.ts';
import { believedInstant, isRepeated } from '../../lambdas/domain/event-time.ts';
import { kindFor } from '../../lambdas/domain/filter.ts';
import { isTold } from '../../lambdas/domain/flip.ts';
import { type Monitor, newMonitor, type Settled } from '../../lambdas/domain/monitor.ts';
import { applyTime } from '../../lambdas/domain/passing.ts';
import { applyPause, applyResume, type PauseOptions } from '../../lambdas/domain/pause.ts';
import type { Signal } from '../../lambdas/domain/ping.ts';
import { isRunning } from '../../lambdas/domain/runs.ts';
import { wakeUpAt, withTimer } from '../../lambdas/domain/timer.ts';
import type { Transition } from '../../lambdas/domain/transition.ts';
import { aPing } from '../support/monitors.ts';
import { createdAt } from '../support/nightly.ts';
import { EventModel } from './event-model.ts';
import {
  type Advance,
  type Change,
  changed,
  type Deed,
  type History,
  type TimeSettings,
} from './histories.ts';
import type { ModelFlip } from './model.ts';

type EventDeed = Extract<Deed, { event: unknown }>;

const others = { name: 'Nightly backup', tags: [], channels: ['default'] };

/** One change of a monitor, by which clock, and whether a timer is to be set for it. */
export interface Seen {
  now: number;
  arm: Transition['arm'];
  before: Monitor;
  after: Monitor;
}

/** The monitor that runs in the cloud, driven as the use cases drive it. */
export class Cloud {
  private flips: ModelFlip[] = [];
  private reminders: number[] = [];
  private settlings: Settled[] = [];
  private monitor: Monitor;
  private settings: TimeSettings;
  private readonly seen: (one: Seen) => void;

  constructor(settings: TimeSettings, seen: (one: Seen) => void = () => {}) {
    const secret = '0123456789abcdefghjk';
    this.settings = settings;
    this.seen = seen;
    const created = newMonitor({ ...settings, ...others, id: 'nightly-backup', secret, createdAt });
    this.monitor = withTimer(created, created, createdAt).monitor;
  }

  /** What it shows, and what has happened since this was asked last. */
  take(now: number) {
    const { status, misses, failures, successes, runs, dueAt, deadlineAt } = this.monitor;
    const { flips, reminders, settlings } = this;
    this.flips = [];
    this.reminders = [];
    this.settlings = [];
    return {
      ...{ status, shown: statusShown(this.monitor, now), misses, failures, successes, dueAt, deadlineAt },
      ...{ running: isRunning(runs, now), wakeUpAt: wakeUpAt(this.monitor) },
      ...{ flips, reminders, settlings },
    };
  }

  passTo(now: number, until = now): void {
    const next = () => applyTime(this.monitor, now, { until });
    for (let passed = next(); passed; passed = next()) {
      const { monitor, change } = passed;
      this.keep({ monitor, flipped: change === 'flip', arm: 'no' }, now);
      if (change === 'reminder') this.reminders.push(monitor.reminder?.number ?? Number.NaN);
      if (change === 'settled' && monitor.settled) this.settlings.push(monitor.settled);
    }
  }

  /** As timers do that are never late, or all by so much. */
  lookAtEachInstant(now: number, lateMs = 0): void {
    for (let at = wakeUpAt(this.monitor); at !== undefined && at + lateMs <= now; ) {
      this.passTo(at + lateMs);
      const next = wakeUpAt(this.monitor);
      if (next === at) throw new Error('An instant that has come has changed nothing.');
      at = next;
    }
  }

  do(deed: Deed, now: number): void {
    if (deed === 'nothing') return;
    if (typeof deed === 'object' && 'ping' in deed) {
      this.ping(deed.ping, deed.rid, now);
      return;
    }
    if (typeof deed === 'object' && 'event' in deed) {
      this.event(deed, now);
      return;
    }
    this.passTo(now);
    if (deed === 'look') return;
    if (deed === 'resume') this.keep(applyResume(this.monitor, now), now);
    else if ('pauseSeconds' in deed) this.keep(applyPause(this.monitor, now, pauseOptions(deed, now)), now);
    else this.change(deed, now);
  }

  private change(deed: Change, now: number): void {
    this.settings = changed(this.settings, deed);
    this.keep(applyChange(this.monitor, { ...this.settings, ...others }, now), now);
    // A deadline that has passed by the new settings already is found by the next look, which comes at once.
    this.passTo(now);
  }

  private ping(kind: Signal['kind'], rid: string | undefined, at: number): void {
    const said = { ...aPing({ at, ...(rid !== undefined && { rid }) }), kind };
    const found = kindFor(this.monitor, said);
    if (found === 'ignored' || found === 'log') return;
    this.passTo(at);
    this.keep(applyPing(this.monitor, { ...said, kind: found }), at);
  }

  /** As `recordEvent` does. */
  private event({ event: kind, rid, agoMs }: EventDeed, now: number): void {
    const at = believedInstant(now - agoMs, now);
    const said = { ...aPing({ at, receivedAt: now, ...(rid !== undefined && { rid }) }), kind };
    const found = kindFor(this.monitor, said);
    if (found !== 'ignored' && !isRepeated(this.monitor, said)) {
      this.passTo(now, at);
      this.keep(applyPing(this.monitor, said), now);
    }
    this.passTo(now);
  }

  private keep(transition: Transition | undefined, now: number): void {
    if (!transition) return;
    this.seen({ now, before: this.monitor, after: transition.monitor, arm: transition.arm });
    this.monitor = transition.monitor;
    const { flip, flapping } = this.monitor;
    if (!transition.flipped || !flip) return;
    const { seq: _seq, ...rest } = flip;
    const told = flapping ? 'notice' : 'alert';
    this.flips.push({ ...rest, told: isTold(this.monitor) ? told : 'none' });
  }
}

/** Both monitors, and the clock by which a history is played. */
export class Play {
  now = createdAt;
  readonly model: EventModel;
  readonly cloud: Cloud;
  private settings: TimeSettings;

  constructor({ settings }: History) {
    this.settings = settings;
    this.model = new EventModel({ ...settings, ...others }, createdAt);
    this.cloud = new Cloud(settings);
  }

  /** When each deed of a history is done. */
  static script(history: History): { script: { now: number; deed: Deed }[]; end: number } {
    const play = new Play(history);
    const script = history.steps.map(({ advance, deed }) => {
      play.advance(advance);
      play.rule(deed);
      return { now: play.now, deed };
    });
    return { script, end: play.now };
  }

  advance(advance: Advance): void {
    this.now = Math.max(this.now, this.target(advance));
  }

  private target(advance: Advance): number {
    if ('byMs' in advance) return this.now + advance.byMs;
    if ('bySeconds' in advance) return this.now + advance.bySeconds * 1_000;
    const instant = advance.to === 'due' ? this.model.dueAt : this.model.wakeUpAt();
    return (instant ?? this.now) + advance.plusMs;
  }

  do(deed: Deed): void {
    this.cloud.do(deed, this.now);
    this.rule(deed);
  }

  private rule(deed: Deed): void {
    const { now, model } = this;
    if (deed === 'nothing') return;
    if (deed === 'look') model.passTo(now);
    else if (deed === 'resume') model.resume(now);
    else if ('event' in deed) model.event(deed.event, deed.rid, now - deed.agoMs, now);
    else if ('ping' in deed) model.ping(deed.ping, deed.rid, now);
    else if ('pauseSeconds' in deed) model.pauseAt(now, pauseOptions(deed, now));
    else this.change(deed);
  }

  private change(deed: Change): void {
    const before = this.settings;
    this.settings = changed(before, deed);
    const isSame = isDeepStrictEqual(before[deed.change], this.settings[deed.change]);
    if (isSame) this.model.passTo(this.now);
    else this.model.change(deed.change, { ...this.settings, ...others }, this.now);
  }
}

function pauseOptions(
  { pauseSeconds, manualResume }: { pauseSeconds: number | undefined; manualResume: boolean },
  now: number,
): PauseOptions {
  return { manualResume, ...(pauseSeconds !== undefined && { until: now + pauseSeconds * 1_000 }) };
}
