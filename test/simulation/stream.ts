import { minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import type { NewsRecord } from '../../lambdas/usecases/delivery.ts';
import type { Executions } from './execution.ts';

const batchMax = 10;

/**
 * A reader of the table's stream: gets its records in order, in batches. A batch comes again from the first record
 * that failed, or as a whole when nobody answered; and sometimes though all was well.
 */
export class StreamReader {
  readonly records: NewsRecord[] = [];
  readonly #executions: Executions;
  readonly #deliver: (batch: readonly NewsRecord[], done: (failed: string | undefined) => void) => void;
  #next = 0;
  #failures = 0;
  #isBusy = false;

  constructor(
    executions: Executions,
    deliver: (batch: readonly NewsRecord[], done: (failed: string | undefined) => void) => void,
  ) {
    this.#executions = executions;
    this.#deliver = deliver;
  }

  add(record: NewsRecord): void {
    this.records.push(record);
    this.#readSoon(2 * secondMs);
  }

  get isDone(): boolean {
    return this.#next >= this.records.length;
  }

  #readSoon(afterMs: number): void {
    if (this.#isBusy || this.isDone) return;
    this.#isBusy = true;
    this.#executions.engine.after(afterMs, () => this.#read());
  }

  #read(): void {
    const { engine } = this.#executions;
    if (this.#executions.isAway('all')) {
      engine.after(10 * secondMs, () => this.#read());
      return;
    }
    const size = Math.ceil(engine.random.between(0, batchMax));
    const batch = this.records.slice(this.#next, this.#next + size);
    this.#deliver(batch, (failed) => {
      const failedAt = batch.findIndex(({ recordId }) => recordId === failed);
      const isAgain = engine.random.chance(this.#executions.faults.again);
      if (failedAt >= 0) this.#next += failedAt;
      else if (!isAgain) this.#next += batch.length;
      this.#failures = failedAt >= 0 ? this.#failures + 1 : 0;
      this.#isBusy = false;
      const pauseMs = Math.min(minuteMs, 2 ** Math.min(this.#failures, 10) * secondMs);
      this.#readSoon(this.#failures > 0 ? pauseMs : secondMs);
    });
  }
}
