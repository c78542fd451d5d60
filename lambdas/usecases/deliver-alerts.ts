import { isTold } from '../domain/flip.ts';
import type { Monitor } from '../domain/monitor.ts';
import type { AlertWriter, History, Telemetry, Topics } from './ports.ts';

export interface DeliverAlertsDeps {
  history: History;
  topics: Topics;
  telemetry: Telemetry;
  writeAlert: AlertWriter;
}

/** A monitor as it was stored with its flip, and the name of the record that brought it. */
export interface FlipRecord {
  recordId: string;
  monitor: Monitor;
}

/**
 * Delivers the flips of a batch, in order: each to History, to the events topic and to the monitor's channels.
 * Stops at the first that fails and answers its record, from which the batch is to be given again; what was
 * delivered of that flip before comes twice, with the same `event_id`.
 */
export async function deliverAlerts(
  deps: DeliverAlertsDeps,
  records: readonly FlipRecord[],
): Promise<string | undefined> {
  for (const { recordId, monitor } of records) {
    try {
      await deliver(deps, monitor);
    } catch (cause) {
      deps.telemetry.notice('AlertNotDelivered', { monitorId: monitor.id }, cause);
      return recordId;
    }
  }
  return undefined;
}

async function deliver(deps: DeliverAlertsDeps, monitor: Monitor): Promise<void> {
  const { flip } = monitor;
  if (!flip) return;
  await deps.history.addFlip(monitor.id, flip);
  if (!isTold(flip)) return;
  const message = deps.writeAlert(monitor, flip);
  await deps.topics.publishEvent(message);
  await Promise.all(
    knownChannels(deps, monitor).map((channel) => deps.topics.publishToChannel(channel, message)),
  );
}

/** A channel that has been taken out of the installation must not swallow an alert: `default` gets it. */
function knownChannels(deps: DeliverAlertsDeps, monitor: Monitor): string[] {
  const channels = monitor.channels.map((channel) => {
    if (deps.topics.channels.includes(channel)) return channel;
    deps.telemetry.notice('ChannelUnknown', { monitorId: monitor.id, channel });
    return 'default';
  });
  return [...new Set(channels)];
}
