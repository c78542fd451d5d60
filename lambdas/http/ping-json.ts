import type { PingBody } from '../domain/ping.ts';
import { isoInstant } from '../domain/time.ts';
import type { StoredPing } from '../usecases/ports.ts';

/** A ping as it was kept. Instants are ISO 8601, UTC; `null` stands for what the sender did not say. */
export function pingJson({ number, ping }: StoredPing) {
  return {
    n: number,
    kind: ping.kind,
    at: isoInstant(ping.at),
    method: ping.method,
    source_ip: ping.sourceIp,
    user_agent: ping.userAgent,
    exit_status: ping.exitStatus ?? null,
    rid: ping.rid ?? null,
    duration_ms: ping.durationMs ?? null,
    status_label: ping.statusLabel ?? null,
    message: ping.message ?? null,
    labels: ping.labels ?? null,
    body: ping.body ? bodyJson(ping.body) : null,
  };
}

/** `text` is there for people, if the bytes are UTF-8; `base64` is what came, to the byte. */
function bodyJson({ bytes, sizeBytes, contentType }: PingBody) {
  return {
    content_type: contentType,
    size_bytes: sizeBytes,
    kept_bytes: bytes.length,
    text: utf8(bytes, { stream: bytes.length < sizeBytes }),
    base64: Buffer.from(bytes).toString('base64'),
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
