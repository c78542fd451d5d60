import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import fc from 'fast-check';
import type { Instant } from '../../lambdas/domain/time.ts';
import { createPingHandler } from '../../lambdas/http/ping-api.ts';
import type { StoredMonitor } from '../../lambdas/usecases/ports.ts';
import type { GatewayHandler } from '../../lib/local/gateway.ts';
import { times } from '../support/times.ts';
import { eventOf, type FuzzRequest, request } from './fuzz-requests.ts';
import { exists, type Verdict, verdictOf } from './fuzz-verdict.ts';
import { begin, type World, type WorldOptions } from './fuzz-world.ts';

/** A request that was answered, and what it changed. */
export interface Exchange {
  world: World;
  request: FuzzRequest;
  at: Instant;
  verdict: Verdict;
  answer: APIGatewayProxyStructuredResultV2;
  /** The monitor of the verdict, if it was there. */
  monitorBefore: StoredMonitor | undefined;
  effects: Effects;
  /** The calls that it made. */
  calls: readonly string[];
}

/** How much more of each there is than before. */
export interface Effects {
  writes: number;
  countedPings: number;
  pingRows: number;
  flipRows: number;
  timers: number;
  autoCreated: number;
  notices: number;
}

export const noEffects: Effects = {
  ...{ writes: 0, countedPings: 0, pingRows: 0, flipRows: 0, timers: 0, autoCreated: 0, notices: 0 },
};

function count({ monitors, history, timer, installation, telemetry }: World): Effects {
  return {
    writes: monitors.stream.length,
    countedPings: monitors.stream.filter(({ countsPing }) => countsPing).length,
    pingRows: history.pings.length,
    flipRows: history.flips.length,
    timers: timer.armed.length + timer.delayed.length + timer.cancelled.length,
    autoCreated: installation.autoCreated,
    notices: telemetry.notices.length,
  };
}

function difference(before: Effects, after: Effects): Effects {
  const names = Object.keys(after) as (keyof Effects)[];
  return { ...after, ...Object.fromEntries(names.map((name) => [name, after[name] - before[name]])) };
}

/** Hands a request to the real handler. Rejects as the handler does. */
export function answerTo(world: World, sent: FuzzRequest): Promise<APIGatewayProxyStructuredResultV2> {
  const handle = createPingHandler(world) as unknown as GatewayHandler;
  return handle(eventOf(sent), {} as Context);
}

/** Makes a call of the world go wrong. */
export type Breakage = (world: World) => void;

/** Lets the time before a request pass, and sends it. What goes wrong does so during this request alone. */
export async function exchange(
  world: World,
  sent: FuzzRequest,
  breakages: readonly Breakage[] = [],
): Promise<Exchange> {
  world.system.advance(sent.waitMs);
  const at = world.system.now();
  const verdict = verdictOf(world, sent);
  const { monitorId = '' } = verdict;
  const monitorBefore = exists(world, monitorId) ? world.monitors.peek(monitorId) : undefined;
  const before = count(world);
  const callsBefore = world.calls.length;
  for (const breakIt of breakages) breakIt(world);
  const answer = await answerTo(world, sent);
  for (const part of [world.monitors, world.history, world.timer, world.aliases, world.installation])
    part.heal();
  const effects = difference(before, count(world));
  const calls = world.calls.slice(callsBefore);
  return { world, request: sent, at, verdict, answer, monitorBefore, effects, calls };
}

export const worldOptions = fc.record<WorldOptions>({
  slugPings: fc.constantFrom(true, true, true, true, true, false),
  maxAutoCreated: fc.constantFrom(1, 2, 1_000),
});
/** The size says that there be many, which fast-check's own arrays seldom have. */
const many = { minLength: 1, maxLength: 25, size: 'max' } as const;
export const requests = fc.array(request, many);

/** Checks every exchange, in many worlds, each of which gets some dozen requests, one after another. */
export function inEveryExchange(
  check: (exchanged: Exchange) => void,
  {
    numRuns = 30,
    breakage = fc.constant<Breakage>(() => undefined),
    breakages: maxLength = 3,
  }: { numRuns?: number; breakage?: fc.Arbitrary<Breakage>; breakages?: number } = {},
): Promise<void> {
  const broken = fc.tuple(request, fc.array(breakage, { maxLength }));
  const property = fc.asyncProperty(worldOptions, fc.array(broken, many), async (options, all) => {
    const world = begin(options);
    for (const [sent, breakages] of all) {
      try {
        check(await exchange(world, sent, breakages));
      } catch (cause) {
        throw new Error(`${describeRequest(sent)}\n${cause}`, { cause });
      }
    }
  });
  return fc.assert(property, { numRuns: numRuns * times });
}

/** What a failure says of the request that it is about. */
export function describeRequest({ method, path, query, body, userAgent, contentType }: FuzzRequest): string {
  const { bytes, isBase64 } = body;
  const content = isBase64 ? `base64 ${bytes.toString('base64')}` : JSON.stringify(bytes.toString());
  const headers = JSON.stringify({ userAgent, contentType });
  return `${method} ${JSON.stringify(path)} ?${query} ${headers} ${content.slice(0, 500)}`;
}

export function isAccepted({ answer }: Exchange): boolean {
  return answer.statusCode === 200 || answer.statusCode === 201;
}

/** The ping that an exchange stored. */
export function lastRow({ world }: Exchange) {
  const row = world.history.pings.at(-1);
  if (!row) throw new Error('Nothing is stored.');
  return row;
}
