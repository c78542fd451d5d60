import type * as ports from '../../lambdas/usecases/ports.ts';
import { Fake } from './fake.ts';

export class FakeAliases extends Fake<keyof ports.Aliases> implements ports.Aliases {
  readonly claims = new Map<string, ports.AliasClaim>();

  constructor(calls: string[]) {
    super(calls, 'aliases.');
  }

  load(key: string): Promise<ports.AliasClaim | undefined> {
    return this.call('load', () => structuredClone(this.claims.get(key)));
  }

  claim(
    key: string,
    claim: ports.AliasClaim,
    replaced: ports.AliasClaim | undefined,
  ): Promise<'claimed' | 'taken'> {
    return this.call('claim', () => {
      const former = this.claims.get(key);
      if (former?.monitorId !== replaced?.monitorId || former?.claimedAt !== replaced?.claimedAt)
        return 'taken';
      this.claims.set(key, structuredClone(claim));
      return 'claimed';
    });
  }

  release(key: string, claim: { monitorId: string; claimedBefore: number }): Promise<void> {
    return this.call('release', () => {
      const stored = this.claims.get(key);
      if (stored?.monitorId !== claim.monitorId || stored.claimedAt >= claim.claimedBefore) return;
      this.claims.delete(key);
    });
  }
}

export class FakeInstallation extends Fake<keyof ports.Installation> implements ports.Installation {
  slugKey: string | undefined;
  autoCreated = 0;

  constructor(calls: string[]) {
    super(calls, 'installation.');
  }

  load(): Promise<ports.InstallationSettings> {
    return this.call('load', () => (this.slugKey === undefined ? {} : { slugKey: this.slugKey }));
  }

  setSlugKey(slugKey: string | undefined): Promise<void> {
    return this.call('setSlugKey', () => {
      this.slugKey = slugKey;
    });
  }

  reserveAutoCreated(max: number): Promise<boolean> {
    return this.call('reserveAutoCreated', () => {
      if (this.autoCreated >= max) return false;
      this.autoCreated += 1;
      return true;
    });
  }

  releaseAutoCreated(): Promise<void> {
    return this.call('releaseAutoCreated', () => {
      this.autoCreated = Math.max(0, this.autoCreated - 1);
    });
  }
}
