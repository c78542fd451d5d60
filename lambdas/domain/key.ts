import { InvalidInput } from './errors.ts';
import { limits } from './limits.ts';
import { actionWords } from './signal.ts';
import { uuidOf } from './uuid.ts';

/** A ping key, `<id>-<secret>`: the id says which monitor, the secret that the sender may ping it. */
export interface PingKey {
  id: string;
  secret: string;
}

/** Crockford's base32 in lower case: no i, l, o or u. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const secretPattern = `[${alphabet}]{${limits.secretCharacters}}`;
const isSecret = new RegExp(`^${secretPattern}$`);
/** What a key of ours looks like, as part of a regular expression. Its id may yet be none. */
export const ownKeyPattern = `[a-z0-9-]+-${secretPattern}`;
const ownKey = new RegExp(`^${ownKeyPattern}$`);
const keyMaxCharacters = limits.idMaxCharacters + 1 + limits.secretCharacters;
/** What an id looks like, but for the words that none may be. */
export const slugPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Words that end a ping URL, in any dialect: as an id they would make `/<ping key>/<id>` ambiguous. */
const endingWords: ReadonlySet<string> = new Set([...actionWords, 'results', 'success']);

/** What the key of a badge looks like, as part of a regular expression. */
export const badgeKeyPattern = `[${alphabet}]{${limits.badgeKeyCharacters}}`;
const badgeKey = new RegExp(`^${badgeKeyPattern}$`);

/** Whether a text may be the key of a badge, by its looks. */
export function isBadgeKey(text: string): boolean {
  return badgeKey.test(text);
}

/** Whether a text can be the slug of a status page. Unlike an id, it may be any word, or only digits. */
export function isSlug(text: string): boolean {
  return text.length <= limits.idMaxCharacters && slugPattern.test(text);
}

export const idAllowed = `allowed are 1 to ${limits.idMaxCharacters} of a-z, 0-9 and single dashes between them, not only digits, and none of ${[...endingWords].join(', ')}`;

/** Whether a text can be the id of a monitor. */
export function isId(text: string): boolean {
  return (
    text.length <= limits.idMaxCharacters &&
    slugPattern.test(text) &&
    !/^\d+$/.test(text) &&
    !endingWords.has(text)
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

/** Writes a secret of so many characters from at least as many random bytes, of which it keeps five bits each. */
export function secretFrom(randomBytes: Uint8Array, characters: number = limits.secretCharacters): string {
  const bytes = randomBytes.subarray(0, characters);
  if (bytes.length < characters) throw new RangeError(`A secret needs ${characters} random bytes.`);
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
  if (text.charAt(dash) !== '-' || !isId(id) || !isSecret.test(secret)) return undefined;
  return { id, secret };
}

/** What a key that is brought along looks like, unless it looks like one of ours. */
export const foreignKeyPattern = new RegExp(
  `^[\\w-]{${limits.foreignKeyMinCharacters},${limits.foreignKeyMaxCharacters}}$`,
);

/**
 * Reads a key that was brought along, such as a Healthchecks UUID or a Kuma token, and answers it as `foreignKey` does.
 * Throws InvalidInput naming the field `key`. What looks like a key of ours is refused: it would stand for another monitor.
 */
export function parseForeignKey(text: string): string {
  if (foreignKeyPattern.test(text) && !ownKey.test(text)) return foreignKey(text);
  const message = `is not a key to bring along; allowed are ${limits.foreignKeyMinCharacters} to ${limits.foreignKeyMaxCharacters} of letters, digits, - and _, but not <id>-<secret>, as our own keys are`;
  throw new InvalidInput([{ field: 'key', message }]);
}

/** Whether a text may be somebody's key, by its looks: what is not needs no look-up. */
export function looksLikeKey(text: string): boolean {
  return (
    /^[\w-]+$/.test(text) && text.length >= limits.foreignKeyMinCharacters && text.length <= keyMaxCharacters
  );
}

/** The form in which a foreign key is stored and looked up: a UUID in lower case, anything else as it is. */
export function foreignKey(text: string): string {
  return uuidOf(text) ?? text;
}
