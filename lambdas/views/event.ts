import { isTold } from '../domain/flip.ts';
import { limits } from '../domain/limits.ts';
import type { Monitor, Status } from '../domain/monitor.ts';
import { eventIdOf, kindOf, type News, type NewsKind } from '../domain/news.ts';
import { type Instant, isoInstant, secondMs } from '../domain/time.ts';
import type { EventMessage } from '../usecases/alert-writer.ts';
import { type AlarmChange, alarmOf, alarmStates } from './alarm.ts';
import type { Installation } from './installation.ts';
import { lastPingOf, type ShownPing } from './last-ping.ts';
import { statusWord, story, toldAt } from './reasons.ts';
import { scheduleInWords } from './schedule-words.ts';
import { named } from './subject.ts';
import { nameOf, oneLine, shortened } from './words.ts';

/** What of an event differs between news and a test. */
interface Told extends AlarmChange {
  eventId: string;
  seq: number;
  kind: NewsKind | 'test';
  told: boolean;
  reason: string;
  detectedAt: Instant;
  previous: { status: Status; since: Instant };
}

/** The event of news: a CloudWatch alarm's notification, and `downbeat` beside it. Holds no key. */
export function eventOf(news: News, installation: Installation) {
  const { monitor, flip, change } = news;
  const isReminder = change === 'reminder';
  const told = {
    eventId: eventIdOf(news),
    seq: isReminder ? (monitor.lastAlert?.seq ?? flip.seq) : flip.seq,
    kind: kindOf(news),
    told: change !== 'flip' || isTold({ ...monitor, flip }),
    reason: flip.reason,
    story: `${nameOf(monitor)} is ${statusWord(news)}. ${story(news).join(' ')}`,
    at: flip.at,
    detectedAt: change === 'flip' ? flip.detectedAt : toldAt(news),
    previous: { status: flip.from, since: flip.since },
    states: { old: alarmStates[isReminder ? flip.to : flip.from], new: alarmStates[flip.to] },
  };
  const event = eventWith(news, told, installation);
  const isRecovery = change === 'flip' && flip.from === 'down' && flip.to === 'up';
  return {
    ...event,
    downbeat: {
      ...event.downbeat,
      reminder: isReminder ? (monitor.reminder?.number ?? 0) : null,
      downtime_seconds: isRecovery ? Math.round((flip.at - flip.since) / secondMs) : null,
      flapping: flappingJson(news),
      further_grace: furtherGraceJson(news),
    },
  };
}

/** How often a monitor changed that flaps, or has just stopped to. */
function flappingJson({ monitor, change }: News) {
  const { flapping, settled } = monitor;
  if (change === 'settled' && settled) {
    return { since: isoInstant(settled.since), flips: settled.flips, ended_at: isoInstant(settled.at) };
  }
  return flapping ? { since: isoInstant(flapping.since), flips: flapping.flips, ended_at: null } : null;
}

/** What was waited beyond a deadline that nobody looked at in time. */
function furtherGraceJson({ flip: { furtherGrace } }: News) {
  if (!furtherGrace) return null;
  return { from: isoInstant(furtherGrace.from), until: isoInstant(furtherGrace.until) };
}

/** The event of a test. On-call tools take its state for no news. */
export function testEvent(monitor: Monitor, test: { at: Instant; id: string }, installation: Installation) {
  return eventWith(
    { monitor },
    {
      eventId: `${monitor.id}:test:${test.id}`,
      seq: 0,
      kind: 'test',
      told: true,
      reason: 'test',
      story: `This is a test of the alerts for ${nameOf(monitor)}. Nothing has happened to it.`,
      at: test.at,
      detectedAt: test.at,
      previous: { status: monitor.status, since: monitor.statusSince },
      states: { old: 'INSUFFICIENT_DATA', new: 'INSUFFICIENT_DATA' },
    },
    installation,
  );
}

function eventWith(news: Pick<News, 'monitor' | 'ping'>, told: Told, installation: Installation) {
  const { monitor } = news;
  const ping = lastPingOf(news);
  return {
    ...alarmOf(monitor, told, installation),
    downbeat: {
      version: 1,
      event_id: told.eventId,
      seq: told.seq,
      kind: told.kind,
      told: told.told,
      reminder: null as number | null,
      installation: installation.name,
      monitor: {
        id: monitor.id,
        name: monitor.name.toWellFormed(),
        tags: monitor.tags,
        channels: monitor.channels,
        runbook_url: monitor.runbookUrl ?? null,
      },
      reason: told.reason,
      at: isoInstant(told.at),
      detected_at: isoInstant(told.detectedAt),
      previous_status: told.previous.status,
      previous_since: isoInstant(told.previous.since),
      downtime_seconds: null as number | null,
      misses: monitor.misses,
      failures: monitor.failures,
      flapping: null as ReturnType<typeof flappingJson>,
      further_grace: null as ReturnType<typeof furtherGraceJson>,
      schedule: monitor.schedule.text,
      schedule_in_words: shortened(oneLine(scheduleInWords(monitor)), limits.scheduleWordsCharacters),
      timezone: monitor.timezone,
      grace_period_seconds: monitor.gracePeriodSeconds,
      last_ping: ping ? pingJson(ping) : null,
    },
  };
}

function pingJson(ping: ShownPing) {
  return {
    at: isoInstant(ping.at),
    kind: ping.kind,
    exit_status: ping.exitStatus ?? null,
    duration_ms: ping.durationMs ?? null,
    source_ip: ping.sourceIp,
    user_agent: ping.userAgent,
    message: ping.message ?? null,
    output: ping.output ?? null,
  };
}

const detailTypes = { DOWN: 'Monitor Down', UP: 'Monitor Up', PAUSED: 'Monitor Paused' } as const;

/** The message of news for machines. */
export function eventMessage(news: News, installation: Installation): EventMessage {
  const { monitor } = news;
  const event = eventOf(news, installation);
  const { kind } = event.downbeat;
  return {
    subject: named(event.NewStateValue, monitor),
    event,
    attributes: { kind: [kind], monitor: [monitor.id], tags: monitor.tags },
    detailType: kind === 'reminder' ? 'Monitor Reminder' : detailTypes[statusWord(news)],
  };
}
