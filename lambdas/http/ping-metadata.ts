import { limits } from '../domain/limits.ts';
import { cutText, type Signal } from '../domain/ping.ts';
import { hourMs, minuteMs, secondMs } from '../domain/time.ts';

type Metadata = Pick<Signal, 'statusLabel' | 'message' | 'durationMs' | 'labels'>;

/** A JSON object in a body of a sensible size, whatever its Content-Type; `undefined` if there is none. Never throws. */
export function readJsonObject(body: Uint8Array): Record<string, unknown> | undefined {
  if (body.length === 0 || body.length > limits.metadataBytes) return undefined;
  try {
    const json: unknown = JSON.parse(Buffer.from(body).toString());
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...json } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What a request says of itself beside its action: `status`, `message`, `duration` (or `latency_ms`) and `labels`. The
 * query wins over the body. What cannot be read is left out: a ping is never refused for it.
 */
export function readMetadata(query: URLSearchParams, json: Record<string, unknown>): Metadata {
  const said = (name: string) => query.get(name) ?? json[name];
  const statusLabel = readText(said('status'), limits.statusLabelCharacters);
  const message = readText(said('message'), limits.messageCharacters);
  const durationMs = readDurationMs(said('duration')) ?? readMilliseconds(said('latency_ms'));
  const labels = readLabels(json.labels);
  return {
    ...(statusLabel !== undefined && { statusLabel }),
    ...(message !== undefined && { message }),
    ...(durationMs !== undefined && { durationMs }),
    ...(labels && { labels }),
  };
}

const unitMs: Readonly<Record<string, number>> = {
  h: hourMs,
  m: minuteMs,
  s: secondMs,
  ms: 1,
  // Go writes micro with either sign.
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ns: 1e-6,
};
const amount = String.raw`(\d{1,15}(?:\.\d{1,15})?)(ms|us|µs|μs|ns|h|m|s)`;

const longestDurationCharacters = 50;

/** Reads `12.5s`, `250ms` or Go's `1h2m3.5s`; a number alone is seconds. */
function readDurationMs(value: unknown): number | undefined {
  if (typeof value === 'number') return bounded(value * secondMs);
  if (typeof value !== 'string' || value.length > longestDurationCharacters) return undefined;
  if (/^\d{1,15}(?:\.\d{1,15})?$/.test(value)) return bounded(Number(value) * secondMs);
  if (!new RegExp(`^(?:${amount})+$`).test(value)) return undefined;
  let total = 0;
  for (const [, count, unit = ''] of value.matchAll(new RegExp(amount, 'g'))) {
    total += Number(count) * (unitMs[unit] ?? Number.NaN);
  }
  return bounded(total);
}

function readMilliseconds(value: unknown): number | undefined {
  if (typeof value === 'number') return bounded(value);
  return typeof value === 'string' && value.trim() !== '' ? bounded(Number(value)) : undefined;
}

/** A duration to the nanosecond, which every table can hold, or `undefined` if it is none. */
export function bounded(durationMs: number): number | undefined {
  const isDuration = durationMs >= 0 && durationMs <= limits.durationMaxMs;
  return isDuration ? Math.round(durationMs * 1e6) / 1e6 : undefined;
}

function readLabels(value: unknown): Record<string, string> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const labels = Object.entries(value).flatMap(([name, labelled]) => {
    const text = readText(labelled, limits.labelValueCharacters);
    return isLabelName(name) && text !== undefined ? [[name, text] as const] : [];
  });
  return labels.length === 0 ? undefined : Object.fromEntries(labels.slice(0, limits.labelsPerPing));
}

function isLabelName(name: string): boolean {
  return name.length <= limits.labelNameCharacters && /^[a-z\d][\w.:/ -]*$/i.test(name);
}

function readText(value: unknown, maxCharacters: number): string | undefined {
  if (!['string', 'number', 'boolean'].includes(typeof value) || value === '') return undefined;
  return cutText(String(value), maxCharacters);
}
