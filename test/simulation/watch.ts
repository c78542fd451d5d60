import { missAt } from '../../lambdas/domain/deadline.ts';
import { isTold } from '../../lambdas/domain/flip.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { eventIdOf, type News } from '../../lambdas/domain/news.ts';
import { nextDue } from '../../lambdas/domain/schedule.ts';
import { type Instant, isoInstant, minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import type { StoredMonitor } from '../../lambdas/usecases/ports.ts';
import { BlindnessWatch, GraceWatch } from './blindness-watch.ts';
import type { Engine } from './engine.ts';
import { EventWatch, toldBy } from './event-watch.ts';
import type { JobEvent } from './events.ts';
import type { Execution } from './execution.ts';
import type { Plan } from './plan.ts';
import type { Landed } from './tables.ts';

interface Acknowledged {
  at: Instant;
  acknowledgedAt: Instant;
}

/** What is known of one monitor from its creation to its deletion, beside what the product says of it. */
interface Life {
  monitor: Monitor;
  /** Since when its deadline is what it is. */
  deadlineSetAt: Instant;
  /** The settings that it has had. */
  settings: { since: Instant; monitor: Monitor }[];
  acknowledged: Acknowledged[];
  acknowledgedPings: number;
  /** What people were told, each event once, in order. */
  told: { seq: number; says: 'down' | 'up' }[];
  expected: Map<string, { storedAt: Instant; isForPeople: boolean }>;
  heardByPeople: Set<string>;
  heardByMachines: Set<string>;
  grace: GraceWatch;
  events: EventWatch;
  isGone: boolean;
}

/** Clocks differ by two seconds, and a check-in less than a second away may stand for another. */
const toleranceMs = 3 * secondMs;
/** About five timers a window; a ping that overtakes another may set one in vain. */
const timersPerWindow = 8;
const messagesPerMonitor = 25;

/** Watches over the promises at every step. */
export class Watch {
  readonly lives = new Map<string, Life>();
  readonly blindness: BlindnessWatch;
  readonly #engine: Engine;
  readonly #plan: Plan;

  constructor(engine: Engine, plan: Plan) {
    this.#engine = engine;
    this.#plan = plan;
    this.blindness = new BlindnessWatch((...violation) => engine.violate(...violation));
  }

  /** A write of a monitor has landed. */
  landed(write: Landed): void {
    const { before, after, execution } = write;
    if (write.countsPing) this.#counted(write);
    if (!after) {
      if (before) this.#lifeOf(before.monitor).isGone = true;
      return;
    }
    const life = this.#lifeOf(after.monitor);
    if (before) {
      this.#noDeadlineIsHidden(before.monitor, after.monitor, execution);
      this.#noticedInTime(life, before.monitor, write);
      life.grace.landed(before.monitor, after.monitor, write);
      life.events.landed(before.monitor, after.monitor, write);
      this.#armedBefore(before.monitor, after.monitor, execution);
    }
    this.#remember(life, before?.monitor, after.monitor);
    if (write.change === 'flip') this.#neverFalse(life, after.monitor);
    const { change } = write;
    if (change === 'flip' || change === 'reminder' || change === 'settled') {
      const news = newsOf(after.monitor, change);
      const isForPeople = change !== 'flip' || isTold(after.monitor);
      life.expected.set(eventIdOf(news), { storedAt: this.#engine.now, isForPeople });
    }
  }

  /** A ping was answered with a 2xx. */
  acknowledged(life: Monitor, at: Instant, execution: Execution): void {
    const of = this.#lifeOf(life);
    if (!execution.hasCounted)
      this.#engine.violate('acknowledged means stored', `${execution.name} stored nothing`);
    this.#hasRow(execution);
    if (of.isGone) return;
    of.acknowledgedPings += 1;
    const isCheckIn = ['success', 'fail', 'start'].includes(execution.row?.kind ?? '');
    if (!isCheckIn) return;
    of.acknowledged.push({ at, acknowledgedAt: this.#engine.now });
    if (of.acknowledged.length > 30) of.acknowledged.shift();
  }

  /** An event was recorded, now or before: it may come twice. */
  heard({ executions }: JobEvent, execution: Execution): void {
    if (!executions.some(({ hasCounted }) => hasCounted))
      this.#engine.violate('acknowledged means stored', `${execution.name} stored nothing`);
    if (!execution.countedFor) return;
    this.#hasRow(execution);
    this.#lifeOf(execution.countedFor).acknowledgedPings += 1;
  }

  /** News have been published to people. */
  toldPeople(news: News): void {
    const life = this.#lifeOf(news.monitor);
    if (!this.#isNew(life, life.heardByPeople, news)) return;
    if (news.change === 'reminder') return;
    const says = news.monitor.status === 'down' ? 'down' : 'up';
    const { seq } = news.flip;
    const last = life.told.at(-1) ?? { seq: 0, says: 'up' };
    // What a monitor settles on may be what people believe already.
    if (news.change === 'flip' && (last.says === says || seq <= last.seq))
      this.#engine.violate(
        'one outage one story',
        `${eventIdOf(news)} says ${says}, after ${last.seq} said ${last.says}`,
      );
    life.told.push({ seq, says });
  }

  /** News have been published to machines. */
  toldMachines(news: News): void {
    const life = this.#lifeOf(news.monitor);
    this.#isNew(life, life.heardByMachines, news);
  }

  /** A ping has set a timer; or a message was sent. */
  timers(id: string, armed: readonly Instant[], pending: number): void {
    const life = [...this.lives.values()].find(({ monitor, isGone }) => monitor.id === id && !isGone);
    // With a max runtime each start moves the deadline forward and each end moves it back: two timers a run.
    if (!life || this.#plan.weather !== 'calm' || life.monitor.maxRuntimeSeconds !== undefined) return;
    const { dueAt, deadlineAt, flip, status, recoveryThreshold } = life.monitor;
    if (pending > messagesPerMonitor)
      this.#engine.violate('bounded timer calls', `${pending} wake-ups of ${id} are on their way`);
    // While it recovers, each failure calls off the deadline that the success before it has brought.
    if (status === 'down' && recoveryThreshold > 1) return;
    const first = armed.at(-timersPerWindow);
    if (dueAt === undefined || deadlineAt === undefined || first === undefined) return;
    const windowMs = deadlineAt - (life.monitor.checkinAt ?? deadlineAt);
    const quietSince = Math.max(flip?.detectedAt ?? 0, life.settings.at(-1)?.since ?? 0);
    if (armed.length >= timersPerWindow && this.#engine.now - first < windowMs && first > quietSince)
      this.#engine.violate('bounded timer calls', `${timersPerWindow} timers of ${id} in one window`);
  }

  /** In the end all that is due has been told. */
  ended(stored: ReadonlyMap<string, StoredMonitor>, flips: ReadonlySet<string>): void {
    this.blindness.ended();
    for (const [key, life] of this.lives) {
      this.#allHeard(key, life);
      const last = stored.get(life.monitor.id);
      if (life.isGone || !last) continue;
      this.#endsWell(life, last);
      const { flip } = last.monitor;
      if (flip && !flips.has(`${last.monitor.id} ${flip.seq} ${flip.at}`))
        this.#engine.violate('never silent', `flip ${flip.seq} of ${key} is not in history`);
    }
  }

  #hasRow({ name, row, hasNoticed }: Execution): void {
    if (row?.isStored || hasNoticed) return;
    this.#engine.violate('history has each acknowledged ping', `${name} has no row and no notice`);
  }

  #counted({ before, after, execution }: Landed): void {
    if (before && after && execution.hasCounted && before.requestId === after.requestId)
      if (before.version !== after.version)
        this.#engine.violate('a ping counts once', `${execution.name} counted twice in a row`);
    execution.hasCounted = true;
    if (after) execution.countedFor = after.monitor;
  }

  #lifeOf(monitor: Monitor): Life {
    const key = `${monitor.id}:${monitor.createdAt}`;
    const known = this.lives.get(key);
    if (known) return known;
    const life: Life = {
      ...{ monitor, deadlineSetAt: this.#engine.now, settings: [], acknowledged: [], acknowledgedPings: 0 },
      ...{ told: [], expected: new Map(), heardByPeople: new Set(), heardByMachines: new Set() },
      grace: new GraceWatch((...violation) => this.#engine.violate(...violation)),
      events: new EventWatch((...violation) => this.#engine.violate(...violation)),
      isGone: false,
    };
    this.lives.set(key, life);
    return life;
  }

  #remember(life: Life, before: Monitor | undefined, after: Monitor): void {
    if (before?.deadlineAt !== after.deadlineAt) life.deadlineSetAt = this.#engine.now;
    if (before?.revision !== after.revision) life.settings.push({ since: this.#engine.now, monitor: after });
    life.monitor = after;
  }

  /** Whoever moves a deadline that had passed for good when they began, or when their event happened, must have counted the miss. */
  #noDeadlineIsHidden(before: Monitor, after: Monitor, execution: Execution): void {
    const { name, startedAt } = execution;
    const { deadlineAt } = before;
    if (deadlineAt === undefined || after.deadlineAt === deadlineAt) return;
    if ((missAt(before) ?? deadlineAt) > (toldBy(execution) ?? startedAt)) return;
    if (after.misses > before.misses) return;
    this.#engine.violate(
      'never silent',
      `${name} began at ${isoInstant(startedAt)} and moved the passed deadline ${isoInstant(deadlineAt)}`,
    );
  }

  #noticedInTime(life: Life, before: Monitor, { after, change }: Landed): void {
    const { deadlineAt } = before;
    const isNoticed = change === 'grace' || (after?.monitor.misses ?? 0) > before.misses;
    if (deadlineAt === undefined || !isNoticed) return;
    if (deadlineAt > this.#engine.now + toleranceMs)
      this.#engine.violate('never false', `${before.id} missed ${isoInstant(deadlineAt)}, which is to come`);
    const lateMs = this.#engine.now - Math.max(missAt(before) ?? deadlineAt, life.deadlineSetAt);
    if (lateMs > this.#plan.noticedWithinMs)
      this.#engine.violate(
        'never silent',
        `a miss of ${before.id} was noticed ${Math.round(lateMs)} ms late`,
      );
  }

  /** A timer that is new, or for an earlier instant, is set before the save: a crash then leaves one too many, not none. */
  #armedBefore({ armedFor: before }: Monitor, { id, armedFor }: Monitor, execution: Execution): void {
    if (armedFor === undefined || (before !== undefined && before <= armedFor)) return;
    if (!['ping', 'event', 'manage'].includes(execution.role) || execution.armedFor.has(armedFor)) return;
    // What a change has made pass is looked at right after.
    if (armedFor <= this.#engine.now + toleranceMs) return;
    this.#engine.violate('never silent', `${execution.name} saved ${id} before its earlier timer was set`);
  }

  /** No check-in that was acknowledged before the deadline may have moved it further, nor an event that came before the look. */
  #neverFalse(life: Life, { flip, id }: Monitor): void {
    if (flip?.to !== 'down' || flip.reason !== 'missed') return;
    const acknowledged = life.acknowledged.filter(
      ({ acknowledgedAt }) => acknowledgedAt < flip.at - toleranceMs,
    );
    for (const at of [...acknowledged.map((one) => one.at), ...life.events.counted.slice(-30)]) {
      const inForce = life.settings.filter((_, index) => (life.settings[index + 1]?.since ?? at) >= at);
      const earliest = Math.min(
        ...inForce.map(
          ({ monitor }) => nextDue(monitor, at - toleranceMs) + monitor.gracePeriodSeconds * secondMs,
        ),
      );
      if (flip.at < earliest - toleranceMs)
        this.#engine.violate(
          'never false',
          `${id} is down since ${isoInstant(flip.at)}, but a check-in of ${isoInstant(at)} was acknowledged`,
        );
    }
  }

  #isNew(life: Life, heard: Set<string>, news: News): boolean {
    const eventId = eventIdOf(news);
    const expected = life.expected.get(eventId);
    if (!expected) this.#engine.violate('one outage one story', `${eventId} was told and never stored`);
    const lateMs = this.#engine.now - (expected?.storedAt ?? 0);
    if (!heard.has(eventId) && lateMs > this.#plan.toldWithinMs)
      this.#engine.violate('never silent', `${eventId} was told ${Math.round(lateMs)} ms late`);
    if (heard.has(eventId)) return false;
    heard.add(eventId);
    return true;
  }

  #allHeard(key: string, life: Life): void {
    for (const [eventId, { isForPeople, storedAt }] of life.expected) {
      // What is stored in the last minutes, as reminders are, may be on its way.
      if (storedAt > this.#engine.now - 5 * minuteMs) continue;
      if (isForPeople && !life.heardByPeople.has(eventId))
        this.#engine.violate('never silent', `people never heard of ${eventId}`);
      if (!life.heardByMachines.has(eventId))
        this.#engine.violate('never silent', `machines never heard of ${eventId} (${key})`);
    }
  }

  #endsWell(life: Life, { monitor, pings }: StoredMonitor): void {
    const { id, status, checkinAt, flapping, flip } = monitor;
    const planned = this.#plan.monitors.find((one) => one.id === id);
    if (pings < life.acknowledgedPings)
      this.#engine.violate('acknowledged means stored', `${id} counts ${pings} of ${life.acknowledgedPings}`);
    if (flapping) this.#engine.violate('never silent', `${id} is still said to flap in the end`);
    if (status === 'paused') return;
    const expected = planned?.goesOn ? 'up' : 'down';
    if (checkinAt !== undefined && status !== expected)
      this.#engine.violate('never silent', `${id} is ${status} in the end, not ${expected}`);
    const said = life.told.at(-1)?.says ?? 'up';
    if (checkinAt !== undefined && said !== status)
      this.#engine.violate('never silent', `${id} is ${status} (${flip?.seq}), but people were told ${said}`);
  }
}

function newsOf(monitor: Monitor, change: News['change']): News {
  const { flip } = monitor;
  if (!flip) throw new Error('News without a flip.');
  return { monitor, flip, change };
}
