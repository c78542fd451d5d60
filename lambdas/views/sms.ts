import { limits } from '../domain/limits.ts';
import type { Monitor } from '../domain/monitor.ts';
import type { News } from '../domain/news.ts';
import { span, utc } from './instants.ts';
import { reasonWords, statusWord, tidingOf } from './reasons.ts';
import { counted, gsmName } from './words.ts';

/** An SMS of an alert: the whole news, and as much of the name as there is room for. */
export function smsOf(news: News): string {
  const says = ` is ${whatIs(news)}.`;
  return `${gsmName(news.monitor, limits.smsCharacters - says.length)}${says}`;
}

export function testSms(monitor: Monitor): string {
  const says = 'TEST of the alerts for ';
  return says + gsmName(monitor, limits.smsCharacters - says.length);
}

function whatIs(news: News): string {
  const { monitor, flip } = news;
  const word = statusWord(news);
  const since = `since ${utc(flip.at)}`;
  switch (tidingOf(news)) {
    case 'reminder':
      return `STILL DOWN (reminder ${monitor.reminder?.number ?? 0}) ${since}: ${reasonWords[flip.reason]}`;
    case 'flapping':
      return `FLAPPING: ${counted(monitor.flapping?.flips ?? 0, 'change')}, ${word} now ${since}`;
    case 'settled':
      return `STEADY: ${word} ${since}, after ${counted(monitor.settled?.flips ?? 0, 'change')}`;
    case 'down':
      return `DOWN ${since}: ${reasonWords[flip.reason]}`;
    default:
      return `${word} ${since}, was ${flip.from} ${span(flip.since, flip.at)}`;
  }
}
