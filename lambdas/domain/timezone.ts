import { InvalidInput } from './errors.ts';

export const timezoneAllowed = 'allowed is an IANA time zone with its region, such as Europe/Riga, or UTC';

/** Abbreviations are left out: engines read BST as Bangladesh's time, and IST as India's. */
const namePattern = /^(?:UTC|GMT|(?!SystemV\/)[a-z]\w*\/[\w+\-/]{1,60})$/i;

/**
 * Reads the name of an IANA time zone, in any case. Fixed offsets such as `+02:00` are none.
 * Throws InvalidInput, naming the field `timezone`.
 */
export function parseTimezone(text: string): string {
  const known = canonicalName(text);
  if (known === undefined) {
    throw new InvalidInput([{ field: 'timezone', message: `is not a time zone; ${timezoneAllowed}` }]);
  }
  // What a zone is called now is not always what its people call it: Asia/Calcutta stays what they wrote.
  return known.toLowerCase() === text.toLowerCase() ? known : text;
}

function canonicalName(text: string): string | undefined {
  if (!namePattern.test(text)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
