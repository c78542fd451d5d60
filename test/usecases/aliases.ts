import type { Alias } from '../../lambdas/domain/monitor.ts';
import { minuteMs } from '../../lambdas/domain/time.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { newBackup } from '../support/given.ts';

export const key = '3f2b8c1e-0a9d-4e57-b6c4-9d8e7f605142';
export const longAgo = noon - 60 * minuteMs;
export const ended = { key: 'ended-key-1', until: noon };
export const live = { key: 'live-key-12', until: noon + 1 };

/** A world whose monitors `backup`, with these aliases, and `other`, without any, have been there for long. */
export function worldWith(...aliases: Alias[]) {
  const world = fakeWorld();
  world.monitors.given(newBackup({ aliases }));
  world.monitors.given(newBackup({ id: 'other' }));
  for (const alias of aliases) claimed(world, alias.key, 'backup');
  return world;
}

type World = ReturnType<typeof worldWith>;

export function claimed(world: World, claimedKey: string, monitorId: string, claimedAt = longAgo) {
  world.aliases.claims.set(claimedKey, { monitorId, claimedAt });
}

export function listed({ monitors }: World, id = 'backup') {
  return monitors.peek(id).monitor.aliases;
}

/** The keys that are claimed, and for whom. */
export function claims({ aliases }: World) {
  return Object.fromEntries([...aliases.claims].map(([claim, { monitorId }]) => [claim, monitorId]));
}
