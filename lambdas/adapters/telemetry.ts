import { limits } from '../domain/limits.ts';
import type { Measurement, Meter, Notice, Telemetry } from '../usecases/ports.ts';

const namespace = 'Downbeat';
const units: Readonly<Record<Measurement, 'Count' | 'Milliseconds'>> = {
  Flips: 'Count',
  EvaluationDelay: 'Milliseconds',
  TimerLateness: 'Milliseconds',
  TimersMissing: 'Count',
};

/**
 * CloudWatch log lines in embedded metric format: each line is a metric too, without an API call. A notice is a line of its
 * own; what is measured waits for `flush`, so that an invocation writes one line of it, for lines cost money.
 * Written to standard output directly, since Lambda's console puts text before a line, which then is no metric.
 */
export class CloudWatchTelemetry implements Telemetry, Meter {
  readonly #installation: string;
  readonly #write: (line: string) => void;
  readonly #now: () => number;
  readonly #measured = new Map<Measurement, number[]>();

  constructor(
    installation: string,
    now: () => number,
    write: (line: string) => void = (line) => process.stdout.write(line),
  ) {
    this.#installation = installation;
    this.#now = now;
    this.#write = write;
  }

  notice(notice: Notice, details: Record<string, string | number> = {}, cause?: unknown): void {
    this.#writeLine([{ Name: notice, Unit: 'Count' }], {
      [notice]: 1,
      details,
      ...(cause !== undefined && { cause: describe(cause) }),
    });
  }

  measure(measurement: Measurement, value: number): void {
    const values = this.#measured.get(measurement) ?? [];
    this.#measured.set(measurement, [...values, value]);
    // With more values CloudWatch would drop the line.
    if (values.length + 1 === limits.valuesPerLine) this.flush();
  }

  /** Writes what has been measured since the last time as one line, or nothing if that is nothing. */
  flush(): void {
    if (this.#measured.size === 0) return;
    const metrics = [...this.#measured.keys()].map((name) => ({ Name: name, Unit: units[name] }));
    this.#writeLine(metrics, Object.fromEntries(this.#measured));
    this.#measured.clear();
  }

  #writeLine(metrics: { Name: string; Unit: string }[], fields: object): void {
    const line = {
      _aws: {
        Timestamp: this.#now(),
        CloudWatchMetrics: [{ Namespace: namespace, Dimensions: [['Installation']], Metrics: metrics }],
      },
      Installation: this.#installation,
      ...fields,
    };
    this.#write(`${JSON.stringify(line)}\n`);
  }
}

/** An error and what caused it: `Unavailable: SNS is unavailable. <- ThrottlingException: Rate exceeded` */
function describe(error: unknown): string {
  const chain: string[] = [];
  let link = error;
  while (link instanceof Error && chain.length < limits.causesShown) {
    chain.push(`${link.name}: ${link.message}`);
    link = link.cause;
  }
  return (chain.join(' <- ') || String(error)).slice(0, limits.causeCharacters);
}
