import type { Monitor } from '../domain/monitor.ts';
import { cutText } from '../domain/ping.ts';

/** What neither stands on a line of text nor may turn the direction of writing. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu;

/** A text from outside as one line, without control characters and halves of characters. */
export function oneLine(text: string): string {
  return text.toWellFormed().replace(unprintable, ' ').trim();
}

/** A monitor's name in one line. */
export function nameOf({ name, id }: Pick<Monitor, 'name' | 'id'>): string {
  return oneLine(name) || id;
}

/** At most so many characters, the last of them an ellipsis if there were more. */
export function shortened(text: string, maxCharacters: number): string {
  return text.length <= maxCharacters ? text : `${cutText(text, maxCharacters - 1).trimEnd()}…`;
}

/**
 * A name in at most `room` characters of printable ASCII, accents taken off. It is the id if more of its letters are
 * lost than left.
 */
export function asciiName({ name, id }: Pick<Monitor, 'name' | 'id'>, room: number): string {
  const plain = oneLine(name)
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^ -~]/gu, '?')
    .slice(0, room)
    .trim();
  return countOf(plain, /[a-z0-9]/gi) > countOf(plain, /\?/g) ? plain : id.slice(0, room);
}

/** The same in characters of every phone's alphabet; another would halve the length of a message. */
export function gsmName(monitor: Pick<Monitor, 'name' | 'id'>, room: number): string {
  return asciiName(monitor, room).replace(/[^\w .,:;!?'"()+\-/&%#*=<>@$]/g, '?');
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** `1 monitor`, `2 monitors`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A text in lines of at most `width` characters; a longer word has a line of its own. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
