import { limits } from '../domain/limits.ts';
import type { Monitor } from '../domain/monitor.ts';
import type { News } from '../domain/news.ts';
import { statusWord, type Tiding, tidingOf } from './reasons.ts';
import { asciiName } from './words.ts';

/** What stands before the name in a subject. */
export const subjectWords: Readonly<Record<Tiding, string>> = {
  down: 'DOWN',
  up: 'UP',
  paused: 'PAUSED',
  reminder: 'STILL DOWN',
  flapping: 'FLAPPING',
  settled: 'STEADY',
};

/** SNS takes ASCII without control characters, and fewer than 100 of it. */
export function subjectOf(news: News): string {
  const tiding = tidingOf(news);
  return named(subjectWords[tiding], news.monitor, tiding === 'settled' ? ` is ${statusWord(news)}` : '');
}

export function testSubject(monitor: Monitor): string {
  return named('TEST', monitor);
}

/** `<word>: <name><rest>`, with as much of the name as there is room for. */
export function named(word: string, monitor: Pick<Monitor, 'name' | 'id'>, rest = ''): string {
  const room = limits.subjectCharacters - `${word}: ${rest}`.length;
  return `${word}: ${asciiName(monitor, room)}${rest}`;
}
