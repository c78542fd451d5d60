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
import { noon } from './place.ts';

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

/** Fills a store with them. */
export async function fillWithCompany({ client }: Store): Promise<void> {
  for (const life of companyLives(noon)) await putLife(client, life);
}

/** Monitors as an installation of a small company has them, each with its past. The same at every run. */
function companyLives(now: Instant): Life[] {
  const chance = chanceOf(7);
  const live = (settings: Settings, habit: Habit) => lifeOf(settings, habit, { chance, now });
  const nightly = { timezone: 'Europe/Riga', gracePeriodSeconds: 1_800 };
  const lives = [
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
      { ageMs: 6 * dayMs, silentMs: 0, runMs: 3 * minuteMs, failing: 0.03 },
    ),
    live(
      { id: 'exchange-rates', name: 'Exchange rates', schedule: 'every 1h', gracePeriodSeconds: 7_200 },
      { ageMs: 3 * dayMs, silentMs: 90 * minuteMs },
    ),
    live(
      { id: 'certificates', name: 'Certificate renewal', schedule: 'every 7d', tags: ['web', 'tls'] },
      { ageMs: 70 * dayMs },
    ),
    live(
      { id: 'mail-queue', name: 'Mail queue', schedule: '*/15 * * * *', tags: ['mail', 'prod'] },
      { ageMs: dayMs, failing: 0.02 },
    ),
    live(
      {
        id: 'stock-import',
        name: 'Stock import from the warehouse in Gothenburg, with prices and pictures',
        schedule: 'every 24h',
        tags: ['import', 'warehouse-gothenburg', 'prod', 'erp'],
      },
      { ageMs: 40 * dayMs, runMs: 50 * minuteMs },
    ),
    live({ id: 'payroll', name: 'Payroll', schedule: '0 6 25 * *', ...nightly }, { ageMs: 70 * dayMs }),
    live(
      { id: 'night-copy', name: 'نسخة احتياطية ليلية', schedule: 'every 24h', tags: ['نسخ'] },
      { ageMs: 9 * dayMs },
    ),
    live({ id: 'party', name: '🎉 Party planner 👩‍👩‍👧‍👦', schedule: 'every 12h' }, { ageMs: 5 * dayMs }),
  ];
  const paused = live(
    { id: 'old-reports', name: 'Old reports', schedule: 'every 24h', tags: ['reports'] },
    { ageMs: 30 * dayMs, silentMs: 2 * dayMs },
  );
  paused.pause(now - dayMs, { manualResume: false, until: now + 6 * dayMs });
  const fresh = createdLife(
    { id: 'data-lake', name: 'Data lake export', schedule: '15 4 * * *', tags: ['data'] },
    chance,
    now - 20 * minuteMs,
  );
  return [...lives, paused, fresh];
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
