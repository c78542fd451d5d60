import { Unavailable } from '../../lambdas/domain/errors.ts';
import { minuteMs } from '../../lambdas/domain/time.ts';
import { noon } from '../support/fake-system.ts';
import { fakeWorld } from '../support/fakes.ts';
import { ping, upBackup } from '../support/given.ts';

function worldWithBackup() {
  const world = fakeWorld();
  world.monitors.given(upBackup(noon - minuteMs));
  return world;
}

describe('a ping whose save was not answered', () => {
  test('is taken again when somebody has saved since, who may have hidden that it landed', async () => {
    const world = worldWithBackup();
    world.monitors.failNext('save', 'after');
    world.monitors.interruptNext('load', () => undefined);
    world.monitors.interruptNext('load', () => world.monitors.overtake('backup'));
    await ping(world, { action: 'fail' });
    expect(world.monitors.peek('backup').monitor).toMatchObject({
      status: 'down',
      lastPing: { kind: 'fail' },
    });
    expect(world.history.pings).toHaveLength(1);
  });

  test('is refused when nothing has been saved', async () => {
    const world = worldWithBackup();
    world.monitors.failNext('save', 'before');
    await expect(ping(world)).rejects.toThrow(Unavailable);
    expect(world.history.pings).toEqual([]);
  });
});
