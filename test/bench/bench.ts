/**
 * Prints the cost of a ping, each figure beside that of a naive ping function built in the same run; and of finding the
 * next due instant; and of reading, of pages and of sweeping where there are many monitors.
 */
import { buildBundles, printBundleSizes, printInitialisation } from './bundles.ts';
import { printCalls } from './calls.ts';
import { printLists } from './lists.ts';
import { printPages } from './pages.ts';
import { heading } from './print.ts';
import { printSchedules } from './schedules.ts';
import { printSweep } from './sweep.ts';
import { printThroughput } from './throughput.ts';
import { openWorld } from './world.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const bundles = await buildBundles();
heading(`Cold start (Node ${process.versions.node}, median of 15 fresh processes each)`);
printBundleSizes(bundles);
printInitialisation(bundles);
const world = await openWorld();
await printCalls(world);
await printThroughput(world);
await world.close();
printSchedules();
await printLists();
await printPages();
await printSweep();
