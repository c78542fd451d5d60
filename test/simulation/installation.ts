import { Contended, TopicRefused, Unavailable } from '../../lambdas/domain/errors.ts';
import { minuteMs } from '../../lambdas/domain/time.ts';
import { checkDeadline } from '../../lambdas/usecases/check-deadline.ts';
import { deliverAlerts } from '../../lambdas/usecases/deliver-alerts.ts';
import type { NewsRecord, StoredNews } from '../../lambdas/usecases/delivery.ts';
import { DeliveryMemory } from '../../lambdas/usecases/delivery-memory.ts';
import type * as ports from '../../lambdas/usecases/ports.ts';
import { recordFlips } from '../../lambdas/usecases/record-flips.ts';
import { SweepMemory, sweep } from '../../lambdas/usecases/sweep.ts';
import type { Engine } from './engine.ts';
import { type Execution, Executions } from './execution.ts';
import type { Plan } from './plan.ts';
import { StreamReader } from './stream.ts';
import { type Landed, Tables } from './tables.ts';
import { WakeUps } from './wake-ups.ts';
import { Watch } from './watch.ts';
import { blindnessIn, newsIn, silentWriter } from './writer.ts';

/** The installation: its tables, its functions, and what calls them. */
export class Installation {
  readonly executions: Executions;
  readonly tables: Tables;
  readonly watch: Watch;
  readonly #engine: Engine;
  readonly #wakeUps: WakeUps;
  readonly #readers: StreamReader[];
  #records = 0;

  constructor(engine: Engine, plan: Plan) {
    this.#engine = engine;
    this.executions = new Executions(engine, plan);
    this.watch = new Watch(engine, plan);
    this.tables = new Tables(
      this.executions,
      (landed) => this.#landed(landed),
      (before, mark, blindness) => {
        this.watch.blindness.marked(before, mark, blindness);
        if (blindness) this.#tell({ blindness });
      },
    );
    const takesTimersOnly = plan.weather === 'no_scheduler';
    this.#wakeUps = new WakeUps(this.executions, takesTimersOnly, (wakeUp, done) =>
      this.#answer(wakeUp, done),
    );
    this.#readers = [
      this.#readerOf('alert', (execution, memory, batch) =>
        deliverAlerts({ ...this.depsOf(execution), memory }, batch),
      ),
      this.#readerOf('record', (execution, memory, batch) =>
        recordFlips({ ...this.depsOf(execution), memory, machines: [] }, batch),
      ),
    ];
    if (plan.hasSweep) this.#sweepEveryMinute();
  }

  /** What the use cases need, for one execution. */
  depsOf(execution: Execution) {
    const { executions, tables } = this;
    return {
      monitors: tables.monitorsOf(execution),
      history: tables.historyOf(execution),
      archive: tables.archiveOf(execution),
      sweepMarks: tables.sweepMarksOf(execution),
      sweepMinutes: 1,
      timer: this.#wakeUps.timerOf(execution),
      system: executions.systemOf(execution),
      telemetry: this.#telemetryOf(execution),
      aliases: nobodysAliases,
      installation: bareInstallation,
      publications: nothingPublic,
      maxAutoCreated: 0,
      writer: silentWriter,
      deadLetters: {
        add: async ({ recordId, reason }: ports.DeadLetter) =>
          this.#engine.violate('never silent', `record ${recordId} was set aside: ${reason}`),
      },
      machines: [this.#machineOf(execution)],
      channels: this.#channelsOf(execution),
    };
  }

  /** Something came out of a use case that no fault explains. */
  judge(error: unknown, { name }: Execution, ...allowed: (new (...args: never[]) => Error)[]): void {
    const known = [Unavailable, Contended, ...allowed].some((kind) => error instanceof kind);
    if (!known) this.#engine.violate('no defects', `${name}: ${(error as Error).stack ?? error}`);
  }

  #landed(landed: Landed): void {
    this.watch.landed(landed);
    const { after, change } = landed;
    const id = (after ?? landed.before)?.monitor.id ?? '';
    const { armed, pending } = this.#wakeUps;
    this.watch.timers(id, armed.get(id) ?? [], pending.get(id) ?? 0);
    if (!after || !(change === 'flip' || change === 'reminder' || change === 'settled')) return;
    const { monitor } = after;
    this.#engine.say(() => `  ${monitor.id} ${change}: ${monitor.status}, seq ${monitor.flip?.seq}`);
    this.#tell({ monitor, change });
  }

  #tell(stored: StoredNews): void {
    const record = { recordId: `record-${++this.#records}`, image: {}, read: () => stored };
    for (const reader of this.#readers) reader.add(record);
  }

  #answer(wakeUp: ports.WakeUp, done: (isDone: boolean) => void): void {
    this.executions.start(
      { role: 'deadline', what: `wake-up of ${wakeUp.monitorId}` },
      (execution) => checkDeadline(this.depsOf(execution), wakeUp),
      (outcome, execution) => {
        if (outcome !== 'died' && 'error' in outcome) this.judge(outcome.error, execution);
        done(outcome !== 'died' && 'value' in outcome);
      },
    );
  }

  #sweepEveryMinute(): void {
    this.#engine.after(minuteMs, () => {
      this.#sweepEveryMinute();
      if (this.executions.isAway('all') || this.executions.isAway('sweep')) return;
      this.executions.start(
        { role: 'sweep', what: 'every minute' },
        (execution) => sweep({ ...this.depsOf(execution), sweepMemory: new SweepMemory() }),
        (outcome, execution) => {
          if (outcome !== 'died' && 'error' in outcome) this.judge(outcome.error, execution);
        },
      );
    });
  }

  #readerOf(
    role: 'alert' | 'record',
    deliver: (
      execution: Execution,
      memory: DeliveryMemory,
      batch: readonly NewsRecord[],
    ) => Promise<string | undefined>,
  ): StreamReader {
    let memory = new DeliveryMemory();
    return new StreamReader(this.executions, (batch, done) => {
      // Every now and then it is another process that gets the batch.
      if (this.#engine.random.chance(this.executions.faults.again)) memory = new DeliveryMemory();
      this.executions.start(
        { role, what: `${batch.length} records` },
        (execution) => deliver(execution, memory, batch),
        (outcome, execution) => {
          if (outcome === 'died') memory = new DeliveryMemory();
          else if ('error' in outcome) this.judge(outcome.error, execution);
          const failed = outcome !== 'died' && 'value' in outcome ? outcome.value : batch[0]?.recordId;
          done(failed);
        },
      );
    });
  }

  #telemetryOf(execution: Execution): ports.Telemetry & ports.Meter {
    return {
      notice: (notice, _details, cause) => {
        if (notice === 'PingRowNotWritten') execution.hasNoticed = true;
        this.#engine.say(() => `${execution.name} notices ${notice}`);
        if (cause !== undefined) this.judge(cause, execution, TopicRefused);
      },
      measure: () => undefined,
    };
  }

  #machineOf(execution: Execution): ports.Machine {
    return {
      name: 'topic',
      publish: (message) =>
        this.executions.call(execution, 'topics', `tell machines ${message.event.downbeat.event_id}`, () => {
          for (const news of newsIn(message)) this.watch.toldMachines(news);
          const blindness = blindnessIn(message);
          if (blindness) this.watch.blindness.told('machines', blindness);
        }),
    };
  }

  #channelsOf(execution: Execution): ports.Channels {
    return {
      channels: ['default'],
      publishToChannel: (_channel, message) =>
        this.executions.call(execution, 'topics', `tell people ${message.event.downbeat.event_id}`, () => {
          for (const news of newsIn(message)) this.watch.toldPeople(news);
          const blindness = blindnessIn(message);
          if (blindness) this.watch.blindness.told('people', blindness);
          return 'message';
        }),
    };
  }
}

const nobodysAliases: ports.Aliases = {
  load: async () => undefined,
  claim: async () => 'taken',
  release: async () => undefined,
};

const nothingPublic: ports.Publications = {
  badge: async () => undefined,
  page: async () => undefined,
  pages: async () => [],
  tags: async () => [],
  monitors: async () => [],
  list: async () => [],
  enlist: async () => false,
  delist: async () => undefined,
  addBadge: async () => undefined,
  removeBadge: async () => undefined,
  useTag: async (tag) => ({ tag, monitorIds: [] }),
  disuseTag: async () => undefined,
  idsWithTag: async () => [],
  addToTag: async () => false,
  removeFromTag: async () => undefined,
  savePage: async () => 'lost',
  deletePage: async () => undefined,
};

const bareInstallation: ports.Installation = {
  load: async () => ({}),
  setSlugKey: async () => undefined,
  reserveAutoCreated: async () => false,
  releaseAutoCreated: async () => undefined,
};
