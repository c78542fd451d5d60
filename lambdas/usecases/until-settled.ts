import { Contended } from '../domain/errors.ts';
import { limits } from '../domain/limits.ts';
import type { System } from './ports.ts';

const firstPauseMs = 25;

/**
 * Tries until an attempt's write wins its race. An attempt loads, decides and saves, and answers `'lost'` when
 * somebody else saved in between. Pauses grow, with full jitter, inside a budget of two seconds; then Contended. A second
 * attempt is always made: where the first alone took so long, a burst has been, and most have nothing left to change.
 */
export async function untilSettled<T>(
  system: Pick<System, 'now' | 'sleep' | 'random'>,
  attempt: (tries: number) => Promise<T | 'lost'>,
): Promise<T> {
  const giveUpAt = system.now() + limits.contentionBudgetMs;
  for (let tries = 1; ; tries += 1) {
    const outcome = await attempt(tries);
    if (outcome !== 'lost') return outcome;
    const pauseMs = system.random() * firstPauseMs * 2 ** Math.min(tries - 1, 4);
    if (tries > 1 && system.now() + pauseMs > giveUpAt) throw new Contended();
    await system.sleep(pauseMs);
  }
}
