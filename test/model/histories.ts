import fc from 'fast-check';
import type { MonitorSettings } from '../../lambdas/domain/monitor.ts';
import type { CheckInKind, Signal } from '../../lambdas/domain/ping.ts';
import type { Schedule } from '../../lambdas/domain/schedule.ts';
import { cronTexts } from './occurrences.ts';

/** The settings that decide what time makes of a monitor. */
export type TimeSettings = Omit<
  MonitorSettings,
  'name' | 'runbookUrl' | 'tags' | 'channels' | 'postOnly' | 'bodyFilter'
>;

/** How far the clock goes: to an instant that matters to the monitor at that time, and a little on; or just on. */
export type Advance = { to: 'due' | 'wakeUp'; plusMs: number } | { bySeconds: number } | { byMs: number };

export interface Change {
  change: keyof TimeSettings;
  /** `undefined` takes an optional one away. */
  to: unknown;
}

export type Deed =
  | { ping: Signal['kind']; rid?: string }
  | { event: CheckInKind; rid?: string; agoMs: number }
  | { pauseSeconds: number | undefined; manualResume: boolean }
  | Change
  | 'resume'
  | 'look'
  | 'nothing';

export interface Step {
  advance: Advance;
  deed: Deed;
}

export interface History {
  settings: TimeSettings;
  steps: Step[];
}

const none = fc.constant(undefined);

function every(intervalSeconds: number): Schedule {
  return { kind: 'every', text: `every ${intervalSeconds}s`, intervalSeconds };
}

const anEvery = fc
  .oneof(fc.constantFrom(60, 3_600, 86_400, 604_800), fc.integer({ min: 10, max: 7_200 }))
  .map(every);

const aCron = fc
  .constantFrom(...cronTexts)
  .map((text): Schedule => ({ kind: 'cron', text, lines: text.split(' | ') }));

const aSchedule = fc.oneof({ weight: 6, arbitrary: anEvery }, { weight: 1, arbitrary: aCron });

/** What each setting may be; absent where it may be absent. */
const settings = {
  schedule: aSchedule,
  timezone: fc.constant('UTC'),
  gracePeriodSeconds: fc.oneof(fc.constantFrom(0, 60, 300, 3_600), fc.integer({ min: 0, max: 7_200 })),
  earlyMarginSeconds: fc.oneof(none, fc.constantFrom(0, 30, 60, 900, 3_600)),
  maxMisses: fc.constantFrom(1, 1, 2, 3),
  maxFailures: fc.constantFrom(1, 1, 2, 3),
  recoveryThreshold: fc.constantFrom(1, 1, 2, 2, 3),
  maxRuntimeSeconds: fc.oneof(
    none,
    fc.constantFrom(1, 300, 3_600, 259_200),
    fc.integer({ min: 600, max: 7_200 }),
  ),
  expectFirstPing: fc.constantFrom(undefined, true as const),
  reminderSeconds: fc.oneof(none, fc.constantFrom(600, 3_600, 86_400)),
};

const someSettings = fc.record(settings).map((values) => withoutAbsent(values) as TimeSettings);

function withoutAbsent(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

export function changed(before: TimeSettings, { change, to }: Change): TimeSettings {
  return withoutAbsent({ ...before, [change]: to }) as TimeSettings;
}

const anAdvance: fc.Arbitrary<Advance> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      to: fc.constantFrom('due' as const, 'wakeUp' as const, 'wakeUp' as const),
      // The early margin is a minute, or half a minute where a line occurs every five.
      plusMs: fc.constantFrom(-1, 0, 0, 0, 1, -30_000, -60_000),
    }),
  },
  { weight: 2, arbitrary: fc.record({ byMs: fc.constantFrom(0, 0, 1, 1_000, 60_000) }) },
  { weight: 4, arbitrary: fc.record({ bySeconds: fc.integer({ min: 1, max: 7_200 }) }) },
  { weight: 1, arbitrary: fc.record({ bySeconds: fc.integer({ min: 7_200, max: 10 * 86_400 }) }) },
);

const aRid = fc.constantFrom(undefined, undefined, 'a', 'b');

const aPing = (kinds: fc.Arbitrary<Signal['kind']>): fc.Arbitrary<Deed> =>
  fc.record({ ping: kinds, rid: aRid }).map(({ ping, rid }) => ({ ping, ...(rid !== undefined && { rid }) }));

/** Changes that make the time since the last check-in another story. */
const oftenChanged = ['schedule', 'gracePeriodSeconds', 'maxMisses'] as const;

export const deeds = {
  pings: aPing(fc.constantFrom('success', 'success', 'fail', 'start', 'start', 'log')),
  /** Some are from before what the last steps were about, some from before all, and some told to be yet to come. */
  events: fc
    .record({
      event: fc.constantFrom<CheckInKind>('success', 'success', 'fail', 'start'),
      rid: aRid,
      agoMs: fc.oneof(
        fc.constantFrom(0, 0, 1_000, 60_000, 3_600_000, -1),
        fc.integer({ min: 0, max: 90_000_000 }),
      ),
    })
    .map(({ rid, ...event }): Deed => ({ ...event, ...(rid !== undefined && { rid }) })),
  looks: fc.constantFrom<Deed>('look', 'nothing'),
  pauses: fc.oneof(
    fc.record({
      pauseSeconds: fc.oneof(none, fc.integer({ min: 1, max: 20_000 })),
      manualResume: fc.boolean(),
    }),
    fc.constant<Deed>('resume'),
  ),
  changes: fc.oneof(
    ...[...(Object.keys(settings) as (keyof TimeSettings)[]), ...oftenChanged]
      .filter((name) => name !== 'timezone')
      .map((name) => (settings[name] as fc.Arbitrary<unknown>).map((to): Deed => ({ change: name, to }))),
  ),
};

/** Histories of these deeds, with any settings. Most are short. */
export function histories(ofDeeds: fc.Arbitrary<Deed>[]): fc.Arbitrary<History> {
  const step = fc.record({ advance: anAdvance, deed: fc.oneof(...ofDeeds) });
  const steps = fc.oneof(
    { weight: 4, arbitrary: fc.array(step, { minLength: 1, maxLength: 8, size: 'max' }) },
    { weight: 1, arbitrary: fc.array(step, { minLength: 8, maxLength: 25, size: 'max' }) },
  );
  return fc.record({ settings: someSettings, steps });
}

/** Fails and successes by turns, so long after each other that eleven fill an hour, nearly, or much less. */
const aBurst: fc.Arbitrary<Step[]> = fc
  .record({
    byMs: fc.constantFrom(0, 1_000, 60_000, 240_000, 359_999, 360_000, 360_001),
    length: fc.integer({ min: 9, max: 13 }),
    first: fc.constantFrom(0, 1),
  })
  .map(({ byMs, length, first }) =>
    Array.from({ length }, (_, index) => ({
      advance: { byMs },
      deed: { ping: (index + first) % 2 === 0 ? 'fail' : 'success' },
    })),
  );

/** Where silence is a miss just when a monitor would settle, or shortly before. */
const aTie = fc
  .constantFrom(300, 450, 600)
  .map((seconds) => ({ schedule: every(seconds), gracePeriodSeconds: 300 }));

/** Histories with bursts, of monitors that each ping of a burst makes flip. */
export function restlessHistories(ofDeeds: fc.Arbitrary<Deed>[]): fc.Arbitrary<History> {
  const step = fc.record({ advance: anAdvance, deed: fc.oneof(...ofDeeds) });
  const calm = fc.array(step, { maxLength: 5, size: 'max' });
  return fc
    .tuple(
      someSettings,
      fc.oneof(aTie, fc.constant({})),
      fc.array(fc.tuple(aBurst, calm), { minLength: 1, maxLength: 2 }),
    )
    .map(([given, tie, parts]) => ({
      settings: { ...given, ...tie, maxFailures: 1, recoveryThreshold: 1 },
      steps: parts.flat(2),
    }));
}
