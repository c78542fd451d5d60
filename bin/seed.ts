import { readSeedArguments, seedStore } from '../lib/local/seed.ts';
import { explainFailure, readSettings } from '../lib/local/settings.ts';
import { openStoreIn } from '../lib/local/store.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

process.on('uncaughtException', (error) => {
  console.error(explainFailure(error));
  process.exit(1);
});

const options = readSeedArguments(process.argv.slice(2));
const { directory } = readSettings(process.env);
const store = await openStoreIn(directory);
const { byStatus, pings, flips } = await seedStore(store, options, Date.now());
await store.close();
const statuses = Object.entries(byStatus).map(([status, count]) => `${count} ${status}`);
console.log(`${directory} has ${options.monitors} more monitors: ${statuses.join(', ')}.`);
console.log(`Their history has ${pings} pings and ${flips} flips. See them with npm start.`);
