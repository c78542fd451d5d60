import { Engine, type Violation } from './engine.ts';
import { Installation } from './installation.ts';
import { People } from './people.ts';
import { planFor, type Weather, withEvents } from './plan.ts';
import { Random } from './random.ts';

export interface SeedOutcome {
  seed: number;
  weather: Weather;
  violation?: Violation;
  /** What happened, if it was asked for. */
  trace?: string[];
}

/** 2026-11-20T12:00:00.000Z */
const begin = Date.UTC(2026, 10, 20, 12);

/** Plays one simulation: a storm of hours, then a quiet end in which all that is due comes. */
export async function runSeed(seed: number, traced = false): Promise<SeedOutcome> {
  const random = new Random(seed);
  const plan = withEvents(planFor(random), new Random(~seed));
  const engine = new Engine(random, begin, traced);
  engine.say(() => JSON.stringify(plan, undefined, 1));
  const installation = new Installation(engine, plan);
  const people = new People(engine, plan, installation);
  await engine.runUntil(begin + plan.stormMs);
  installation.executions.calm();
  people.redrive();
  await engine.runUntil(begin + plan.stormMs + plan.quietMs);
  const { tables, watch } = installation;
  if (!engine.violation) watch.ended(tables.items, tables.flips);
  const { violation, trace } = engine;
  return { seed, weather: plan.weather, ...(violation && { violation }), ...(trace && { trace }) };
}
