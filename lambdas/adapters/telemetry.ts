import { limits } from '../domain/limits.ts';
import type { Notice, Telemetry } from '../usecases/ports.ts';

const namespace = 'Downbeat';

/**
 * Notices as CloudWatch log lines in embedded metric format: each line is a metric too, without an API call.
 * Written to standard output directly, since Lambda's console puts text before a line, which then is no metric.
 */
export class CloudWatchTelemetry implements Telemetry {
  readonly #installation: string;
  readonly #write: (line: string) => void;
  readonly #now: () => number;

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
    const line = {
      _aws: {
        Timestamp: this.#now(),
        CloudWatchMetrics: [
          {
            Namespace: namespace,
            Dimensions: [['Installation']],
            Metrics: [{ Name: notice, Unit: 'Count' }],
          },
        ],
      },
      Installation: this.#installation,
      [notice]: 1,
      details,
      ...(cause !== undefined && { cause: describe(cause) }),
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
