import { statusShown } from '../../lambdas/domain/deadline.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { isRunning } from '../../lambdas/domain/runs.ts';
import { parseAction } from '../../lambdas/domain/signal.ts';
import type { Instant } from '../../lambdas/domain/time.ts';
import { wakeUpAt } from '../../lambdas/domain/timer.ts';
import { monitorSchema, readPatch } from '../../lambdas/http/monitor-schema.ts';
import { readWith } from '../../lambdas/http/schema.ts';
import { pauseMonitor, resumeMonitor, updateMonitor } from '../../lambdas/usecases/change-monitor.ts';
import { checkDeadline, lookAtMonitor } from '../../lambdas/usecases/check-deadline.ts';
import { deliverAlerts } from '../../lambdas/usecases/deliver-alerts.ts';
import { createMonitor } from '../../lambdas/usecases/manage-monitors.ts';
import type { ChangeKind } from '../../lambdas/usecases/ports.ts';
import { recordEvent } from '../../lambdas/usecases/record-event.ts';
import { recordPing } from '../../lambdas/usecases/record-ping.ts';
import { fakeWorld } from '../support/fakes.ts';
import { type Facts, type Line, readInstant, readValue, type Timeline } from './timelines.ts';

const id = 'job';
const channels = ['default'];
const toldChanges: readonly ChangeKind[] = ['flip', 'reminder', 'settled'];

/** Whether every wake-up comes at its time; or none ever does, and somebody looks at each line, and five minutes after each instant. */
export type Timers = 'on time' | 'lost';

/** Plays a timeline through the use cases, and answers of each line what is true after it, of what it says. */
export async function play({ settings, lines }: Timeline, timers: Timers): Promise<Facts[]> {
  const player = new Player(settings, timers);
  const played: Facts[] = [];
  for (const line of lines) played.push(await player.play(line));
  return played;
}

class Player {
  readonly #world = fakeWorld();
  readonly #settings: Record<string, unknown>;
  readonly #timers: Timers;
  #delivered = 0;
  /** Until then nobody looks. */
  #blindUntil = 0;

  constructor(settings: Record<string, unknown>, timers: Timers) {
    this.#settings = settings;
    this.#timers = timers;
  }

  async play({ at, event, facts }: Line): Promise<Facts> {
    const { system } = this.#world;
    // What comes at the very instant finds a past that nobody has looked at yet.
    await this.#pass(at - 1);
    system.clock = at;
    await this.#happen(event, at);
    await this.#pass(at);
    const all = this.#allFacts(await this.#deliver(), facts);
    const said = Object.entries(all).filter(([name]) => name in facts);
    return Object.fromEntries(said) as unknown as Facts;
  }

  async #happen(event: string, at: Instant): Promise<void> {
    const world = this.#world;
    const [verb = '', ...words] = event.split(' ');
    switch (verb) {
      case '--':
        return;
      case 'blind':
        this.#blindUntil = readInstant(words.slice(1).join(' '), at);
        return;
      case 'created': {
        const body = { id, name: 'Job', ...this.#settings };
        await createMonitor(world, readWith(monitorSchema(channels), body));
        return;
      }
      case 'pause': {
        const [, until] = / until (\S+)/.exec(event) ?? [];
        const options = { manualResume: words.includes('manual_resume') };
        await pauseMonitor(world, id, { ...options, ...(until && { until: readInstant(until, at) }) });
        return;
      }
      case 'resume':
        await resumeMonitor(world, id);
        return;
      case 'set': {
        const [name = '', ...value] = words;
        const patch = { [name]: readValue(value.join(' ')) };
        await updateMonitor(world, id, (monitor) => readPatch(patch, monitor, channels));
        return;
      }
      default: {
        const [, rid] = / rid=(\w)/.exec(event) ?? [];
        const reading = { ...parseAction(verb === 'success' ? '' : verb), ...(rid && { rid }) };
        const origin = { method: 'GET', sourceIp: '192.0.2.7', userAgent: 'curl/8' };
        const [, told] = / of (\S+)/.exec(event) ?? [];
        if (told) {
          const happenedAt = readInstant(told, at);
          await recordEvent(world, { monitorId: id, reading, happenedAt, ...origin });
          return;
        }
        const key = `${id}-${world.monitors.peek(id).monitor.secret}`;
        await recordPing(world, { target: { key }, reading, ...origin });
      }
    }
  }

  /** Lets time pass, with every wake-up on time or none. */
  async #pass(until: Instant): Promise<void> {
    const { system, timer } = this.#world;
    if (until < this.#blindUntil) return;
    if (this.#timers === 'lost') return this.#lookLate(until);
    for (;;) {
      const due = timer
        .pending()
        .map(({ at }, index) => ({ at, index }))
        .sort((left, right) => left.at - right.at)[0];
      if (!due || due.at > until) return;
      system.clock = Math.max(system.clock, this.#blindUntil, due.at);
      const wakeUp = timer.take(due.index);
      if (wakeUp) await checkDeadline(this.#world, wakeUp);
    }
  }

  async #lookLate(until: Instant): Promise<void> {
    const { system, monitors } = this.#world;
    for (;;) {
      const stored = await monitors.load(id);
      const wakeAt = (stored && wakeUpAt(stored.monitor)) ?? Number.POSITIVE_INFINITY;
      if (wakeAt + limits.lateLookMs > until) break;
      system.clock = Math.max(system.clock, this.#blindUntil, wakeAt + limits.lateLookMs);
      await lookAtMonitor(this.#world, id);
    }
    if (system.now() === until) await lookAtMonitor(this.#world, id);
  }

  /** Delivers what has been stored since, and answers that of which people were told. */
  async #deliver(): Promise<Told[]> {
    const { monitors, channels, telemetry } = this.#world;
    const records = monitors.stream.slice(this.#delivered);
    this.#delivered = monitors.stream.length;
    const told: Told[] = [];
    for (const record of records.filter(({ change }) => toldChanges.includes(change))) {
      const before = channels.published.length;
      const news = { recordId: '', image: {}, read: () => record };
      const failed = await deliverAlerts(this.#world, [news]);
      if (failed !== undefined || telemetry.notices.length > 0) throw new Error('Something failed.');
      if (channels.published.length > before) told.push(record);
    }
    return told;
  }

  #allFacts(told: readonly Told[], expected: Facts): Facts {
    const { history, monitors, system } = this.#world;
    const { monitor } = monitors.peek(id);
    const { misses, failures, successes } = monitor;
    const tookMs = history.pings.at(-1)?.ping.durationMs;
    return {
      status: statusShown(monitor, system.now()),
      ...instants(monitor),
      ...{ misses, failures, successes },
      running: isRunning(monitor.runs, system.now()),
      waits: monitor.furtherGrace?.until,
      ...(tookMs !== undefined && { tookMs }),
      told: told.map((one, index) => describe(one, expected.told[index])),
    };
  }
}

/** A change of which people are told, and the monitor as it was stored with it. */
type Told = { change: ChangeKind; monitor: Monitor };

/** As timelines say it, with the reason only where that is expected. */
function describe({ change, monitor }: Told, expected: string | undefined): string {
  const { flip, flapping, settled, reminder } = monitor;
  if (change === 'reminder') return `reminder ${reminder?.number}`;
  if (change === 'settled') return `steady after ${settled?.flips} flips since ${iso(settled?.since)}`;
  if (flapping) return `flapping since ${iso(flapping.since)}`;
  const told = `${flip?.to} ${iso(flip?.at)}`;
  return expected?.split(' ').length === 3 ? `${told} ${flip?.reason}` : told;
}

function iso(instant: Instant | undefined): string {
  return new Date(instant ?? Number.NaN).toISOString();
}

function instants({ dueAt, deadlineAt }: Monitor): Pick<Facts, 'due' | 'deadline'> {
  return { due: dueAt, deadline: deadlineAt };
}
