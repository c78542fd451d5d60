/**
 * Plays the product in a simulated world: `npm run simulate -- --seeds 1000 [--seed 1] [--verbose]`. Ends with 1 where a
 * promise is broken, and says how to see it again.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { bundleSimulation } from './bundle.ts';
import { playSeeds } from './play-seeds.ts';

const violationsShown = 20;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    verbose: { type: 'boolean', default: false },
  },
});
const [first, count] = [wholeNumber('seed', values.seed), wholeNumber('seeds', values.seeds)];
const startedAt = performance.now();
const outcomes = await playSeeds(await bundleSimulation(), {
  ...{ first, count, workers: availableParallelism(), isTraced: values.verbose },
});
const seconds = (performance.now() - startedAt) / 1_000;
for (const { trace } of outcomes) if (trace) say(trace.join('\n'));
const violated = outcomes.filter(({ violation }) => violation);
for (const { seed, weather, violation } of violated.slice(0, violationsShown)) {
  say(`Seed ${seed} (${weather}) breaks "${violation?.promise}": ${violation?.detail}`);
  say(`  See it again: npm run simulate -- --seed ${seed} --verbose`);
}
const rate = Math.round((outcomes.length / seconds) * 60);
say(
  `${outcomes.length} seeds from ${first} in ${seconds.toFixed(1)} s (${rate} a minute): ${violated.length} broke a promise.`,
);
process.exitCode = violated.length > 0 ? 1 : 0;

function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) < 1) {
    process.stderr.write(`--${option} is "${text}"; allowed is a whole number from 1.\n`);
    process.exit(2);
  }
  return Number(text);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
