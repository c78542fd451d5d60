import { formatDuration } from '../domain/duration.ts';
import { limits } from '../domain/limits.ts';
import type { Monitor } from '../domain/monitor.ts';
import type { News } from '../domain/news.ts';
import { cliLines, curlLines, type Installation } from './installation.ts';
import { lasting, span, zoned } from './instants.ts';
import { lastPingOf, type ShownPing } from './last-ping.ts';
import { statusWord, story, tidingOf } from './reasons.ts';
import { scheduleInWords } from './schedule-words.ts';
import { nameOf, oneLine, shortened, wrapped } from './words.ts';

const columns = 78;
const labelColumns = 14;

/** Joins the parts of a mail: paragraphs, each of one or more lines. */
export function mail(...paragraphs: readonly (readonly string[])[]): string {
  const texts = paragraphs.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${texts.join('\n\n')}\n`;
}

/** Sentences as lines of a mail, each beginning a line of its own. */
export function prose(...sentences: readonly string[]): string[] {
  return sentences.flatMap((sentence) => wrapped(sentence, columns));
}

/** A line with a label, or several if the value is long. */
export function field(label: string, value: string): string[] {
  const [first, ...rest] = wrapped(value, columns - labelColumns);
  return [
    `${`${label}:`.padEnd(labelColumns)}${first}`,
    ...rest.map((line) => `${' '.repeat(labelColumns)}${line}`),
  ];
}

/** The e-mail of an alert: plain text. */
export function emailOf(news: News, installation: Installation): string {
  const { monitor } = news;
  const ping = lastPingOf(news);
  return mail(
    [`${nameOf(monitor)} is ${headline(news)}.`],
    prose(...story(news)),
    [...aboutMonitor(monitor, installation), ...aboutFlip(news), ...aboutPing(ping, monitor)],
    ping?.output === undefined ? [] : ['The end of its output:'],
    ping?.output === undefined ? [] : ping.output.split('\n').map((line) => `    | ${line}`.trimEnd()),
    ...whatToDo(monitor, installation),
    farewell,
  );
}

function headline(news: News): string {
  switch (tidingOf(news)) {
    case 'reminder':
      return 'still DOWN';
    case 'flapping':
      return 'FLAPPING';
    case 'settled':
      return `STEADY again: it is ${statusWord(news)}`;
    case 'up':
      return news.flip.from === 'new' ? 'UP' : 'UP again';
    default:
      return statusWord(news);
  }
}

/** What the monitor is, for every kind of mail. */
export function aboutMonitor(monitor: Monitor, { name, region }: Installation): string[] {
  const { id, tags, maxRuntimeSeconds, runbookUrl } = monitor;
  return [
    ...field('Monitor', id),
    ...field('Expected', expectation(monitor)),
    ...(maxRuntimeSeconds === undefined ? [] : field('Run', `at most ${formatDuration(maxRuntimeSeconds)}`)),
    ...(tags.length === 0 ? [] : field('Tags', tags.map(oneLine).join(', '))),
    ...(runbookUrl === undefined ? [] : field('Runbook', runbookUrl)),
    ...field('Told by', `the installation ${name} in ${region}`),
  ];
}

/** What is awaited: `every 24 hours, with 5m of grace`. */
export function expectation(monitor: Monitor): string {
  const words = shortened(oneLine(scheduleInWords(monitor)), limits.scheduleWordsCharacters);
  return `${words}, with ${formatDuration(monitor.gracePeriodSeconds)} of grace`;
}

function aboutFlip({ monitor, flip }: News): string[] {
  const status = `${flip.to[0]?.toUpperCase()}${flip.to.slice(1)}`;
  const at = (instant: number) => zoned(instant, monitor.timezone);
  return [
    ...field(`${status} since`, at(flip.at)),
    ...field('Noticed', at(flip.detectedAt)),
    ...field('Before', `${flip.from} for ${span(flip.since, flip.at)}, since ${at(flip.since)}`),
  ];
}

function aboutPing(ping: ShownPing | undefined, { timezone }: Monitor): string[] {
  if (!ping) return field('Last ping', 'none yet');
  const { at, kind, exitStatus, durationMs, sourceIp, userAgent, message } = ping;
  const exit = exitStatus === undefined ? '' : ` (exit status ${exitStatus})`;
  const took = durationMs === undefined ? '' : `, after a run of ${lasting(durationMs)}`;
  const agent = userAgent === '' ? '' : `, ${userAgent}`;
  return [
    ...field('Last ping', `${kind}${exit} at ${zoned(at, timezone)}${took}`),
    ...field('From', `${sourceIp}${agent}`),
    ...(message === undefined ? [] : field('Message', message)),
  ];
}

function whatToDo(monitor: Monitor, installation: Installation): string[][] {
  const cli = cliLines(monitor, installation);
  const curl = curlLines(monitor, installation);
  const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`);
  return [
    ['To look at it, or to pause it for an hour:'],
    indented([cli.show, cli.pause].map((line) => line.replace(' --url ', ' \\\n    --url '))),
    ['Without the CLI, to look at it, or to pause it until it succeeds or fails:'],
    indented(curl.show),
    indented(curl.pause),
  ];
}

const farewell = prose(
  'To have no more of these mails, pause the monitor or give it other channels. The link below, from Amazon SNS, takes your address out of this channel, for all of its monitors.',
);
