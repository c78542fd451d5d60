/** An instant: milliseconds since the Unix epoch, UTC. */
export type Instant = number;

export const secondMs = 1_000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** The instant as ISO 8601 in UTC with milliseconds, such as `2026-11-20T02:00:00.000Z`. */
export function isoInstant(at: Instant): string {
  return new Date(at).toISOString();
}
