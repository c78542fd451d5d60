import fc from 'fast-check';
import type { Flip } from '../../lambdas/domain/flip.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import type { News } from '../../lambdas/domain/news.ts';
import { keepBody } from '../../lambdas/domain/ping.ts';
import { parseSchedule } from '../../lambdas/domain/schedule.ts';
import { dayMs } from '../../lambdas/domain/time.ts';
import { aPing } from './monitors.ts';
import { downAt, newsOf } from './news.ts';

/** Texts that people and jobs send: also such as break lines, markup, JSON and alphabets. */
export function anyText(maxLength: number) {
  const nasty = ['a', ' ', '\n', '\u0000', '"', '\\', '[', '€', '😀', 'ﷺ', '\u0301', '<', '`', '*', '\u202e'];
  return fc
    .oneof(
      fc.string({ unit: 'binary', maxLength }),
      fc.string({ unit: fc.constantFrom(...nasty), maxLength, size: 'max' }),
      fc
        .constantFrom('Nightly backup', '<!channel> *x*', '[a](http://b.example)')
        .filter((text) => text.length <= maxLength),
      fc.array(fc.nat({ max: 0xffff }), { maxLength }).map((units) => String.fromCharCode(...units)),
    )
    .map((text) => text.slice(0, maxLength));
}

const longCron = Array.from(
  { length: 10 },
  (_, line) => `${line},17,23,31,44,59 1-5,7,9-22/3 1,2,3 1-11/2 MON-FRI`,
);
// Long ones take long to put into words, so there are few.
const schedules = [
  'every 1h',
  'every 24h',
  'every 90 minutes',
  '0 2 * * MON-FRI',
  '@daily',
  longCron.join('\n'),
];

const turns: readonly Pick<Flip, 'from' | 'to' | 'reason'>[] = [
  { from: 'up', to: 'down', reason: 'missed' },
  { from: 'new', to: 'down', reason: 'timed_out' },
  { from: 'paused', to: 'down', reason: 'failed' },
  { from: 'down', to: 'up', reason: 'recovered' },
  { from: 'paused', to: 'up', reason: 'resumed' },
  { from: 'down', to: 'up', reason: 'changed' },
  { from: 'new', to: 'up', reason: 'first_ping' },
  { from: 'down', to: 'paused', reason: 'paused' },
];

const anyPing = fc
  .record({
    kind: fc.constantFrom('success', 'fail', 'start', 'log', 'ignored'),
    message: anyText(limits.messageCharacters),
    userAgent: anyText(limits.userAgentCharacters),
    output: fc.oneof(
      anyText(limits.pingBodyBytes).map((text) => new TextEncoder().encode(text)),
      fc.uint8Array({ maxLength: limits.pingBodyBytes, size: 'max' }),
    ),
    exitStatus: fc.nat({ max: 255 }),
    durationMs: fc.nat({ max: limits.durationMaxMs }),
  })
  .map(({ kind, output, ...ping }) => {
    const body = keepBody(output, 'text/plain');
    return { ...aPing({ ...ping, ...(body && { body }) }), kind };
  });

/** News of any kind, with a monitor whose texts are the longest and the worst that there may be. */
export const anyNews: fc.Arbitrary<News> = fc
  .record({
    id: fc.stringMatching(/^[a-z]([a-z0-9]{0,46}[a-z])?$/),
    name: anyText(limits.nameMaxCharacters),
    tags: fc.array(
      anyText(limits.tagCharacters).filter((tag) => tag !== ''),
      { maxLength: limits.tagsPerMonitor },
    ),
    timezone: fc.constantFrom('UTC', 'Europe/Riga', 'America/Argentina/ComodRivadavia', 'Asia/Kathmandu'),
    schedule: fc.constantFrom(...schedules.map(parseSchedule)),
    runbookUrl: fc.option(
      fc.constantFrom('https://x.example/a_(b)?c=*d*|e', `https://x.example/${'r'.repeat(480)}`),
      {
        nil: undefined,
      },
    ),
    turn: fc.constantFrom(...turns),
    change: fc.constantFrom('flip', 'flip', 'reminder', 'settled'),
    isFlapping: fc.boolean(),
    forMs: fc.nat({ max: 3_660 * dayMs }),
    count: fc.integer({ min: 1, max: 1_000_000 }),
    ping: fc.option(anyPing, { nil: undefined }),
  })
  .map(({ turn, change, isFlapping, forMs, count, ping, runbookUrl, ...settings }) => {
    const isReminder = change === 'reminder';
    const flip = { ...(isReminder ? turns[0] : turn), since: downAt - forMs };
    const since = downAt - forMs;
    const monitor: Partial<Monitor> = {
      ...settings,
      ...(runbookUrl !== undefined && { runbookUrl }),
      maxMisses: 10,
      misses: 10,
      maxRuntimeSeconds: 5_400,
      ...(isReminder && { reminder: { number: count, at: downAt + forMs } }),
      ...(isFlapping && { flapping: { since, flips: count, seq: 2 } }),
      ...(change === 'settled' && { settled: { since, at: downAt + 900_000, flips: count } }),
    };
    return newsOf(monitor, flip, { change, ...(ping && { ping }) });
  });
