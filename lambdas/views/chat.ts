import { limits } from '../domain/limits.ts';
import type { Monitor } from '../domain/monitor.ts';
import { eventIdOf, type News } from '../domain/news.ts';
import { alarmName } from './alarm.ts';
import { asCode, asCodeBlock, asText, asUrl } from './chat-text.ts';
import { expectation } from './email.ts';
import { cliLines, type Installation } from './installation.ts';
import { zoned } from './instants.ts';
import { lastLines, lastPingOf } from './last-ping.ts';
import { statusWord, story, type Tiding, tidingOf } from './reasons.ts';
import { subjectWords } from './subject.ts';
import { nameOf, shortened } from './words.ts';

/** What a message in a chat says. Texts from outside are made harmless already. */
export interface ChatNotice {
  id: string;
  title: string;
  /** At most `chatTextCharacters`. */
  description: string;
  nextSteps: string[];
  keywords: string[];
  /** Messages with the same one stand in one thread. */
  threadId: string;
  eventType: string;
  relatedResources: string[];
  additionalContext: Record<string, string>;
}

/** A custom notification of Amazon Q Developer in chat applications: Slack, Microsoft Teams. */
export function notification({ id, title, description, nextSteps, keywords, ...metadata }: ChatNotice) {
  const shortTitle = shortened(title, limits.chatTitleCharacters);
  return {
    version: '1.0',
    source: 'custom',
    id,
    content: {
      textType: 'client-markdown',
      title: shortTitle,
      description,
      nextSteps,
      keywords,
    },
    metadata: { ...metadata, summary: shortTitle },
  };
}

const signs: Readonly<Record<Tiding, string>> = {
  down: ':red_circle:',
  reminder: ':red_circle:',
  up: ':large_green_circle:',
  settled: ':large_green_circle:',
  flapping: ':large_yellow_circle:',
  paused: ':white_circle:',
};

/** The chat message of an alert. */
export function chatOf(news: News, installation: Installation) {
  const { monitor, flip } = news;
  const tiding = tidingOf(news);
  const status = statusWord(news);
  const sign = tiding === 'settled' && status === 'DOWN' ? signs.down : signs[tiding];
  const end = tiding === 'settled' ? ` is ${status}` : '';
  return notification({
    id: eventIdOf(news),
    title: `${sign} ${subjectWords[tiding]}: ${asText(nameOf(monitor))}${end}`,
    description: description(news),
    nextSteps: nextSteps(monitor, installation),
    keywords: [tiding, ...monitor.tags.map(asText)],
    eventType: tiding,
    ...placeOf(monitor, installation),
    additionalContext: { installation: installation.name, status, reason: flip.reason },
  });
}

export function testChat(monitor: Monitor, eventId: string, installation: Installation) {
  return notification({
    id: eventId,
    title: `:white_circle: TEST: ${asText(nameOf(monitor))}`,
    description: `This is a test of the alerts for ${asCode(nameOf(monitor))}. Nothing has happened to it.`,
    nextSteps: [],
    keywords: ['test'],
    eventType: 'test',
    ...placeOf(monitor, installation),
    additionalContext: { installation: installation.name },
  });
}

/** One thread per monitor. */
function placeOf(monitor: Monitor, installation: Installation) {
  return { threadId: alarmName(monitor, installation), relatedResources: [monitor.id] };
}

function description(news: News): string {
  const { monitor } = news;
  const ping = lastPingOf(news);
  const exit = ping?.exitStatus === undefined ? '' : ` (exit status ${ping.exitStatus})`;
  const pinged = ping ? `${ping.kind}${exit} at ${zoned(ping.at, monitor.timezone)}` : 'none yet';
  const from = ping ? `, from ${asCode(ping.sourceIp)} ${asCode(ping.userAgent)}`.trimEnd() : '';
  // The schedule may be a cron line with an asterisk.
  const lines = [
    ...story(news),
    `Expected: ${asCode(expectation(monitor))}`,
    `Last ping: ${pinged}${from}`,
    ...(ping?.message === undefined
      ? []
      : [`Message: ${asCode(shortened(ping.message, limits.chatMessageCharacters))}`]),
    ...(ping?.output === undefined ? [] : [asCodeBlock(lastLines(ping.output, limits.chatOutputCharacters))]),
  ];
  return lines.join('\n');
}

function nextSteps(monitor: Monitor, installation: Installation): string[] {
  const { show, pause } = cliLines(monitor, installation);
  const { runbookUrl } = monitor;
  return [
    ...(runbookUrl === undefined ? [] : [`Runbook: ${asUrl(runbookUrl)}`]),
    `Look at it: ${asCode(show)}`,
    `Pause it: ${asCode(pause)}`,
  ];
}
