import { IdTaken, InvalidInput, UnknownMonitor } from '../../lambdas/domain/errors.ts';
import type { Monitor, MonitorSettings } from '../../lambdas/domain/monitor.ts';
import { type Instant, minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import { pauseMonitor, resumeMonitor, updateMonitor } from '../../lambdas/usecases/change-monitor.ts';
import { createMonitor, deleteMonitor } from '../../lambdas/usecases/manage-monitors.ts';
import { recordPing } from '../../lambdas/usecases/record-ping.ts';
import type { Engine } from './engine.ts';
import { delaysOf, EventBus } from './events.ts';
import type { Execution } from './execution.ts';
import type { Installation } from './installation.ts';
import type { Plan, PlannedMonitor } from './plan.ts';

type Kind = 'success' | 'fail' | 'start' | 'log';

/** The jobs that ping, and the people who manage their monitors. */
export class People {
  readonly #engine: Engine;
  readonly #plan: Plan;
  readonly #installation: Installation;
  readonly #quietFrom: Instant;
  readonly #bus: EventBus;
  #sent = 0;
  #runs = 0;

  constructor(engine: Engine, plan: Plan, installation: Installation) {
    this.#engine = engine;
    this.#plan = plan;
    this.#installation = installation;
    this.#bus = new EventBus(installation);
    this.#quietFrom = engine.now + plan.stormMs;
    for (const planned of plan.monitors) {
      this.#create(planned);
      this.#work(planned, engine.random.between(secondMs, planned.intervalMs));
    }
    if (Number.isFinite(plan.changeEveryMs)) this.#changeSomething();
  }

  /** What failed for good comes once more. */
  redrive(): void {
    this.#bus.redrive();
  }

  get #isQuiet(): boolean {
    return this.#engine.now >= this.#quietFrom;
  }

  /** A job does what it does, and comes again. */
  #work(planned: PlannedMonitor, afterMs: number): void {
    this.#engine.after(afterMs, () => {
      if (this.#isQuiet && !planned.goesOn) return;
      if (this.#isQuiet) this.#report(planned, 'success');
      else this.#run(planned);
      this.#work(planned, this.#pauseOf(planned));
    });
  }

  #pauseOf({ job, intervalMs }: PlannedMonitor): number {
    const { random } = this.#engine;
    if (this.#isQuiet) return intervalMs / 2;
    if (job === 'chatty') return random.between(intervalMs / 12, intervalMs / 4);
    if (job === 'dying' && random.chance(0.15)) return intervalMs * random.between(2, 8);
    return intervalMs * random.between(0.9, 1.02);
  }

  #run(planned: PlannedMonitor): void {
    const { random } = this.#engine;
    switch (planned.job) {
      case 'punctual':
        this.#pingAtDeadline(planned);
        break;
      case 'failing':
        this.#report(planned, random.chance(0.3) ? 'fail' : 'success');
        break;
      case 'hanging':
        this.#startAndPerhapsEnd(planned);
        break;
      default:
        this.#report(planned, random.chance(0.03) ? 'log' : 'success');
        // Some clients try once more, though they were heard.
        if (random.chance(0.1)) this.#report(planned, 'success');
    }
  }

  #startAndPerhapsEnd(planned: PlannedMonitor): void {
    const { random } = this.#engine;
    const rid = planned.events && `run-${++this.#runs}`;
    this.#report(planned, 'start', { rid });
    if (random.chance(0.25)) return;
    this.#engine.after(random.between(0, planned.intervalMs / 2), () => {
      this.#report(planned, planned.events && random.chance(0.1) ? 'fail' : 'success', { rid });
    });
  }

  /** Just before its deadline, at it, or just after. */
  #pingAtDeadline(planned: PlannedMonitor): void {
    const { now, random } = this.#engine;
    const deadlineAt = this.#installation.tables.items.get(planned.id)?.monitor.deadlineAt ?? 0;
    const at = deadlineAt < now ? now : deadlineAt + random.pick([-1, 0, 0, 1, 500]);
    this.#engine.at(at, () => this.#report(planned, 'success', { isExact: deadlineAt >= now }));
  }

  /** By an event or by a ping. A run is named where events tell of it. */
  #report(
    planned: PlannedMonitor,
    kind: Kind,
    how: { isExact?: boolean; rid?: string | undefined } = {},
  ): void {
    const { random } = this.#engine;
    const { isExact = false, rid } = how;
    if (!planned.events || kind === 'log' || !random.chance(planned.events.share)) {
      this.#ping(planned, kind, { isExact, rid });
      return;
    }
    const at = Math.floor(this.#engine.now / secondMs) * secondMs;
    // One in ten events is put by hand, and names no run.
    const run = rid ?? (random.chance(0.9) ? `run-${++this.#runs}` : undefined);
    const event = { monitorId: planned.id, kind, at, executions: [], ...(run !== undefined && { rid: run }) };
    const delays = this.#isQuiet ? [random.between(100, 5_000)] : delaysOf(planned.events, random);
    this.#bus.put(event, delays);
  }

  #ping(
    { id }: Pick<PlannedMonitor, 'id'>,
    kind: Kind,
    how: { isExact: boolean; rid?: string | undefined },
    tries = 1,
  ): void {
    const { isExact, rid } = how;
    const { executions, tables } = this.#installation;
    const monitor = tables.items.get(id)?.monitor;
    if (!monitor || executions.isAway('all')) return;
    const { random } = this.#engine;
    const again = () => {
      if (tries > 3 || random.chance(0.3)) return;
      this.#engine.after(random.between(100, 5_000), () =>
        this.#ping({ id }, kind, { isExact: false, rid }, tries + 1),
      );
    };
    const request = {
      ...{
        target: { key: `${id}-${monitor.secret}` },
        reading: { kind, ...(rid !== undefined && { rid }) },
        method: 'GET',
      },
      ...{ sourceIp: '192.0.2.1', userAgent: `sender ${++this.#sent}` },
    };
    executions.start(
      { role: 'ping', what: `${kind} of ${id}`, isExact },
      (execution) => recordPing(this.#installation.depsOf(execution), request),
      (outcome, execution) => {
        if (outcome === 'died') return again();
        if ('value' in outcome) {
          return this.#installation.watch.acknowledged(monitor, outcome.value.at, execution);
        }
        this.#installation.judge(outcome.error, execution, UnknownMonitor);
        again();
      },
    );
  }

  #changeSomething(): void {
    const { random } = this.#engine;
    this.#engine.after(this.#plan.changeEveryMs * random.between(0.2, 1.8), () => {
      if (this.#isQuiet) return;
      const [first, ...others] = this.#plan.monitors;
      if (first) this.#change(random.pick([first, ...others]));
      this.#changeSomething();
    });
  }

  #change(planned: PlannedMonitor): void {
    const { id } = planned;
    const { random } = this.#engine;
    const until = Math.floor(this.#engine.now + random.between(10_000, 40 * minuteMs));
    const options = { manualResume: random.chance(0.4), ...(random.chance(0.6) && { until }) };
    const isThere = this.#installation.tables.items.has(id);
    const change = isThere
      ? random.pick(['update', 'update', 'pause', 'resume', 'delete'] as const)
      : 'create';
    switch (change) {
      case 'create':
        this.#create(planned);
        break;
      case 'update':
        this.#manage(`update ${id}`, (deps) => this.#update(deps, id));
        break;
      case 'pause':
        this.#manage(`pause ${id}`, (deps) => pauseMonitor(deps, id, options));
        break;
      case 'resume':
        this.#manage(`resume ${id}`, (deps) => resumeMonitor(deps, id));
        break;
      case 'delete':
        this.#manage(`delete ${id}`, (deps) => deleteMonitor(deps, id));
        this.#engine.after(random.between(0, 10 * minuteMs), () => this.#create(planned));
    }
  }

  #update(deps: ReturnType<Installation['depsOf']>, id: string): Promise<unknown> {
    const { random } = this.#engine;
    const gracePeriodSeconds = random.pick([0, 10, 60, 240]);
    const maxMisses = random.pick([1, 2, 3]);
    return updateMonitor(deps, id, (monitor) => ({ ...settingsOf(monitor), gracePeriodSeconds, maxMisses }));
  }

  #create({ draft }: PlannedMonitor): void {
    const { executions } = this.#installation;
    if (this.#isQuiet || executions.isAway('all')) return;
    executions.start(
      { role: 'create', what: `create ${draft.id}` },
      (execution) => createMonitor(this.#installation.depsOf(execution), draft),
      (outcome, execution) => {
        if (outcome !== 'died' && 'error' in outcome)
          this.#installation.judge(outcome.error, execution, IdTaken);
      },
    );
  }

  #manage(what: string, change: (deps: ReturnType<Installation['depsOf']>) => Promise<unknown>): void {
    const { executions } = this.#installation;
    if (executions.isAway('all')) return;
    executions.start(
      { role: 'manage', what },
      (execution: Execution) => change(this.#installation.depsOf(execution)),
      (outcome, execution) => {
        if (outcome !== 'died' && 'error' in outcome)
          this.#installation.judge(outcome.error, execution, UnknownMonitor, InvalidInput);
      },
    );
  }
}

function settingsOf(monitor: Monitor): MonitorSettings {
  const { name, schedule, timezone, earlyMarginSeconds, gracePeriodSeconds, maxMisses, maxFailures } =
    monitor;
  const { recoveryThreshold, maxRuntimeSeconds, expectFirstPing, reminderSeconds, tags, channels } = monitor;
  return {
    ...{ name, schedule, timezone, gracePeriodSeconds, maxMisses, maxFailures, recoveryThreshold },
    ...{ tags, channels },
    ...(earlyMarginSeconds !== undefined && { earlyMarginSeconds }),
    ...(maxRuntimeSeconds !== undefined && { maxRuntimeSeconds }),
    ...(expectFirstPing && { expectFirstPing }),
    ...(reminderSeconds !== undefined && { reminderSeconds }),
  };
}
