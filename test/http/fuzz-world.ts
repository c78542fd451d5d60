import type { BodyFilter } from '../../lambdas/domain/filter.ts';
import type { Monitor } from '../../lambdas/domain/monitor.ts';
import { applyPause } from '../../lambdas/domain/pause.ts';
import { dayMs, hourMs, type Instant, minuteMs } from '../../lambdas/domain/time.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { downBackup, newBackup, upBackup } from '../support/given.ts';

export type World = ReturnType<typeof fakeWorld>;

/** A key as a request may carry it, and the monitor that it opens, if any. */
export interface Key {
  text: string;
  opens?: string;
  /** From this instant on, it opens nothing. */
  until?: Instant;
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
/** Secrets that differ in every character. */
const secretOf = (index: number) => (alphabet.slice(index) + alphabet).slice(0, 20);

export const keywords: BodyFilter = {
  start: ['began'],
  success: ['all good', 'ok'],
  fail: ['FATAL', 'größer'],
  defaultFail: false,
};
const rid = '0f0e0d0c-0b0a-4908-8706-050403020100';

const uuid = '6f1d2c3b-4a59-4687-9786-a5b4c3d2e1f0';
const token = 'KumaToken_10';
const formerKey = `picky-${secretOf(20)}`;
const ending = 'ends-in-an-hour';
const ended = 'ended-at-noon';
/** Its claim says another monitor than the one that lists it. */
const disputed = 'two-monitors-say';

function paused(manualResume: boolean): Partial<Monitor> {
  const before = upBackup(noon - 2 * hourMs);
  const monitor = applyPause(before, noon - hourMs, { manualResume })?.monitor ?? before;
  return monitor;
}

/** One monitor in each state that decides what becomes of a ping. */
export const monitors: readonly Monitor[] = [
  newBackup({ aliases: [{ key: ended, until: noon }, { key: disputed }] }),
  upBackup(noon - minuteMs, { aliases: [{ key: uuid }] }),
  downBackup(noon - minuteMs, { aliases: [{ key: token }] }),
  { ...newBackup(), ...paused(false) },
  { ...newBackup(), ...paused(true) },
  upBackup(noon - minuteMs, { postOnly: true, aliases: [{ key: ending, until: noon + hourMs }] }),
  upBackup(noon, { bodyFilter: keywords, aliases: [{ key: formerKey, until: noon + dayMs }] }),
  newBackup({ bodyFilter: { ...keywords, defaultFail: true } }),
  upBackup(noon - 2 * minuteMs, { runs: [{ rid, startedAt: noon - hourMs }, { startedAt: noon - 1 }] }),
  upBackup(noon - hourMs, { maxMisses: 3, misses: 1 }),
].map((monitor, index) => ({ ...monitor, ...identity(index) }));

function identity(index: number): Pick<Monitor, 'id' | 'name' | 'secret'> {
  const ids = [
    'fresh',
    'steady',
    'broken',
    'resting',
    'sticky',
    'postal',
    'picky',
    'strict',
    'busy',
    'patient',
  ];
  const id = ids[index] ?? '';
  return { id, name: `The ${id} "job"`, secret: secretOf(index) };
}

export const rightKeys: readonly Key[] = [
  ...monitors.map(({ id, secret }) => ({ text: `${id}-${secret}`, opens: id })),
  { text: uuid, opens: 'steady' },
  { text: uuid.toUpperCase(), opens: 'steady' },
  { text: uuid.replace('f', 'F'), opens: 'steady' },
  { text: token, opens: 'broken' },
  { text: ended, opens: 'fresh', until: noon },
  { text: ending, opens: 'postal', until: noon + hourMs },
  { text: formerKey, opens: 'picky', until: noon + dayMs },
];

/** Claims that open nothing: their monitor has not the alias, or is gone. */
const deadClaims = { 'claimed-but-not-listed': 'steady', 'claimed-for-nobody': 'gone' };

export const wrongKeys: readonly Key[] = [
  ...[disputed, ...Object.keys(deadClaims), token.toLowerCase()],
  ...[`fresh-${secretOf(1)}`, `nobody-${secretOf(0)}`, `fresh-${'0'.repeat(20)}`, `nobody-${'0'.repeat(20)}`],
  ...[`steady-${secretOf(1)} `, ` steady-${secretOf(1)}`, `STEADY-${secretOf(1)}`, `steady-${secretOf(1)}0`],
  ...['x', 'fresh', 'fresh-', `-${secretOf(0)}`, 'toString', '__proto__', 'constructor', 'k'.repeat(500)],
].map((text) => ({ text }));

export const slugKey = 'Slug_Key-of-ours_1234567';
/** Whatever must stay secret. */
export const secrets: readonly string[] = [
  ...monitors.map(({ secret }) => secret),
  ...monitors.flatMap(({ aliases }) => aliases.map(({ key }) => key)),
  slugKey,
];

export interface WorldOptions {
  slugPings: boolean;
  maxAutoCreated: number;
}

/** The monitors, their aliases and the slug ping key, before the first request. */
export function begin({ slugPings, maxAutoCreated }: WorldOptions): World {
  const world = { ...fakeWorld(), maxAutoCreated };
  for (const monitor of monitors) {
    world.monitors.given(monitor);
    for (const { key } of monitor.aliases) world.aliases.claims.set(key, claimOf(monitor.id));
  }
  world.aliases.claims.set(disputed, claimOf('busy'));
  // It names its monitor, and needs no claim.
  world.aliases.claims.delete(formerKey);
  for (const [key, id] of Object.entries(deadClaims)) world.aliases.claims.set(key, claimOf(id));
  if (slugPings) world.installation.slugKey = slugKey;
  return world;
}

function claimOf(monitorId: string) {
  return { monitorId, claimedAt: noon - dayMs };
}
