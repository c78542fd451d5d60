import { withDeadline } from '../../lambdas/domain/deadline.ts';
import { InvalidInput } from '../../lambdas/domain/errors.ts';
import type { Flip } from '../../lambdas/domain/flip.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import type { Instant } from '../../lambdas/domain/time.ts';
import { wakeUpAt } from '../../lambdas/domain/timer.ts';
import type * as ports from '../../lambdas/usecases/ports.ts';
import { Fake } from './fake.ts';

/** A write as the table's stream would tell it. */
export interface StreamRecord {
  change: ports.ChangeKind;
  monitor: Monitor;
  countsPing: boolean;
  /** What the clock said. */
  storedAt: Instant;
}

export class FakeMonitors extends Fake<keyof ports.Monitors> implements ports.Monitors {
  /** Every write, in order. */
  readonly stream: StreamRecord[] = [];
  readonly #items = new Map<string, ports.StoredMonitor>();
  readonly #deleted = new Set<string>();
  readonly #now: () => Instant;

  constructor(calls: string[], now: () => Instant) {
    super(calls);
    this.#now = now;
  }

  /** Puts a monitor there, before the test begins. */
  given(monitor: Monitor): ports.StoredMonitor {
    refuseContradiction(monitor);
    const stored = {
      monitor: structuredClone(monitor),
      version: 7,
      requestId: 'given',
      pings: 0,
      pingNumber: 0,
    };
    this.#items.set(monitor.id, stored);
    return structuredClone(stored);
  }

  /** Saves a change as somebody else. */
  overtake(id: string, change: (monitor: Monitor) => Monitor = (monitor) => monitor): void {
    const { monitor, version, ...rest } = this.peek(id);
    const changed = change(monitor);
    refuseContradiction(changed);
    this.#items.set(id, { ...rest, monitor: changed, version: version + 1, requestId: 'somebody-else' });
  }

  /** Deletes a monitor as somebody else. */
  remove(id: string): boolean {
    this.#deleted.add(id);
    return this.#items.delete(id);
  }

  /** What is stored of a monitor. */
  peek(id: string): ports.StoredMonitor {
    const stored = this.#items.get(id);
    if (!stored) throw new Error(`There is no monitor ${id}.`);
    return structuredClone(stored);
  }

  /** Everything that is stored. */
  all(): ports.StoredMonitor[] {
    return structuredClone([...this.#items.values()]);
  }

  /** The flips that were stored, as the alert function would get them. */
  flips(): Flip[] {
    return this.stream.flatMap(({ change, monitor }) =>
      change === 'flip' && monitor.flip ? [monitor.flip] : [],
    );
  }

  load(id: string): Promise<ports.StoredMonitor | undefined> {
    return this.call('load', () => structuredClone(this.#items.get(id)));
  }

  async create(write: ports.NewMonitorWrite): Promise<'created' | 'taken'> {
    const { monitor, requestId, change, countsPing } = structuredClone(write);
    refuseContradiction(monitor);
    return this.call('create', () => {
      if (this.#items.has(monitor.id)) return 'taken';
      if ((monitor.flip !== undefined) !== (change === 'flip')) throw new Error(`Created by a ${change}.`);
      const pings = Number(countsPing);
      this.#put({ monitor, version: 1, requestId, pings, pingNumber: pings }, change, countsPing);
      return 'created';
    });
  }

  async save(write: ports.MonitorWrite): Promise<ports.StoredMonitor | 'lost'> {
    const { monitor, version, requestId, change, countsPing } = structuredClone(write);
    refuseContradiction(monitor);
    return this.call('save', () => {
      const stored = this.#items.get(monitor.id);
      this.#refuseUnread(monitor.id, version);
      if (!stored || version !== stored.version) return 'lost';
      if (monitor.createdAt !== stored.monitor.createdAt) return 'lost';
      refuseUnsaidFlip(stored.monitor, monitor, change);
      const pings = stored.pings + Number(countsPing);
      const pingNumber = countsPing ? pings : stored.pingNumber;
      this.#put({ monitor, version: version + 1, requestId, pings, pingNumber }, change, countsPing);
      return this.peek(monitor.id);
    });
  }

  countPing(id: string): Promise<number | undefined> {
    return this.call('countPing', () => {
      const stored = this.#items.get(id);
      if (!stored) return undefined;
      this.#put({ ...stored, pings: stored.pings + 1 }, 'ping', true);
      return stored.pings + 1;
    });
  }

  forgetTimer(id: string, armedFor: Instant): Promise<void> {
    return this.call('forgetTimer', () => {
      const stored = this.#items.get(id);
      if (stored?.monitor.armedFor !== armedFor) return;
      const { armedFor: _armedFor, ...monitor } = stored.monitor;
      this.#put({ ...stored, monitor, version: stored.version + 1 }, 'timer', false);
    });
  }

  delete(id: string): Promise<ports.StoredMonitor | undefined> {
    return this.call('delete', () => {
      const stored = this.#items.get(id);
      this.remove(id);
      return stored;
    });
  }

  deleteUnchanged({ monitor, version }: ports.StoredMonitor): Promise<'deleted' | 'lost'> {
    return this.call('deleteUnchanged', () => {
      this.#refuseUnread(monitor.id, version);
      const stored = this.#items.get(monitor.id);
      if (stored?.version !== version || stored.monitor.createdAt !== monitor.createdAt) return 'lost';
      this.remove(monitor.id);
      return 'deleted';
    });
  }

  async page(limit: number, cursor = ''): Promise<ports.MonitorPage> {
    if (!Number.isInteger(limit) || limit < 1) throw new Error(`A page has no ${limit} monitors.`);
    return this.call('page', () => {
      if (cursor !== '' && !cursor.startsWith('after '))
        throw new InvalidInput([{ field: 'cursor', message: 'is not a cursor' }]);
      const ids = [...this.#items.keys()].sort().filter((id) => `after ${id}` > cursor);
      const monitors = ids.slice(0, limit).map((id) => this.peek(id));
      // A full page has a cursor even when nothing follows, as DynamoDB's have.
      return { monitors, ...(ids.length >= limit && { nextCursor: `after ${ids[limit - 1]}` }) };
    });
  }

  cursorAfter(id: string): string {
    return `after ${id}`;
  }

  /** The parts that were asked for. */
  readonly parts: ports.TablePart[] = [];

  async *scan(part: ports.TablePart = { index: 0, of: 1 }): AsyncIterable<ports.StoredMonitor> {
    this.parts.push(part);
    yield* await this.call('scan', () =>
      structuredClone([...this.#items.values()].filter((_item, place) => place % part.of === part.index)),
    );
  }

  /** Only what was read is saved. Who lost a monitor to a deletion has read it all the same. */
  #refuseUnread(id: string, version: number): void {
    if (this.#deleted.has(id)) return;
    const known = this.#items.get(id)?.version ?? 0;
    if (version > known) throw new Error(`Nobody ever read version ${version} of ${id}.`);
  }

  #put(stored: ports.StoredMonitor, change: ports.ChangeKind, countsPing: boolean): void {
    this.#items.set(stored.monitor.id, structuredClone(stored));
    const monitor = structuredClone(stored.monitor);
    this.stream.push({ change, monitor, countsPing, storedAt: this.#now() });
  }
}

/** A monitor that must never be stored: the port's users promise so, or the table could not hold it. */
function refuseContradiction(monitor: Monitor): void {
  const contradictions: [string, boolean][] = [
    ['an attribute is undefined', Object.values(monitor).includes(undefined)],
    ['an attribute is not a number', Object.values(monitor).some(Number.isNaN)],
    ...timeContradictions(monitor),
    ...statusContradictions(monitor),
  ];
  const contradiction = contradictions.find(([, holds]) => holds);
  if (contradiction) throw new Error(`${monitor.id} must not be stored: ${contradiction[0]}.`);
}

function timeContradictions(monitor: Monitor): [string, boolean][] {
  const { dueAt, deadlineAt, armedFor = Number.NEGATIVE_INFINITY, checkinAt } = monitor;
  const wakeAt = wakeUpAt(monitor);
  return [
    ['armed for after its wake-up', armedFor > (wakeAt ?? Number.NEGATIVE_INFINITY)],
    ['a deadline that does not follow from the rest', deadlineAt !== withDeadline(monitor).deadlineAt],
    ['a deadline without a check-in', dueAt !== undefined && checkinAt === undefined],
  ];
}

function statusContradictions(monitor: Monitor): [string, boolean][] {
  const { status, dueAt, successes, manualResume, resumeAt, reminder } = monitor;
  const { flapping, settled, alertsAt } = monitor;
  const awaits = dueAt !== undefined;
  const [isUp, isDown, isPaused] = [status === 'up', status === 'down', status === 'paused'];
  return [
    ['up without a deadline', isUp && !awaits],
    ['a deadline of a pause', isPaused && awaits],
    ['down with a deadline, or without one in a row of successes', isDown && awaits !== successes > 0],
    [`a row of successes while ${status}`, successes > 0 && !isDown && !isPaused],
    [`a pause’s settings while ${status}`, (manualResume ?? resumeAt) !== undefined && !isPaused],
    [`a reminder while ${status}`, reminder !== undefined && !isDown],
    [`flapping while ${status}`, flapping !== undefined && !isUp && !isDown],
    ['flapping since no instant', flapping !== undefined && alertsAt === undefined],
    ['flapping and reminded or settled', flapping !== undefined && (reminder ?? settled) !== undefined],
    [`settled while ${status}`, settled !== undefined && !isUp && !isDown],
  ];
}

/** The stream tells flips by their `change`: it must say so when there is one, and only then. */
function refuseUnsaidFlip(before: Monitor, after: Monitor, change: ports.ChangeKind): void {
  const flips = (after.flip?.seq ?? 0) - (before.flip?.seq ?? 0);
  if (flips !== Number(change === 'flip')) throw new Error(`A ${change} came with ${flips} flips.`);
}
