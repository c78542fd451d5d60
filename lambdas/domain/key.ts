import { InvalidInput } from './errors.ts';
import { limits } from './limits.ts';

/** A ping key, `<id>-<secret>`: the id says which monitor, the secret that the sender may ping it. */
export interface PingKey {
  id: string;
  secret: string;
}

/** Crockford's base32 in lower case: no i, l, o or u. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const secretPattern = new RegExp(`^[${alphabet}]{${limits.secretCharacters}}$`);
const slugPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Words that end a ping URL, in any dialect: as an id they would make `/<ping key>/<id>` ambiguous. */
const actionWords: ReadonlySet<string> = new Set([
  ...['start', 'fail', 'log', 'run', 'complete', 'starting', 'finished', 'failed', 'results', 'success'],
]);

export const idAllowed = `allowed are 1 to ${limits.idMaxCharacters} of a-z, 0-9 and single dashes between them, not only digits, and none of ${[...actionWords].join(', ')}`;

/** Whether a text can be the id of a monitor. */
export function isId(text: string): boolean {
  return (
    text.length <= limits.idMaxCharacters &&
    slugPattern.test(text) &&
    !/^\d+$/.test(text) &&
    !actionWords.has(text)
  );
}

/** Answers the id if it is one, else throws InvalidInput naming the field `id`. */
export function parseId(text: string): string {
  if (isId(text)) return text;
  throw new InvalidInput([{ field: 'id', message: `is not an id; ${idAllowed}` }]);
}

/**
 * Makes an id from a name: "Nightly Backup (EU)" becomes `nightly-backup-eu`. A name without a usable
 * letter, or one that is only digits or an action word, gets `monitor` before it.
 */
export function idFromName(name: string): string {
  const slug = slugOf(name);
  return isId(slug) ? slug : cutSlug(`monitor-${slug}`, limits.idMaxCharacters);
}

/** An id with a suffix, for when it is taken without: `backup` and `2` make `backup-2`. */
export function idWithSuffix(id: string, suffix: string): string {
  return `${cutSlug(id, limits.idMaxCharacters - suffix.length - 1)}-${suffix}`;
}

function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
  return cutSlug(plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, ''), limits.idMaxCharacters);
}

function cutSlug(slug: string, characters: number): string {
  return slug.slice(0, characters).replace(/-$/, '');
}

/** Writes a secret from at least 20 random bytes, of which it keeps five bits each. */
export function secretFrom(randomBytes: Uint8Array): string {
  const bytes = randomBytes.subarray(0, limits.secretCharacters);
  if (bytes.length < limits.secretCharacters) throw new RangeError('A secret needs 20 random bytes.');
  return Array.from(bytes, (byte) => alphabet.charAt(byte & 31)).join('');
}

export function formatKey(key: PingKey): string {
  return `${key.id}-${key.secret}`;
}

/**
 * Takes a ping key apart, or answers `undefined` if the text cannot be one. Says nothing about whether
 * the secret is right: the caller compares it, in constant time.
 */
export function parseKey(text: string): PingKey | undefined {
  const dash = text.length - limits.secretCharacters - 1;
  const id = text.slice(0, Math.max(dash, 0));
  const secret = text.slice(dash + 1);
  if (text.charAt(dash) !== '-' || !isId(id) || !secretPattern.test(secret)) return undefined;
  return { id, secret };
}
