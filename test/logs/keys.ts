import { limits } from '../../lambdas/domain/limits.ts';

const crockford = '[0-9a-hjkmnp-tv-z]';
const notWithin = (pattern: string) => `(?<![0-9A-Za-z])${pattern}(?![0-9A-Za-z])`;
const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/**
 * What a key looks like, whoever has made it: a secret of ours, with its id before it or alone, the key of slug pings,
 * and a UUID that is part of a path. A run's id is a UUID too, but stands in a query.
 */
const shapes = [
  new RegExp(notWithin(`(?:[a-z0-9-]+-)?${crockford}{${limits.secretCharacters}}`)),
  new RegExp(notWithin(`${crockford}{${limits.slugKeyCharacters}}`)),
  new RegExp(`(?<=/)${uuid}(?![0-9a-f])`, 'i'),
];

/** The first key in a text: one of those that are known, or what looks like one. */
export function keyIn(text: string, known: Iterable<string> = []): string | undefined {
  for (const key of known) if (text.includes(key)) return key;
  for (const shape of shapes) {
    const found = shape.exec(text)?.[0];
    if (found !== undefined) return found;
  }
  return undefined;
}
