/**
 * Puts a local host under load, and abuses it. Prints figures, and proves after each part that nothing was lost, nothing
 * was given away and the host is well. Ends with 1 if one of these does not hold. Talks to this machine alone.
 */
import { rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { fail, say, step, summary } from '../e2e/steps.ts';
import { storeWorld } from '../http/fuzz-store.ts';
import { begin } from '../http/fuzz-world.ts';
import { emptyDirectory } from '../support/local.ts';
import { garbage } from './garbage.ts';
import { manyMonitors } from './many-monitors.ts';
import { oneMonitor } from './one-monitor.ts';
import { slowClients } from './slow-clients.ts';
import { hostApart, type Target } from './target.ts';
import { wrongKeys } from './wrong-keys.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const tell = (text: string) => say(`      ${text}`);

/** Runs a part against a host of its own, with a data directory of its own. */
async function part(
  claim: string,
  run: (target: Target) => Promise<void>,
  prepare: (directory: string) => Promise<void> = async () => undefined,
): Promise<void> {
  const directory = emptyDirectory();
  try {
    await prepare(directory);
    const target = await hostApart(directory);
    try {
      await step(claim, () => run(target));
    } finally {
      await target.close();
    }
  } catch (error) {
    fail(error);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

say(`Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model}`);
await part('50,000 pings over 5,000 monitors: none is lost', (target) =>
  manyMonitors(target, { monitors: 5_000, pings: 50_000, atOnce: 32 }, tell),
);
await part('2,000 pings at once to one monitor: each that is acknowledged has its row', (target) =>
  oneMonitor(target, { pings: 2_000, quietPings: 500 }, tell),
);
await part('guessing keys costs one read a guess, and tells nothing', (target) =>
  wrongKeys(target, { pings: 5_000, atOnce: 32 }, tell),
);
await part('slow clients harm nobody, and are left', (target) =>
  slowClients(target, { connections: 100, pings: 500 }, tell),
);
await part(
  '10,000 requests that nobody should send are no defect of the host',
  (target) => garbage(target, { requests: 10_000, atOnce: 16, seed: 1 }, tell),
  (directory) => storeWorld(begin({ slugPings: true, maxAutoCreated: 1_000 }), directory),
);
const { passed, failed } = summary();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
