import { Contended } from '../../lambdas/domain/errors.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import { untilSettled } from '../../lambdas/usecases/until-settled.ts';
import { FakeSystem, noon } from '../support/fake-system.ts';

/** An attempt that loses so many races, and then wins. */
function winningAfter(losses: number) {
  return async (tries: number) => (tries > losses ? 'won' : 'lost');
}

describe('untilSettled', () => {
  test('answers what the first attempt answers, without a pause', async () => {
    const system = new FakeSystem();
    expect(await untilSettled(system, winningAfter(0))).toBe('won');
    expect(system.slept).toEqual([]);
  });

  test('tries again after a lost race', async () => {
    expect(await untilSettled(new FakeSystem(), winningAfter(3))).toBe('won');
  });

  test('numbers the tries from 1', async () => {
    const seen: number[] = [];
    await untilSettled(new FakeSystem(), async (tries) => {
      seen.push(tries);
      return tries < 3 ? 'lost' : 'won';
    });
    expect(seen).toEqual([1, 2, 3]);
  });

  test('doubles its pauses up to the fifth, which stays the longest', async () => {
    const system = new FakeSystem();
    await untilSettled(system, winningAfter(7));
    expect(system.slept).toEqual([12.5, 25, 50, 100, 200, 200, 200]);
  });

  test('draws each pause from nothing at all up to its bound', async () => {
    const system = new FakeSystem();
    system.randoms = [0, 0.25, 0.75, 0];
    await untilSettled(system, winningAfter(4));
    expect(system.slept).toEqual([0, 12.5, 75, 0]);
  });

  test('throws Contended instead of pausing beyond its budget', async () => {
    const system = new FakeSystem();
    await expect(untilSettled(system, winningAfter(1_000))).rejects.toThrow(Contended);
    expect(system.clock - noon).toBeGreaterThan(limits.contentionBudgetMs - 400);
    expect(system.clock - noon).toBeLessThanOrEqual(limits.contentionBudgetMs);
  });

  test('counts the time that attempts take against the budget', async () => {
    const system = new FakeSystem();
    let tries = 0;
    const slow = async () => {
      tries += 1;
      system.advance(limits.contentionBudgetMs / 2);
      return 'lost' as const;
    };
    await expect(untilSettled(system, slow)).rejects.toThrow(Contended);
    expect(tries).toBe(2);
  });

  test('makes a second attempt though the first took all of it, and no third', async () => {
    const slowly = (losses: number) => {
      const system = new FakeSystem();
      return untilSettled(system, async (tries) => {
        system.advance(limits.contentionBudgetMs + 1);
        return tries > losses ? tries : 'lost';
      });
    };
    expect(await slowly(1)).toBe(2);
    await expect(slowly(2)).rejects.toThrow(Contended);
  });

  test('does not repeat an attempt that throws', async () => {
    const system = new FakeSystem();
    const defect = new Error('a defect');
    await expect(untilSettled(system, () => Promise.reject(defect))).rejects.toBe(defect);
    expect(system.slept).toEqual([]);
  });
});
