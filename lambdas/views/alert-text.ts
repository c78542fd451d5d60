import type { Flip } from '../domain/flip.ts';
import { limits } from '../domain/limits.ts';
import type { LastPing, Monitor } from '../domain/monitor.ts';
import { formatDuration } from '../domain/schedule.ts';
import { type Instant, isoInstant, secondMs } from '../domain/time.ts';
import type { AlertEvent, AlertMessage } from '../usecases/ports.ts';

/** Writes the alert for a flip, in the form that each kind of subscriber reads. */
export function writeAlert(monitor: Monitor, flip: Flip): AlertMessage {
  return {
    subject: subjectOf(monitor, flip),
    email: emailOf(monitor, flip),
    sms: smsOf(monitor, flip),
    event: eventOf(monitor, flip),
  };
}

/** SNS takes ASCII without control characters, and fewer than 100 of it. */
function subjectOf(monitor: Monitor, flip: Flip): string {
  const news = flip.to === 'down' ? 'DOWN' : 'UP';
  return `${news}: ${asciiName(monitor)}`.slice(0, limits.subjectCharacters).trimEnd();
}

function emailOf(monitor: Monitor, flip: Flip): string {
  const { gracePeriodSeconds: grace } = monitor;
  const lines = [
    `${oneLine(monitor.name)} is ${flip.to === 'down' ? 'DOWN' : 'UP again'}.`,
    '',
    whatHappened(monitor, flip),
    '',
    `Monitor:    ${monitor.id}`,
    `Schedule:   ${monitor.schedule.text}, with ${formatDuration(grace)} of grace`,
    `Last ping:  ${monitor.lastPing ? describePing(monitor.lastPing) : 'none yet'}`,
    `Since:      ${utc(flip.at)}`,
    `Noticed:    ${utc(flip.detectedAt)}`,
    `Before:     ${flip.from} for ${span(flip.since, flip.at)}, since ${utc(flip.since)}`,
  ];
  return `${lines.join('\n')}\n`;
}

function whatHappened(monitor: Monitor, flip: Flip): string {
  switch (flip.reason) {
    case 'missed':
      return `No check-in came by ${utc(flip.at)}.`;
    case 'failed':
      return `The job reported a failure at ${utc(flip.at)}${exitText(monitor.lastPing)}.`;
    case 'recovered':
    case 'first_ping':
    case 'paused':
    case 'resumed':
      return `A check-in came at ${utc(flip.at)}, after ${span(flip.since, flip.at)} of being ${flip.from}.`;
  }
}

function smsOf(monitor: Monitor, flip: Flip): string {
  const news =
    flip.to === 'down'
      ? `DOWN since ${utc(flip.at)}: ${flip.reason === 'failed' ? 'job failed' : 'no check-in'}.`
      : `UP since ${utc(flip.at)}, was down ${span(flip.since, flip.at)}.`;
  // These are in every phone's alphabet; another character would halve the length of a message.
  const name = asciiName(monitor).replace(/[^\w .,:;!?'"()+\-/&%#*=<>@$]/g, '?');
  const room = limits.smsCharacters - news.length - ' is '.length;
  return `${name.slice(0, room).trimEnd()} is ${news}`;
}

function eventOf(monitor: Monitor, flip: Flip): AlertEvent {
  const { lastPing } = monitor;
  return {
    downbeat: {
      version: 1,
      event_id: `${monitor.id}:${monitor.createdAt}:${flip.seq}`,
      seq: flip.seq,
      kind: flip.to === 'down' ? 'down' : 'up',
      monitor: { id: monitor.id, name: monitor.name },
      reason: flip.reason,
      at: isoInstant(flip.at),
      detected_at: isoInstant(flip.detectedAt),
      previous_status: flip.from,
      previous_since: isoInstant(flip.since),
      schedule: monitor.schedule.text,
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
