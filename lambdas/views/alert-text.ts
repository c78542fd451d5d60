import { formatDuration } from '../domain/duration.ts';
import type { Flip } from '../domain/flip.ts';
import { limits } from '../domain/limits.ts';
import type { LastPing, Monitor, Reminder } from '../domain/monitor.ts';
import { type Instant, isoInstant, secondMs } from '../domain/time.ts';
import type { AlertEvent, AlertMessage } from '../usecases/ports.ts';
import { scheduleInWords } from './schedule-words.ts';

/** Writes the alert for a flip, or for a reminder of it, in the form that each kind of subscriber reads. */
export function writeAlert(monitor: Monitor, flip: Flip, reminder?: Reminder): AlertMessage {
  return {
    subject: subjectOf(monitor, flip, reminder),
    email: emailOf(monitor, flip, reminder),
    sms: smsOf(monitor, flip, reminder),
    event: eventOf(monitor, flip, reminder),
  };
}

/** Writes an alert that tells people no more than that they would be told. */
export function writeTestAlert(monitor: Monitor, { at, id }: { at: Instant; id: string }): AlertMessage {
  const { status, statusSince: since } = monitor;
  const flip: Flip = { seq: 0, from: status, to: status, at, detectedAt: at, since, reason: 'changed' };
  const { downbeat } = eventOf(monitor, flip);
  return {
    subject: `TEST: ${asciiName(monitor)}`.slice(0, limits.subjectCharacters).trimEnd(),
    email: [
      `This is a test of the alerts for ${oneLine(monitor.name)}. Nothing has happened to it.`,
      '',
      `Monitor:    ${monitor.id}`,
      `Sent:       ${utc(at)}`,
      '',
    ].join('\n'),
    sms: `TEST of the alerts for ${gsmName(monitor)}`.slice(0, limits.smsCharacters).trimEnd(),
    event: { downbeat: { ...downbeat, event_id: `${monitor.id}:test:${id}`, kind: 'test', reason: 'test' } },
  };
}

function kindOf({ to }: Flip, reminder?: Reminder): 'down' | 'up' | 'reminder' {
  if (reminder) return 'reminder';
  return to === 'down' ? 'down' : 'up';
}

const subjectWords = { down: 'DOWN', up: 'UP', reminder: 'STILL DOWN' } as const;
const emailWords = { down: 'DOWN', up: 'UP again', reminder: 'still DOWN' } as const;

/** SNS takes ASCII without control characters, and fewer than 100 of it. */
function subjectOf(monitor: Monitor, flip: Flip, reminder?: Reminder): string {
  const news = subjectWords[kindOf(flip, reminder)];
  return `${news}: ${asciiName(monitor)}`.slice(0, limits.subjectCharacters).trimEnd();
}

function emailOf(monitor: Monitor, flip: Flip, reminder?: Reminder): string {
  const { gracePeriodSeconds: grace } = monitor;
  const news = emailWords[kindOf(flip, reminder)];
  const lines = [
    `${oneLine(monitor.name)} is ${news}.`,
    '',
    ...(reminder ? [remindingOf(flip, reminder)] : []),
    whatHappened(asItWas(monitor, flip, reminder), flip),
    '',
    `Monitor:    ${monitor.id}`,
    `Schedule:   ${scheduleInWords(monitor)}, with ${formatDuration(grace)} of grace`,
    `Last ping:  ${monitor.lastPing ? describePing(monitor.lastPing) : 'none yet'}`,
    `Since:      ${utc(flip.at)}`,
    `Noticed:    ${utc(flip.detectedAt)}`,
    `Before:     ${flip.from} for ${span(flip.since, flip.at)}, since ${utc(flip.since)}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** What a reminder may say of its flip. The monitor has gone on since. */
function asItWas(monitor: Monitor, { at }: Flip, reminder: Reminder | undefined): Monitor {
  if (!reminder) return monitor;
  const { lastPing, ...rest } = monitor;
  return { ...rest, maxMisses: 1, ...(lastPing?.at === at && { lastPing }) };
}

function remindingOf({ at }: Flip, reminder: Reminder): string {
  return `It has been down for ${span(at, reminder.at)}. This is reminder ${reminder.number}.`;
}

function whatHappened(monitor: Monitor, flip: Flip): string {
  switch (flip.reason) {
    case 'missed':
      return `No check-in came by ${utc(flip.at)}${missesText(monitor)}.`;
    case 'timed_out':
      return `A run was still going on at ${utc(flip.at)}${limitText(monitor)}${missesText(monitor)}.`;
    case 'failed':
      return `The job reported a failure at ${utc(flip.at)}${exitText(monitor.lastPing)}.`;
    case 'changed':
      return `Its settings were changed at ${utc(flip.at)}, after ${span(flip.since, flip.at)} of being ${flip.from}. By the new ones no check-in is missing.`;
    case 'resumed':
      return `Its pause ended at ${utc(flip.at)}, after ${span(flip.since, flip.at)}. ${resumedBy(monitor, flip)}`;
    case 'recovered':
    case 'first_ping':
    case 'paused':
      return `A check-in came at ${utc(flip.at)}, after ${span(flip.since, flip.at)} of being ${flip.from}.`;
  }
}

function resumedBy({ lastPing }: Monitor, { at }: Flip): string {
  return lastPing?.kind === 'success' && lastPing.at === at
    ? 'A check-in ended it.'
    : 'It is taken to be up until a check-in is missing.';
}

function limitText({ maxRuntimeSeconds }: Monitor): string {
  if (maxRuntimeSeconds === undefined) return '';
  return `, after ${formatDuration(maxRuntimeSeconds)}, which is all it may take`;
}

function missesText({ maxMisses, misses }: Monitor): string {
  return maxMisses > 1 ? `: miss ${misses} since the last success` : '';
}

function smsOf(monitor: Monitor, flip: Flip, reminder?: Reminder): string {
  const reasons = { failed: 'job failed', timed_out: 'run took too long' } as Record<string, string>;
  const still = reminder ? `STILL DOWN (reminder ${reminder.number})` : 'DOWN';
  const news =
    flip.to === 'down'
      ? `${still} since ${utc(flip.at)}: ${reasons[flip.reason] ?? 'no check-in'}.`
      : `UP since ${utc(flip.at)}, was ${flip.from} ${span(flip.since, flip.at)}.`;
  const name = gsmName(monitor);
  const room = limits.smsCharacters - news.length - ' is '.length;
  return `${name.slice(0, room).trimEnd()} is ${news}`;
}

function eventOf(monitor: Monitor, flip: Flip, reminder?: Reminder): AlertEvent {
  const { lastPing } = monitor;
  const flipId = `${monitor.id}:${monitor.createdAt}:${flip.seq}`;
  return {
    downbeat: {
      version: 1,
      event_id: reminder ? `${flipId}:${reminder.number}` : flipId,
      seq: reminder ? (monitor.lastAlert?.seq ?? flip.seq) : flip.seq,
      kind: kindOf(flip, reminder),
      reminder: reminder?.number ?? null,
      monitor: { id: monitor.id, name: monitor.name },
      reason: flip.reason,
      at: isoInstant(flip.at),
      detected_at: isoInstant(reminder?.at ?? flip.detectedAt),
      previous_status: flip.from,
      previous_since: isoInstant(flip.since),
      schedule: monitor.schedule.text,
      timezone: monitor.timezone,
      grace_period_seconds: monitor.gracePeriodSeconds,
      last_ping: lastPing
        ? {
            at: isoInstant(lastPing.at),
            kind: lastPing.kind,
            exit_status: lastPing.exitStatus ?? null,
            source_ip: lastPing.sourceIp,
          }
        : null,
    },
  };
}

function describePing(ping: LastPing): string {
  return `${ping.kind}${exitText(ping)} at ${utc(ping.at)} from ${ping.sourceIp}`;
}

function exitText(ping: LastPing | undefined): string {
  return ping?.exitStatus === undefined ? '' : ` (exit status ${ping.exitStatus})`;
}

/** The name in printable ASCII, accents taken off; the id if nothing readable is left. */
function asciiName(monitor: Monitor): string {
  const plain = oneLine(monitor.name)
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^ -~]/g, '?')
    .trim();
  return /[a-z0-9]/i.test(plain) ? plain : monitor.id;
}

/** The name in characters of every phone's alphabet; another would halve the length of a message. */
function gsmName(monitor: Monitor): string {
  return asciiName(monitor).replace(/[^\w .,:;!?'"()+\-/&%#*=<>@$]/g, '?');
}

/** Without line breaks, control characters and marks that turn the direction of writing. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}

function utc(at: Instant): string {
  return `${isoInstant(at).slice(0, 19).replace('T', ' ')} UTC`;
}

function span(from: Instant, to: Instant): string {
  return formatDuration(Math.round((to - from) / secondMs));
}
