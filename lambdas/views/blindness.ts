import { type Blindness, eventIdOfBlindness } from '../domain/blindness.ts';
import { limits } from '../domain/limits.ts';
import { isoInstant, minuteMs } from '../domain/time.ts';
import type { ChannelMessage, EventMessage } from '../usecases/alert-writer.ts';
import { alarmWith } from './alarm.ts';
import { notification } from './chat.ts';
import { asCode } from './chat-text.ts';
import { field, mail, prose } from './email.ts';
import type { Installation } from './installation.ts';
import { span, utc } from './instants.ts';
import { named } from './subject.ts';
import { asciiName, counted } from './words.ts';

const attributes = { kind: ['blind'], monitor: [], tags: [] };
/** Who takes only some kinds of alerts must still hear that there may have been more of them. */
const attributesForPeople = { ...attributes, kind: ['blind', 'down', 'up'] };
const furtherGrace = counted(limits.furtherGraceMaxMs / minuteMs, 'minute');
const whatItMeans = [
  'Pings may have been lost, and no deadline was looked at.',
  `A monitor whose deadline passed in that time is given up to ${furtherGrace} more: only if no check-in comes then, you are told that it is down.`,
];

/** Tells people that nobody looked for a while. */
export function blindnessOf(blindness: Blindness, installation: Installation): ChannelMessage {
  const { name, region, apiUrl } = installation;
  const list = `downbeat monitors list --url ${apiUrl}`;
  return {
    subject: subjectOf('BLIND', blindness, installation),
    email: mail(
      prose(sentence(blindness, installation)),
      prose(...whatItMeans),
      field('Told by', `the installation ${name} in ${region}`),
      ['To see which monitors are late:'],
      [`  ${list.replace(' --url ', ' \\\n    --url ')}`],
      prose(
        'This went to every channel of the installation. The link below, from Amazon SNS, takes your address out of this channel, for all of its monitors.',
      ),
    ),
    sms: smsOf(blindness, installation),
    chat: notification({
      id: eventIdOfBlindness(blindness),
      title: `:warning: ${subjectOf('BLIND', blindness, installation)}`,
      description: [sentence(blindness, installation), ...whatItMeans].join('\n'),
      nextSteps: [`See which monitors are late: ${asCode(list)}`],
      keywords: ['blind'],
      threadId: `${name}/blind`,
      eventType: 'blind',
      relatedResources: [],
      additionalContext: { installation: name },
    }),
    event: eventOf(blindness, installation),
    attributes: attributesForPeople,
  };
}

/** Tells machines the same. */
export function blindnessEventOf(blindness: Blindness, installation: Installation): EventMessage {
  const event = eventOf(blindness, installation);
  const subject = subjectOf(event.NewStateValue, blindness, installation);
  return { subject, event, attributes, detailType: 'Installation Blind' };
}

/** `Downbeat was blind from … to …, for 2h55m.` */
function sentence({ from, to }: Blindness, { name }: Installation): string {
  return `${name} was blind from ${utc(from)} to ${utc(to)}, for ${span(from, to)}.`;
}

function subjectOf(word: string, { from, to }: Blindness, { name }: Installation): string {
  return named(word, { name, id: name }, ` for ${span(from, to)}`);
}

function smsOf({ from, to }: Blindness, { name }: Installation): string {
  const says = ` was BLIND from ${utc(from)} to ${utc(to)}: pings may be lost.`;
  return `${asciiName({ name, id: name }, limits.smsCharacters - says.length)}${says}`;
}

/** On-call tools take its state for no news. */
function eventOf(blindness: Blindness, installation: Installation) {
  const { name } = installation;
  const change = {
    story: [sentence(blindness, installation), ...whatItMeans].join(' '),
    at: blindness.from,
    states: { old: 'INSUFFICIENT_DATA', new: 'INSUFFICIENT_DATA' },
  } as const;
  const alarm = { name, description: `${name} itself: whether it looks.`, metric: 'Blind', dimensions: [] };
  return {
    ...alarmWith(alarm, change, installation),
    downbeat: {
      version: 1,
      event_id: eventIdOfBlindness(blindness),
      kind: 'blind',
      told: true,
      installation: name,
      at: isoInstant(blindness.from),
      detected_at: isoInstant(blindness.to),
    },
  };
}
