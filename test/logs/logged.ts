import { channel } from 'node:diagnostics_channel';

// A test's modules live in a world of their own; what they say on these channels is heard by Jest's environment.

export const loggedLines = 'downbeat-test:logged';
export const keysMade = 'downbeat-test:key';

/** A piece of text that somebody logged. A line may come in several. */
export interface Logged {
  /** Who, such as `downbeat (stderr)`. */
  by: string;
  text: string;
}

const lines = channel(loggedLines);
const keys = channel(keysMade);

/** Hands over what goes to a log, where Jest's environment does not see it by itself: it must hold no key. */
export function logged(by: string, text: string): void {
  const line: Logged = { by, text };
  lines.publish(line);
}

/** Tells of a key that a test has made or brought along, whatever it looks like. */
export function keyMade(key: string): void {
  keys.publish(key);
}

const keyFields = /"(?:unique_key|ping_key|key)": ?"([^"]{10,})"/g;

/** Tells of the keys that a request or an answer of the management API has. */
export function keysIn(json: string): void {
  for (const [, key] of json.matchAll(keyFields)) if (key !== undefined) keyMade(key);
}
