import { formatDuration } from '../domain/duration.ts';
import type { FlipReason } from '../domain/flip.ts';
import { limits } from '../domain/limits.ts';
import { kindOf, type News, type NewsKind } from '../domain/news.ts';
import { type Instant, minuteMs } from '../domain/time.ts';
import { span, zoned } from './instants.ts';
import { counted } from './words.ts';

/** What news are for people. Of a monitor that begins to flap, they are told that instead of the flip. */
export type Tiding = NewsKind | 'flapping';

export function tidingOf({ monitor, flip, change }: News): Tiding {
  const begins = change === 'flip' && flip.seq === monitor.flapping?.seq;
  return begins ? 'flapping' : kindOf({ flip, change });
}

/** The status that a flip led to, as alerts write it. */
export function statusWord({ flip }: Pick<News, 'flip'>): 'DOWN' | 'UP' | 'PAUSED' {
  if (flip.to === 'paused') return 'PAUSED';
  return flip.to === 'down' ? 'DOWN' : 'UP';
}

/** When the news became true: for a reminder, when it was due. */
export function toldAt({ monitor, flip, change }: News): Instant {
  if (change === 'reminder') return monitor.reminder?.at ?? flip.detectedAt;
  if (change === 'settled') return monitor.settled?.at ?? flip.detectedAt;
  return flip.at;
}

/** Why, in a few words. */
export const reasonWords: Readonly<Record<FlipReason, string>> = {
  first_ping: 'first check-in',
  missed: 'no check-in',
  timed_out: 'run took too long',
  failed: 'job failed',
  recovered: 'a success came',
  paused: 'paused',
  resumed: 'pause ended',
  changed: 'settings changed',
};

/** How long a monitor that flaps has to stay as it is. */
const steadyTime = counted(limits.flappingQuietMs / minuteMs, 'minute');

/** What happened, in sentences, each of which may stand alone. */
export function story(news: News): string[] {
  switch (tidingOf(news)) {
    case 'reminder':
      return [reminderSentence(news), whatHappened(news)];
    case 'flapping':
      return [flappingSentence(news), whatHappened(news), notToldSentence];
    case 'settled':
      return [settledSentence(news), whatHappened(news)];
    default:
      return [whatHappened(news), ...furtherGraceSentences(news)];
  }
}

/** Nobody looked at the deadline in time, or could: whoever reads this must know what it is worth. */
function furtherGraceSentences({ monitor, flip: { furtherGrace } }: News): string[] {
  if (!furtherGrace) return [];
  const [from, until] = [
    zoned(furtherGrace.from, monitor.timezone),
    zoned(furtherGrace.until, monitor.timezone),
  ];
  return [
    `Downbeat itself was away, or an event came late: so it looked no sooner than ${from}, and waited until ${until} for pings that may be late or lost, in vain.`,
  ];
}

function reminderSentence({ monitor, flip }: News): string {
  const { number = 0, at = flip.detectedAt } = monitor.reminder ?? {};
  return `It has been down for ${span(flip.at, at)}. This is reminder ${number}.`;
}

function flappingSentence(news: News): string {
  const { flips = 0, since = news.flip.at } = news.monitor.flapping ?? {};
  const changes = `It has changed ${counted(flips, 'time')} since ${zoned(since, news.monitor.timezone)}`;
  return `${changes}, and is ${statusWord(news)} right now.`;
}

const notToldSentence = `Further changes are not told one by one. You will be told once it has been steady for ${steadyTime}.`;

function settledSentence({ monitor, flip }: News): string {
  const { flips = 0, since = flip.since } = monitor.settled ?? {};
  const { timezone } = monitor;
  return `It changed ${counted(flips, 'time')} between ${zoned(since, timezone)} and ${zoned(flip.at, timezone)}.`;
}

function whatHappened(news: News): string {
  const { monitor, flip } = news;
  const at = zoned(flip.at, monitor.timezone);
  const before = span(flip.since, flip.at);
  switch (flip.reason) {
    case 'missed':
      return `No check-in came by ${at}${missesText(news)}.`;
    case 'timed_out':
      return `A run was still going on at ${at}${limitText(news)}${missesText(news)}.`;
    case 'failed':
      return `The job reported a failure at ${at}${exitText(news)}${failuresText(news)}.`;
    case 'changed':
      return `Its settings were changed at ${at}, after ${before} of being ${flip.from}. By the new ones no check-in is missing.`;
    case 'resumed':
      return `Its pause ended at ${at}, after ${before}. ${resumedBy(news)}`;
    case 'paused':
      return `It was paused at ${at}, after ${before} of being ${flip.from}.`;
    case 'first_ping':
      return `Its first check-in came at ${at}.`;
    case 'recovered':
      return `A check-in came at ${at}, after ${before} of being ${flip.from}${successesText(news)}.`;
  }
}

function resumedBy({ monitor, flip }: News): string {
  const { lastPing } = monitor;
  return lastPing?.kind === 'success' && lastPing.at === flip.at
    ? 'A check-in ended it.'
    : 'It is taken to be up until a check-in is missing.';
}

// What a monitor counts, and its settings, belong to a flip only while the flip is news: the monitor goes on.

function limitText({ monitor, change }: News): string {
  if (monitor.maxRuntimeSeconds === undefined || change !== 'flip') return '';
  return `, after ${formatDuration(monitor.maxRuntimeSeconds)}, which is all it may take`;
}

function missesText({ monitor, change }: News): string {
  const { misses, maxMisses } = monitor;
  return maxMisses > 1 && change === 'flip' ? `: miss ${misses} of ${maxMisses} since the last success` : '';
}

function failuresText({ monitor, change }: News): string {
  const { failures, maxFailures } = monitor;
  const isCounted = maxFailures > 1 && change === 'flip';
  return isCounted ? `: failure ${failures} of ${maxFailures} since the last success` : '';
}

function successesText({ monitor, change }: News): string {
  const { recoveryThreshold } = monitor;
  const isCounted = recoveryThreshold > 1 && change === 'flip';
  return isCounted ? `: the last of ${recoveryThreshold} successes in a row` : '';
}

function exitText({ monitor, flip }: News): string {
  const { lastPing } = monitor;
  const isItsOwn = lastPing?.kind === 'fail' && lastPing.at === flip.at;
  return isItsOwn && lastPing.exitStatus !== undefined ? ` (exit status ${lastPing.exitStatus})` : '';
}
