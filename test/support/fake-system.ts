import { Contended, TopicRefused, Unavailable } from '../../lambdas/domain/errors.ts';
import { type Instant, minuteMs } from '../../lambdas/domain/time.ts';
import type { Measurement, Meter, Notice, System, Telemetry } from '../../lambdas/usecases/ports.ts';
import { keyIn } from '../logs/keys.ts';

/** Where the clock stands at first: 2026-11-20T12:00:00.000Z. */
export const noon: Instant = Date.UTC(2026, 10, 20, 12);

/** A clock that moves when told to, or when somebody sleeps; chance and ids that are the same in every run. */
export class FakeSystem implements System {
  /** The clock. Set it to go anywhere. */
  clock: Instant = noon;
  /** How long each sleeper slept, in milliseconds. */
  readonly slept: number[] = [];
  /** What `random` gives, over and over. */
  randoms: readonly number[] = [0.5];
  /** How many secrets were compared. */
  comparisons = 0;
  #randomsGiven = 0;
  #idsGiven = 0;
  #bytesGiven = 0;

  /** Moves the clock on. */
  advance(milliseconds: number): void {
    this.clock += milliseconds;
  }

  now(): Instant {
    return this.clock;
  }

  async sleep(milliseconds: number): Promise<void> {
    if (!(milliseconds >= 0 && milliseconds < minuteMs)) throw new Error(`Nobody sleeps ${milliseconds} ms.`);
    this.slept.push(milliseconds);
    this.clock += milliseconds;
  }

  random(): number {
    const value = this.randoms[this.#randomsGiven++ % this.randoms.length];
    if (value === undefined || value < 0 || value >= 1) throw new Error(`${value} is not from 0 up to 1.`);
    return value;
  }

  randomBytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.#bytesGiven++ % 256);
  }

  uniqueId(): string {
    this.#idsGiven += 1;
    return `request-${this.#idsGiven}`;
  }

  sameSecret(left: string, right: string): boolean {
    this.comparisons += 1;
    return left === right;
  }
}

/** What a notice tells of its cause: each message down to the first. */
function reasons(cause: unknown): string {
  return cause instanceof Error ? `${cause.message} ${reasons(cause.cause)}` : String(cause);
}

/**
 * Keeps the notices and what is measured. Refuses a notice that tells a key, or that would hide a defect, and a value that no
 * span and no count can have.
 */
export class FakeTelemetry implements Telemetry, Meter {
  readonly notices: { notice: Notice; details: Record<string, string | number>; cause?: unknown }[] = [];
  readonly measured: [Measurement, number][] = [];

  notice(notice: Notice, details: Record<string, string | number> = {}, cause?: unknown): void {
    const told = `${JSON.stringify(details)} ${reasons(cause)}`;
    if (keyIn(told) !== undefined) throw new Error('A notice tells a secret.');
    const expected = [Unavailable, Contended, TopicRefused].some((known) => cause instanceof known);
    if (
      cause !== undefined &&
      !expected &&
      !['AlertLost', 'LastPingNotRead', 'EventRefused'].includes(notice)
    )
      throw cause;
    this.notices.push({ notice, details, ...(cause !== undefined && { cause }) });
  }

  measure(measurement: Measurement, value: number): void {
    if (!(value >= 0 && Number.isFinite(value))) throw new Error(`${value} is no value of ${measurement}.`);
    this.measured.push([measurement, value]);
  }

  /** The notices by name, in order. */
  names(): Notice[] {
    return this.notices.map(({ notice }) => notice);
  }
}
