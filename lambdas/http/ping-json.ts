import { type Ping, type PingBody, receivedAt } from '../domain/ping.ts';
import { isoInstant } from '../domain/time.ts';
import type { StoredPing } from '../usecases/ports.ts';

/** A ping as it was kept. Instants are ISO 8601, UTC; `null` stands for what the sender did not say. */
export function pingJson({ number, ping }: StoredPing) {
  return { ...signalJson(number, ping), body: ping.body ? bodyJson(ping.body) : null };
}

/** The same without the bytes of its body, for lists of many. */
export function listedPingJson({ number, ping }: StoredPing) {
  return { ...signalJson(number, ping), body: ping.body ? bodySizes(ping.body) : null };
}

function signalJson(number: number, ping: Ping) {
  return {
    n: number,
    kind: ping.kind,
    at: isoInstant(ping.at),
    received_at: receivedAt(ping) === ping.at ? null : isoInstant(receivedAt(ping)),
    method: ping.method,
    source_ip: ping.sourceIp,
    user_agent: ping.userAgent,
    exit_status: ping.exitStatus ?? null,
    rid: ping.rid ?? null,
    duration_ms: ping.durationMs ?? null,
    status_label: ping.statusLabel ?? null,
    message: ping.message ?? null,
    labels: ping.labels ?? null,
  };
}

function bodySizes({ bytes, sizeBytes, contentType }: PingBody) {
  return { content_type: contentType, size_bytes: sizeBytes, kept_bytes: bytes.length };
}

/** `text` is there for people, if the bytes are UTF-8; `base64` is what came, to the byte. */
function bodyJson(body: PingBody) {
  return {
    ...bodySizes(body),
    text: utf8(body.bytes, { stream: body.bytes.length < body.sizeBytes }),
    base64: Buffer.from(body.bytes).toString('base64'),
  };
}

/** As a stream, the last character may be there in part: it was cut. */
function utf8(bytes: Uint8Array, options: { stream: boolean }): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, options);
  } catch {
    return null;
  }
}
