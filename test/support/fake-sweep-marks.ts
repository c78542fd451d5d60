import type { Blindness, SweepMark } from '../../lambdas/domain/blindness.ts';
import type * as ports from '../../lambdas/usecases/ports.ts';
import { Fake } from './fake.ts';

/** Its calls stand in a log of their own: every sweep makes the first of them. */
export class FakeSweepMarks extends Fake<keyof ports.SweepMarks> implements ports.SweepMarks {
  mark: SweepMark | undefined;
  /** What was stored, and so is told. */
  readonly blindnesses: Blindness[] = [];

  load(): Promise<SweepMark | undefined> {
    return this.call('load', () => this.mark);
  }

  renew(mark: SweepMark, since: number): Promise<'renewed' | 'older'> {
    return this.call('renew', () => {
      if (this.mark && this.mark.at < since) return 'older';
      this.mark = mark;
      return 'renewed';
    });
  }

  replace(
    before: SweepMark,
    mark: SweepMark,
    blindness: Blindness | undefined,
  ): Promise<'replaced' | 'lost'> {
    return this.call('replace', () => {
      if (this.mark?.at !== before.at) return 'lost';
      this.mark = mark;
      if (blindness) this.blindnesses.push(blindness);
      return 'replaced';
    });
  }
}
