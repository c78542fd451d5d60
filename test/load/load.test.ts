import { emptyDirectory } from '../support/local.ts';
import { manyMonitors } from './many-monitors.ts';
import { oneMonitor } from './one-monitor.ts';
import { hostHere, type Target } from './target.ts';
import { wrongKeys } from './wrong-keys.ts';

// What `npm run load` does, in small.

let target: Target;
const say = () => undefined;

beforeAll(async () => {
  target = await hostHere(emptyDirectory());
});
afterAll(() => target.close());

test('of pings to many monitors none is lost', async () => {
  await manyMonitors(target, { monitors: 10, pings: 100, atOnce: 16 }, say);
});

test('of pings to one monitor, all at once, each that is acknowledged has its row, and its status is right', async () => {
  await oneMonitor(target, { pings: 24, quietPings: 5 }, say);
});

test('guessing keys costs one read a guess and no write, and all answers are the same', async () => {
  await wrongKeys(target, { pings: 40, atOnce: 16 }, say);
});
