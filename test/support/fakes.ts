import { TopicRefused, Unavailable } from '../../lambdas/domain/errors.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import type { Instant } from '../../lambdas/domain/time.ts';
import type { ChannelMessage, EventMessage } from '../../lambdas/usecases/alert-writer.ts';
import { DeliveryMemory } from '../../lambdas/usecases/delivery-memory.ts';
import type * as ports from '../../lambdas/usecases/ports.ts';
import { PublicMemory } from '../../lambdas/usecases/show-public.ts';
import { SweepMemory } from '../../lambdas/usecases/sweep.ts';
import { Fake } from './fake.ts';
import { FakeArchive, FakeHistory } from './fake-history.ts';
import { FakeAliases, FakeInstallation } from './fake-keys.ts';
import { FakeMonitors } from './fake-monitors.ts';
import { FakePublications } from './fake-publications.ts';
import { FakeSweepMarks } from './fake-sweep-marks.ts';
import { FakeSystem, FakeTelemetry } from './fake-system.ts';
import { plainWriter } from './plain-writer.ts';

/** A wake-up on its way. Scheduler's has no stamp, and there is one a monitor; the queue's come as they were sent. */
export interface PendingWakeUp {
  wakeUp: ports.WakeUp;
  at: Instant;
}

export class FakeTimer extends Fake<keyof ports.Timer> implements ports.Timer {
  readonly armed: { wakeUp: ports.WakeUp; at: Instant; now: Instant }[] = [];
  readonly delayed: { wakeUp: ports.WakeUp; at: Instant; now: Instant }[] = [];
  readonly cancelled: string[] = [];
  readonly #schedules = new Map<string, PendingWakeUp>();
  readonly #queue: PendingWakeUp[] = [];

  async arm(wakeUp: ports.WakeUp, at: Instant, now: Instant): Promise<void> {
    refuseInstants(at, now);
    return this.call('arm', () => {
      this.armed.push(structuredClone({ wakeUp, at, now }));
      const { monitorId } = wakeUp;
      if (at - now < limits.schedulerMinimumMs) this.#queue.push(structuredClone({ wakeUp, at }));
      else this.#schedules.set(monitorId, { wakeUp: { monitorId }, at: at - limits.schedulerLeadMs });
    });
  }

  async delay(wakeUp: ports.WakeUp, at: Instant, now: Instant): Promise<void> {
    refuseInstants(at, now);
    if (at - now > limits.queueDelayMaxMs) throw new Error('The queue delays nothing for so long.');
    return this.call('delay', () => {
      this.delayed.push(structuredClone({ wakeUp, at, now }));
      this.#queue.push(structuredClone({ wakeUp, at }));
    });
  }

  cancel(monitorId: string): Promise<void> {
    return this.call('cancel', () => {
      this.cancelled.push(monitorId);
      this.#schedules.delete(monitorId);
    });
  }

  /** The wake-ups on their way. */
  pending(): PendingWakeUp[] {
    return structuredClone([...this.#schedules.values(), ...this.#queue]);
  }

  /** Takes the nth pending wake-up away, to be delivered, doubled or dropped. */
  take(index: number): ports.WakeUp | undefined {
    const ids = [...this.#schedules.keys()];
    const id = ids[index];
    if (id === undefined) return this.#queue.splice(index - ids.length, 1)[0]?.wakeUp;
    this.#schedules.delete(id);
    return { monitorId: id };
  }
}

function refuseInstants(...instants: Instant[]): void {
  if (!instants.every(Number.isFinite)) throw new Error('A timer needs a finite instant.');
}

export class FakeChannels extends Fake<'publishToChannel'> implements ports.Channels {
  channels: readonly string[] = ['default', 'ops', 'night'];
  readonly published: { channel: string; message: ChannelMessage }[] = [];
  /** The channels whose topics take nothing from us. */
  readonly refusing: string[] = [];

  async publishToChannel(channel: string, message: ChannelMessage): Promise<string> {
    if (!this.channels.includes(channel)) throw new Error(`There is no channel ${channel}.`);
    return this.call('publishToChannel', () => {
      if (this.refusing.includes(channel)) throw new TopicRefused(channel, new Error('gone'));
      return `message-${this.published.push(structuredClone({ channel, message }))}`;
    });
  }
}

export class FakeAudiences extends Fake<'audienceOf'> implements ports.Audiences {
  readonly channels: readonly string[];
  readonly #audiences: Readonly<Record<string, ports.Audience | 'unknown'>>;

  constructor(audiences: Record<string, ports.Audience | 'unknown'>) {
    super([]);
    this.channels = Object.keys(audiences);
    this.#audiences = audiences;
  }

  audienceOf(channel: string): Promise<ports.Audience | 'unknown'> {
    return this.call('audienceOf', () => {
      const audience = this.#audiences[channel];
      if (audience === undefined) throw new Error(`There is no channel ${channel}.`);
      return audience;
    });
  }
}

export class FakeMachine extends Fake<'publish'> implements ports.Machine {
  readonly name: string;
  readonly events: EventMessage[] = [];
  refuses = false;
  /** The monitors of which the next event does not get through. */
  readonly failingFor = new Set<string>();

  constructor(calls: string[], name: string) {
    super(calls, `${name}: `);
    this.name = name;
  }

  publish(message: EventMessage): Promise<void> {
    return this.call('publish', () => {
      if (this.refuses) throw new TopicRefused(this.name, new Error('gone'));
      const [monitor = ''] = message.attributes.monitor;
      if (this.failingFor.delete(monitor)) throw new Unavailable(this.name, new Error('away'));
      this.events.push(structuredClone(message));
    });
  }
}

export class FakeDeadLetters extends Fake<'add'> implements ports.DeadLetters {
  readonly letters: ports.DeadLetter[] = [];

  add(letter: ports.DeadLetter): Promise<void> {
    return this.call('add', () => {
      this.letters.push(letter);
    });
  }
}

/** One of each, with one log of calls. Its fields are the deps of every use case. */
export function fakeWorld() {
  const calls: string[] = [];
  const system = new FakeSystem();
  const history = new FakeHistory(calls);
  const monitors = new FakeMonitors(calls, () => system.now());
  const [topic, bus] = [new FakeMachine(calls, 'topic'), new FakeMachine(calls, 'bus')];
  return {
    calls,
    monitors,
    publications: new FakePublications(calls, monitors),
    publicMemory: new PublicMemory(),
    history,
    archive: new FakeArchive(calls, history),
    timer: new FakeTimer(calls),
    aliases: new FakeAliases(calls),
    installation: new FakeInstallation(calls),
    channels: new FakeChannels(calls),
    topic,
    bus,
    machines: [topic],
    deadLetters: new FakeDeadLetters(calls, 'dead letters: '),
    memory: new DeliveryMemory(),
    sweepMarks: new FakeSweepMarks([]),
    sweepMinutes: 1,
    sweepMemory: new SweepMemory(),
    writer: plainWriter,
    system,
    telemetry: new FakeTelemetry(),
    maxAutoCreated: 1_000,
  };
}
