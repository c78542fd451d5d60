#!/usr/bin/env node
import { main } from '../lib/cli/main.ts';
import { thisMachine } from '../lib/cli/world.ts';

// Nothing is left to wait for: a name that is still being looked up cannot be given up otherwise.
process.exit(await main(process.argv.slice(2), thisMachine()));
