import { secretFrom } from '../../lambdas/domain/key.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import { type NewSettings, newMonitor } from '../../lambdas/domain/monitor.ts';
import { keepBody } from '../../lambdas/domain/ping.ts';
import { nextDue, parseSchedule } from '../../lambdas/domain/schedule.ts';
import { dayMs, hourMs, type Instant, minuteMs, secondMs } from '../../lambdas/domain/time.ts';
import { Life } from '../../lib/local/life.ts';
import { type Chance, chanceOf } from '../../lib/local/sample.ts';
import { putLife } from '../../lib/local/seed.ts';
import type { Store } from '../../lib/local/store.ts';
import { openingAt } from './place.ts';

type Settings = Partial<Omit<NewSettings, 'schedule'>> & { id: string; name: string; schedule: string };

interface Habit {
  /** How old the monitor is, and when its last check-in was, before now. */
  ageMs: number;
  silentMs?: number;
  /** How long a run takes, about. Without it, runs tell no start. */
  runMs?: number;
  /** Of all runs, how many fail, and how many are skipped. */
  failing?: number;
  skipping?: number;
}

/** What a job prints that fails: colours of a terminal, and what wants to be taken for HTML. */
export const failureOutput = [
  '\u001b[32m✓\u001b[0m dump of \u001b[1morders\u001b[0m: 4.2 GB',
  '\u001b[31mERROR\u001b[0m write /mnt/backup: no space left on device',
  '<b onclick="alert(1)">disk full</b> & <script>alert(1)</script>',
].join('\n');

const origin = { method: 'POST', sourceIp: '203.0.113.7', userAgent: 'curl/8.9.1' };

/** Fills a store with the monitors of a small company, each with its past. The same at every run. */
export async function fillWithCompany({ client }: Store): Promise<void> {
  for (const life of companyLives(openingAt)) await putLife(client, life);
}

/** The same, and monitors whose names ask for trouble. */
export async function fillWithOddNames(store: Store): Promise<void> {
  await fillWithCompany(store);
  for (const life of oddLives(openingAt)) await putLife(store.client, life);
}

const nightly = { timezone: 'Europe/Riga', gracePeriodSeconds: 1_800 };

function companyLives(now: Instant): Life[] {
  const chance = chanceOf(7);
  const live = (settings: Settings, habit: Habit) => lifeOf(settings, habit, { chance, now });
  const reports = { id: 'old-reports', name: 'Old reports', schedule: 'every 24h', tags: ['reports'] };
  const pausedAt = now - dayMs;
  const paused = lifeOf(reports, { ageMs: 29.4 * dayMs }, { chance, now: pausedAt });
  paused.pause(pausedAt, { manualResume: false, until: now + 6 * dayMs });
  const lake = { id: 'data-lake', name: 'Data lake export', schedule: '15 4 * * *', tags: ['data'] };
  return [
    live(
      {
        ...{ id: 'nightly-backup', name: 'Nightly backup', schedule: '0 2 * * *', ...nightly },
        ...{ tags: ['backup', 'prod'], runbookUrl: 'https://wiki.example/runbooks/backup' },
      },
      { ageMs: 75 * dayMs, runMs: 22 * minuteMs, failing: 0.05, skipping: 0.03 },
    ),
    live(
      { id: 'invoice-run', name: 'Invoice run', schedule: '30 6 * * MON-FRI', ...nightly, tags: ['billing'] },
      { ageMs: 60 * dayMs, silentMs: 9 * hourMs, runMs: 4 * minuteMs, failing: 0.02 },
    ),
    live(
      { id: 'search-index', name: 'Search index', schedule: 'every 1h', tags: ['search', 'prod'] },
      { ageMs: 6 * dayMs, runMs: 3 * minuteMs, failing: 0.03 },
    ),
    live(
      { id: 'exchange-rates', name: 'Exchange rates', schedule: 'every 1h', gracePeriodSeconds: 7_200 },
      { ageMs: 3.3 * dayMs, silentMs: 90 * minuteMs },
    ),
    live(
      { id: 'certificates', name: 'Certificate renewal', schedule: 'every 7d', tags: ['web', 'tls'] },
      { ageMs: 73.2 * dayMs },
    ),
    live(
      { id: 'mail-queue', name: 'Mail queue', schedule: '*/15 * * * *', tags: ['mail', 'prod'] },
      { ageMs: dayMs, failing: 0.02 },
    ),
    live(
      { id: 'stock-import', name: 'Stock import', schedule: 'every 24h', tags: ['import', 'erp', 'prod'] },
      { ageMs: 40.6 * dayMs, runMs: 50 * minuteMs },
    ),
    live({ id: 'payroll', name: 'Payroll', schedule: '0 6 25 * *', ...nightly }, { ageMs: 70 * dayMs }),
    live({ id: 'dns-export', name: 'DNS export', schedule: 'every 12h' }, { ageMs: 9.2 * dayMs }),
    paused,
    createdLife(lake, chance, now - 20 * minuteMs),
  ];
}

function oddLives(now: Instant): Life[] {
  const chance = chanceOf(8);
  const live = (settings: Omit<Settings, 'schedule'>) =>
    lifeOf({ ...settings, schedule: 'every 24h' }, { ageMs: 9.7 * dayMs }, { chance, now });
  return [
    live({
      ...{ id: 'long-name', tags: ['warehouse-of-gothenburg', 'import', 'prod', 'erp'] },
      name: 'Stock import from the warehouse in Gothenburg, with the prices and pictures of every article',
    }),
    live({ id: 'one-word', name: 'x'.repeat(100), tags: ['y'.repeat(50)] }),
    live({ id: 'right-to-left', name: 'نسخة احتياطية ليلية (2)', tags: ['نسخ'] }),
    live({ id: 'emoji', name: '🎉 Party planner 👩‍👩‍👧‍👦' }),
  ];
}

function createdLife({ schedule, ...settings }: Settings, chance: Chance, createdAt: Instant): Life {
  const secret = secretFrom(Uint8Array.from({ length: limits.secretCharacters }, () => chance() * 256));
  const rest = { gracePeriodSeconds: 300, channels: ['default'], ...settings };
  return new Life(newMonitor({ ...rest, schedule: parseSchedule(schedule), secret, createdAt }));
}

function lifeOf(settings: Settings, habit: Habit, { chance, now }: { chance: Chance; now: Instant }): Life {
  const { ageMs, silentMs = 0, runMs, failing = 0, skipping = 0 } = habit;
  const life = createdLife(settings, chance, now - ageMs);
  let dueAt = now - ageMs + minuteMs;
  for (;;) {
    const startAt = Math.ceil(dueAt + chance() * 20 * secondMs);
    const endAt = startAt + Math.ceil((runMs ?? 0) * (0.7 + 0.6 * chance()));
    if (endAt > now - silentMs) break;
    const isFailing = life.pings.length > 6 && chance() < failing;
    if (runMs !== undefined) life.ping({ ...origin, kind: 'start', at: startAt });
    life.ping({ ...origin, at: endAt, ...(isFailing ? failure() : { kind: 'success' }) });
    dueAt = nextDue(life.stored.monitor, endAt);
    if (life.pings.length > 6 && chance() < skipping) dueAt = nextDue(life.stored.monitor, dueAt);
  }
  life.passTo(now);
  return life;
}

function failure() {
  const body = keepBody(Buffer.from(failureOutput), 'text/plain');
  return { kind: 'fail', exitStatus: 28, message: 'no space left on device', ...(body && { body }) } as const;
}
