import type { Alias } from '../domain/monitor.ts';
import type { Aliases, Telemetry } from './ports.ts';

/** Gives up the claims of aliases that their monitor has no longer. One that is left behind opens nothing. */
export async function releaseAliases(
  { aliases, telemetry }: { aliases: Aliases; telemetry: Telemetry },
  monitorId: string,
  dropped: readonly Alias[],
): Promise<void> {
  try {
    await Promise.all(dropped.map(({ key }) => aliases.release(key, monitorId)));
  } catch (cause) {
    telemetry.notice('LeftBehind', { monitorId }, cause);
  }
}
