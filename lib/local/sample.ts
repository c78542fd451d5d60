import { idFromName, secretFrom } from '../../lambdas/domain/key.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import { type Monitor, newMonitor } from '../../lambdas/domain/monitor.ts';
import { parseSchedule } from '../../lambdas/domain/schedule.ts';
import { dayMs, hourMs, type Instant, minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import { Life } from './life.ts';

/** From 0 up to, not including, 1. */
export type Chance = () => number;

/** What becomes of a sample in the end: silence long or short, a failure, a pause, or nothing from the beginning. */
type Fate = 'up' | 'late' | 'missed' | 'failed' | 'paused' | 'new';

/** Of a hundred samples. */
const fates: Record<Fate, number> = { up: 76, late: 5, missed: 6, failed: 3, paused: 5, new: 5 };
const fateOfHundred = Object.entries(fates).flatMap(([fate, count]) =>
  Array.from({ length: count }, () => fate as Fate),
);

/** `gapMs` is about the time between two check-ins. The frequent ones are rare: left alone, they soon are down. */
const rhythms = [
  { schedule: 'every 5m', gapMs: 5 * minuteMs, share: 1 },
  { schedule: '*/15 * * * *', gapMs: 15 * minuteMs, share: 1 },
  { schedule: 'every 1h', gapMs: hourMs, share: 6 },
  { schedule: '10 * * * *', gapMs: hourMs, share: 4 },
  { schedule: 'every 12h', gapMs: 12 * hourMs, share: 8 },
  { schedule: 'every 24h', gapMs: dayMs, share: 25 },
  { schedule: '0 2 * * *', timezone: 'Europe/Riga', gapMs: dayMs, share: 25 },
  { schedule: '30 3 * * *', timezone: 'America/New_York', gapMs: dayMs, share: 10 },
  { schedule: 'every 7d', gapMs: 7 * dayMs, share: 10 },
  { schedule: '0 6 * * SUN', timezone: 'Asia/Kolkata', gapMs: 7 * dayMs, share: 10 },
].flatMap(({ share, schedule, ...rhythm }) =>
  Array.from({ length: share }, () => ({ schedule: parseSchedule(schedule), timezone: 'UTC', ...rhythm })),
);

const jobs = ['Backup', 'Report', 'Sync', 'Import', 'Export', 'Cleanup', 'Renewal', 'Invoices'] as const;
const services = ['billing', 'orders', 'search', 'users', 'mail', 'stock', 'web', 'ledger', 'fraud'] as const;
const teams = ['payments', 'platform', 'data', 'growth'] as const;
const numberDigits = 5;

/** One in so many has a long history; the others have checked in a few times. */
const longLivedEvery = 200;
const longLifeGaps = 120;
/** No life is older, for its pings would have expired. */
const oldestMs = 80 * dayMs;
/** How often a long-lived job fails, or skips a run. */
const mishap = 0.03;
const origin = { method: 'GET', sourceIp: '203.0.113.7', userAgent: 'curl/8.9.1' };

/** Numbers that look like chance and are the same for the same seed (a linear congruential generator). */
export function chanceOf(seed: number): Chance {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A realistic monitor with its past until `now`. Its name depends on its number alone, so a number is its identity. */
export function sampleLife(number: number, chance: Chance, now: Instant): Life {
  const rhythm = oneOf(rhythms, chance);
  const fate = oneOf(fateOfHundred, chance);
  const isLong = number % longLivedEvery === 0;
  const gaps = isLong ? longLifeGaps : 1.5 + chance();
  const createdAt = Math.floor(now - Math.min(gaps * rhythm.gapMs, oldestMs));
  const life = new Life(newMonitor({ ...settingsOf(number, chance, { ...rhythm, fate }), createdAt }));
  if (fate !== 'new')
    checkIn(life, { chance, gapMs: rhythm.gapMs, until: now - silenceMs(fate, rhythm.gapMs) });
  const lastAt = life.pings.at(-1)?.ping.at ?? createdAt;
  const endAt = lastAt + Math.ceil(chance() * (now - lastAt));
  if (fate === 'failed') life.ping({ ...origin, kind: 'fail', exitStatus: 1, at: endAt });
  if (fate === 'paused') life.pause(endAt, { manualResume: chance() < 0.5 });
  life.passTo(now);
  return life;
}

function settingsOf(
  number: number,
  chance: Chance,
  { fate, gapMs, ...timing }: Pick<Monitor, 'schedule' | 'timezone'> & { gapMs: number; fate: Fate },
) {
  const job = cycle(jobs, number);
  const service = cycle(services, number);
  const name = `${job} of ${service} ${String(number).padStart(numberDigits, '0')}`;
  // Late for up to a whole gap, or over it after a quarter.
  const graceMs = fate === 'late' ? 2 * gapMs : gapMs / 4;
  return {
    ...{ ...timing, name, id: idFromName(name), channels: ['default'] },
    gracePeriodSeconds: graceMs / secondMs,
    secret: secretFrom(Uint8Array.from({ length: limits.secretCharacters }, () => chance() * 256)),
    tags: [job.toLowerCase(), `team-${oneOf(teams, chance)}`, chance() < 0.8 ? 'prod' : 'staging'],
  };
}

/** For how long the last check-ins have not come. */
function silenceMs(fate: Fate, gapMs: number): number {
  if (fate === 'late') return gapMs;
  return fate === 'missed' ? 1.5 * gapMs : 0;
}

/** Checks in as a job would: soon after each is due, a quarter of the jobs with a start. */
function checkIn(
  life: Life,
  { chance, gapMs, until }: { chance: Chance; gapMs: number; until: Instant },
): void {
  const hasStarts = chance() < 0.25;
  const slackMs = gapMs / 500;
  let dueAt = life.stored.monitor.createdAt;
  for (;;) {
    const startAt = Math.ceil(dueAt + chance() * slackMs);
    const at = startAt + Math.ceil(chance() * slackMs);
    if (at > until) return;
    if (hasStarts) life.ping({ ...origin, kind: 'start', at: startAt });
    const isFailing = life.pings.length > 10 && chance() < mishap;
    life.ping({ ...origin, at, ...(isFailing ? { kind: 'fail', exitStatus: 2 } : { kind: 'success' }) });
    const isSkipping = life.pings.length > 10 && chance() < mishap;
    dueAt = (life.stored.monitor.dueAt ?? at + gapMs) + (isSkipping ? gapMs : 0);
  }
}

function oneOf<T>(list: readonly T[], chance: Chance): T {
  return cycle(list, Math.floor(chance() * list.length));
}

function cycle<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T;
}
