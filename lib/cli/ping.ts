import type { PingArguments } from './arguments.ts';
import { sendPing } from './ping-client.ts';
import { pingUrl, withAction } from './target.ts';
import type { World } from './world.ts';

/** How long a ping may take, with all its tries. */
export const pingBudgetMs = 30_000;

/** `downbeat ping`: answers 0 if the ping was taken, else 1 and says why. Throws UsageError. */
export async function ping(args: PingArguments, world: World): Promise<number> {
  const { action, message, rid } = args;
  const refusal = await sendPing(world, {
    url: withAction(pingUrl(args, world.environment), action, rid),
    budgetMs: pingBudgetMs,
    interrupt: new AbortController().signal,
    ...(message !== undefined && { body: message }),
  });
  if (refusal === undefined) return 0;
  world.stderr.write(`downbeat: the ping was not taken: ${refusal}\n`);
  return 1;
}
