import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesisedPing } from '../support/bundle.ts';

test('the ping function is at most 300 kB, as it is deployed', () => {
  const directory = mkdtempSync(join(tmpdir(), 'downbeat-bundle-'));
  expect(statSync(synthesisedPing(join(directory, 'cdk.out'))).size).toBeLessThanOrEqual(300_000);
});
