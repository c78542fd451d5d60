import type { Blindness, SweepMark } from '../../lambdas/domain/blindness.ts';
import type * as ports from '../../lambdas/usecases/ports.ts';
import type { Execution, Executions } from './execution.ts';

/** A write that has landed. */
export interface Landed {
  execution: Execution;
  before: ports.StoredMonitor | undefined;
  after: ports.StoredMonitor | undefined;
  change: ports.ChangeKind | 'delete';
  countsPing: boolean;
}

/** A sweep has noted that it begins, and perhaps that nobody looked. */
type Marked = (before: SweepMark | undefined, mark: SweepMark, blindness: Blindness | undefined) => void;

/** The Monitors table with its versions, and the History table. */
export class Tables {
  readonly items = new Map<string, ports.StoredMonitor>();
  /** Rows by monitor and creation. */
  readonly flips = new Set<string>();
  readonly #former = new Map<string, ports.StoredMonitor>();
  readonly #executions: Executions;
  readonly #landed: (landed: Landed) => void;
  readonly #marked: Marked;
  #mark: SweepMark | undefined;

  constructor(executions: Executions, landed: (landed: Landed) => void, marked: Marked) {
    this.#executions = executions;
    this.#landed = landed;
    this.#marked = marked;
  }

  monitorsOf(execution: Execution): ports.Monitors {
    const call = <T>(what: string, effect: () => T) =>
      this.#executions.call(execution, 'monitors', what, effect);
    const table = this;
    return {
      load: (id) => call(`load ${id}`, () => this.items.get(id)),
      create: (write) => call(`create ${write.monitor.id}`, () => this.#create(execution, write)),
      save: (write) => call(`save ${write.monitor.id} ${write.change}`, () => this.#save(execution, write)),
      countPing: (id) => call(`countPing ${id}`, () => this.#countPing(execution, id)),
      forgetTimer: (id, armedFor) =>
        call(`forgetTimer ${id}`, () => {
          const stored = this.items.get(id);
          if (stored?.monitor.armedFor !== armedFor) return;
          const { armedFor: _armedFor, ...monitor } = stored.monitor;
          this.#put(execution, { ...stored, monitor, version: stored.version + 1 }, 'timer', false);
        }),
      delete: (id) => call(`delete ${id}`, () => this.#delete(execution, id)),
      deleteUnchanged: () => Promise.reject(new Error('Nobody deletes so here.')),
      page: () => Promise.reject(new Error('Nobody lists here.')),
      cursorAfter: (id) => id,
      async *scan() {
        yield* await call('scan', () => table.#seen());
      },
    };
  }

  sweepMarksOf(execution: Execution): ports.SweepMarks {
    const call = <T>(what: string, effect: () => T) =>
      this.#executions.call(execution, 'monitors', what, effect);
    const put = (mark: SweepMark, blindness?: Blindness) => {
      this.#marked(this.#mark, mark, blindness);
      this.#mark = mark;
    };
    return {
      load: () => call('load mark', () => this.#mark),
      renew: (mark, since) =>
        call('renew mark', () => {
          if (this.#mark && this.#mark.at < since) return 'older';
          put(mark);
          return 'renewed';
        }),
      replace: (before, mark, blindness) =>
        call('replace mark', () => {
          if (this.#mark?.at !== before.at) return 'lost';
          put(mark, blindness);
          return 'replaced';
        }),
    };
  }

  historyOf(execution: Execution): ports.History {
    return {
      addPing: (monitorId, number, ping) => {
        execution.row = { kind: ping.kind, isStored: false };
        return this.#executions.call(execution, 'history', `addPing ${monitorId} ${number}`, () => {
          execution.row = { kind: ping.kind, isStored: true };
        });
      },
      addFlip: (monitorId, flip) =>
        this.#executions.call(execution, 'history', `addFlip ${monitorId} ${flip.seq}`, () => {
          this.flips.add(`${monitorId} ${flip.seq} ${flip.at}`);
        }),
    };
  }

  archiveOf(execution: Execution): ports.Archive {
    const call = <T>(what: string, effect: () => T) =>
      this.#executions.call(execution, 'history', what, effect);
    return {
      pings: () => call('pings', () => ({ pings: [] })),
      flips: () => Promise.reject(new Error('Nobody reads flips here.')),
      removeSome: (monitorId) => call(`removeSome ${monitorId}`, () => 'done' as const),
    };
  }

  /** A scan is eventually consistent: it may show what was there before the last write. */
  #seen(): ports.StoredMonitor[] {
    const { engine, faults } = this.#executions;
    return [...this.items.values()].map((stored) => {
      const former = this.#former.get(stored.monitor.id);
      return former && engine.random.chance(faults.stale) ? former : stored;
    });
  }

  #create(execution: Execution, write: ports.NewMonitorWrite): 'created' | 'taken' {
    const { monitor, requestId, change, countsPing } = write;
    if (this.items.has(monitor.id)) return 'taken';
    const pings = Number(countsPing);
    const stored = { monitor, version: 1, requestId, pings, pingNumber: pings };
    this.#put(execution, stored, change, countsPing);
    return 'created';
  }

  #save(execution: Execution, write: ports.MonitorWrite): ports.StoredMonitor | 'lost' {
    const { monitor, version, requestId, change, countsPing } = write;
    const stored = this.items.get(monitor.id);
    if (!stored || stored.monitor.createdAt !== monitor.createdAt) return 'lost';
    if (version !== stored.version) return 'lost';
    const pings = stored.pings + Number(countsPing);
    const pingNumber = countsPing ? pings : stored.pingNumber;
    const saved = { monitor, version: stored.version + 1, requestId, pings, pingNumber };
    this.#put(execution, saved, change, countsPing);
    return saved;
  }

  #countPing(execution: Execution, id: string): number | undefined {
    const stored = this.items.get(id);
    if (!stored) return undefined;
    this.#put(execution, { ...stored, pings: stored.pings + 1 }, 'ping', true);
    return stored.pings + 1;
  }

  #delete(execution: Execution, id: string): ports.StoredMonitor | undefined {
    const before = this.items.get(id);
    if (!before) return undefined;
    this.items.delete(id);
    this.#former.delete(id);
    this.#landed({ execution, before, after: undefined, change: 'delete', countsPing: false });
    return before;
  }

  #put(
    execution: Execution,
    after: ports.StoredMonitor,
    change: ports.ChangeKind,
    countsPing: boolean,
  ): void {
    const { id } = after.monitor;
    const before = this.items.get(id);
    if (before) this.#former.set(id, before);
    this.items.set(id, after);
    this.#landed({ execution, before, after, change, countsPing });
  }
}
