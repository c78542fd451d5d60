import type { Settled, Status } from '../../lambdas/domain/monitor.ts';

/** How people learn of a flip: by itself, by the notice that the monitor flaps, or not. */
export type Telling = 'alert' | 'notice' | 'none';

/** Who is told of a monitor that may flap, by `docs/semantics.md` alone. */
export class People {
  /** Whether they believe that it is down, or would, were they told of each flip. */
  private believeDown = false;
  /** When the flips that are news were noticed, since they are counted. */
  private newsAt: readonly number[] = [];
  /** While it flaps: when that began, how many flips came before, and what they were told then. */
  private unrest: { since: number; before: number; toldDown: boolean } | undefined;

  /** Whether and how they learn that it goes there. */
  tell(to: Status, noticedAt: number): Telling {
    if (to === 'paused') this.pause();
    if (to !== (this.believeDown ? 'up' : 'down')) return 'none';
    this.believeDown = to === 'down';
    this.newsAt = [...this.newsAt, noticedAt];
    if (this.unrest) return 'none';
    const before = this.newsAt.findIndex((at) => at + 3_600_000 >= noticedAt);
    if (this.newsAt.length - before <= 10) return 'alert';
    this.unrest = { since: this.newsAt[before] ?? noticedAt, before, toldDown: to === 'down' };
    return 'notice';
  }

  /** When it will have been calm for long enough, if it flaps. */
  calmAt(): number | undefined {
    const [lastAt = 0] = this.newsAt.slice(-1);
    return this.unrest && lastAt + 15 * 60_000;
  }

  /** It flaps no more. */
  calmDown(at: number): Settled {
    const { since = at, before = 0 } = this.unrest ?? {};
    const flips = this.newsAt.length - before;
    this.countAnew();
    return { at, since, flips };
  }

  private pause(): void {
    if (!this.unrest) return;
    this.believeDown = this.unrest.toldDown;
    this.countAnew();
  }

  private countAnew(): void {
    this.unrest = undefined;
    this.newsAt = [];
  }
}
