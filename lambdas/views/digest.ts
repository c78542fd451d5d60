import { limits } from '../domain/limits.ts';
import type { News } from '../domain/news.ts';
import type { ChannelMessage } from '../usecases/alert-writer.ts';
import { digestAttributes } from './attributes.ts';
import { notification } from './chat.ts';
import { asCode } from './chat-text.ts';
import { digestEvent } from './digest-event.ts';
import { mail, prose } from './email.ts';
import type { Installation } from './installation.ts';
import { span, utc } from './instants.ts';
import { reasonWords, statusWord, type Tiding, tidingOf, toldAt } from './reasons.ts';
import { subjectWords } from './subject.ts';
import { counted, gsmName, nameOf } from './words.ts';

/** The kinds of news in the order in which a digest counts them. */
const order: readonly Tiding[] = ['down', 'reminder', 'flapping', 'up', 'settled', 'paused'];

/** How many monitors there are news of, by kind. */
type Counts = readonly (readonly [kind: Tiding, monitors: number])[];

/** Several news in one message to people. */
export function digestOf(given: readonly News[], installation: Installation): ChannelMessage {
  const news = given.toSorted((one, other) => toldAt(one) - toldAt(other));
  const counts = countsOf(news);
  const event = digestEvent(news, installation);
  const chat = notification({
    id: event.downbeat.event_id,
    title: `:bell: ${digestSubject(counts)}`,
    description: chatDescription(news),
    nextSteps: [],
    keywords: ['digest'],
    threadId: `${installation.name}/digest`,
    eventType: 'digest',
    relatedResources: [],
    additionalContext: { installation: installation.name },
  });
  return {
    subject: digestSubject(counts),
    email: digestEmail(news, counts, installation),
    sms: digestSms(news, counts),
    chat,
    event,
    attributes: digestAttributes(news),
  };
}

function countsOf(news: readonly News[]): Counts {
  return order
    .map((kind) => {
      const ids = news.filter((one) => tidingOf(one) === kind).map(({ monitor }) => monitor.id);
      return [kind, new Set(ids).size] as const;
    })
    .filter(([, count]) => count > 0);
}

/** `DOWN: 40 monitors`, or `12 DOWN, 3 UP`. */
function digestSubject(counts: Counts): string {
  const [first] = counts;
  return counts.length === 1 && first
    ? `${subjectWords[first[0]]}: ${counted(first[1], 'monitor')}`
    : counts.map(([kind, count]) => `${count} ${subjectWords[kind]}`).join(', ');
}

function digestEmail(news: readonly News[], counts: Counts, { name, region, apiUrl }: Installation): string {
  const rows = news.map((one) => {
    const [word, monitor] = [subjectWords[tidingOf(one)], nameOf(one.monitor)];
    return `${word.padEnd(10)}  ${timeOf(toldAt(one))}  ${monitor}: ${whatOf(one)}`;
  });
  const cause = commonStart(news);
  return mail(
    [`${digestSubject(counts)}.`],
    cause === undefined ? [] : prose(cause),
    ['By time, in UTC:'],
    rows,
    ['To look at them:', `  downbeat monitors list --url ${apiUrl}`],
    prose(
      `These are ${counted(news.length, 'alert')} in one mail, from the installation ${name} in ${region}. The link below, from Amazon SNS, takes your address out of this channel, for all of its monitors.`,
    ),
  );
}

/** Like `utc`, for where it has been said that it is. */
function timeOf(at: number): string {
  return utc(at).slice(0, -' UTC'.length);
}

/** In a few words, what there is to say of a monitor. */
function whatOf(news: News): string {
  const { monitor, flip } = news;
  const since = `since ${utc(flip.at)}`;
  switch (tidingOf(news)) {
    case 'reminder':
      return `${reasonWords[flip.reason]}, ${since}`;
    case 'flapping':
      return `${counted(monitor.flapping?.flips ?? 0, 'change')}, ${statusWord(news)} now`;
    case 'settled':
      return `${statusWord(news)} ${since}`;
    case 'up':
      return `${reasonWords[flip.reason]}, was ${flip.from} ${span(flip.since, flip.at)}`;
    default:
      return reasonWords[flip.reason];
  }
}

/** Whether all that went down did so at about the same time. */
function commonStart(news: readonly News[]): string | undefined {
  const downs = news.filter((one) => tidingOf(one) === 'down').map(({ flip }) => flip.at);
  const [first, last] = [downs[0], downs.at(-1)];
  if (first === undefined || last === undefined || downs.length < 2) return undefined;
  if (last - first > limits.commonCauseMs) return `They went down from ${utc(first)} to ${utc(last)}.`;
  const when = first === last ? `at ${utc(first)}` : `within ${span(first, last)} from ${utc(first)}`;
  return `All that went down did so ${when}: they likely have one cause.`;
}

/** The counts, and as many names as fit. */
function digestSms(news: readonly News[], counts: Counts): string {
  const head = `${digestSubject(counts)}: `;
  const monitors = new Map(news.map(({ monitor }) => [monitor.id, monitor]));
  const names = [...monitors.values()].map((monitor) => gsmName(monitor, limits.smsNameCharacters));
  const listed = (count: number) => {
    const more = names.length > count ? ` +${names.length - count} more` : '';
    return `${head}${names.slice(0, count).join(', ')}${more}`;
  };
  const fits = (count: number) => listed(count).length <= limits.smsCharacters;
  const count = names.findLastIndex((_name, index) => fits(index + 1)) + 1;
  return listed(count);
}

/** As many lines as a chat takes. */
function chatDescription(news: readonly News[]): string {
  const cause = commonStart(news);
  const rows = news.map(
    (one) =>
      `${subjectWords[tidingOf(one)]}: ${asCode(nameOf(one.monitor))}, ${whatOf(one)}, ${utc(toldAt(one))}`,
  );
  const lines = cause === undefined ? [] : [cause];
  let room = limits.chatTextCharacters - '… and 100 more'.length - (cause?.length ?? 0);
  for (const row of rows) {
    room -= row.length + 1;
    if (room < 1) break;
    lines.push(row);
  }
  const left = rows.length + (cause === undefined ? 0 : 1) - lines.length;
  return [...lines, ...(left > 0 ? [`… and ${left} more`] : [])].join('\n');
}
