import { TopicRefused, Unavailable } from '../domain/errors.ts';
import { isTold } from '../domain/flip.ts';
import type { Monitor } from '../domain/monitor.ts';
import type { AlertMessage, AlertWriter, ChangeKind, History, Telemetry, Topics } from './ports.ts';

export interface DeliverAlertsDeps {
  history: History;
  topics: Topics;
  telemetry: Telemetry;
  writeAlert: AlertWriter;
}

/** A record of the stream: its name, and how to read the monitor that was stored with its flip or reminder. */
export interface AlertRecord {
  recordId: string;
  read(): { monitor: Monitor; change: ChangeKind };
}

/**
 * Delivers the flips and reminders of a batch, in order: each to the events topic and to the monitor's channels, and
 * flips to History. Stops at the first that cannot be delivered now and answers its record, from which the batch is to
 * be given again; what was delivered of that one before comes twice, with the same `event_id`.
 */
export async function deliverAlerts(
  deps: DeliverAlertsDeps,
  records: readonly AlertRecord[],
): Promise<string | undefined> {
  for (const { recordId, read } of records) {
    const details: Record<string, string> = { recordId };
    try {
      const { monitor, change } = read();
      details.monitorId = monitor.id;
      if (change === 'flip') await deliverFlip(deps, monitor);
      if (change === 'reminder') await deliverReminder(deps, monitor);
    } catch (cause) {
      if (cause instanceof Unavailable || cause instanceof TopicRefused) {
        deps.telemetry.notice('AlertNotDelivered', details, cause);
        return recordId;
      }
      // A defect: trying again would fail for ever and keep the others from being told.
      deps.telemetry.notice('AlertLost', details, cause);
    }
  }
  return undefined;
}

async function deliverFlip(deps: DeliverAlertsDeps, monitor: Monitor): Promise<void> {
  const { flip } = monitor;
  if (!flip) return;
  await deps.history.addFlip(monitor.id, flip);
  if (isTold(monitor)) await publish(deps, monitor, deps.writeAlert(monitor, flip));
}

async function deliverReminder(deps: DeliverAlertsDeps, monitor: Monitor): Promise<void> {
  const { flip, reminder } = monitor;
  if (flip && reminder) await publish(deps, monitor, deps.writeAlert(monitor, flip, reminder));
}

async function publish(deps: DeliverAlertsDeps, monitor: Monitor, message: AlertMessage): Promise<void> {
  await unlessRefused(deps, monitor, deps.topics.publishEvent(message));
  const channels = knownChannels(deps, monitor);
  const told = await Promise.all(
    channels.map((channel) => unlessRefused(deps, monitor, deps.topics.publishToChannel(channel, message))),
  );
  if (told.includes(false) && !channels.includes('default')) {
    told.push(await unlessRefused(deps, monitor, deps.topics.publishToChannel('default', message)));
  }
  // Somebody must have been told. If nobody was, it is tried again until the topics are mended.
  if (!told.includes(true)) throw new TopicRefused(channels.join(', '), undefined);
}

/**
 * Answers whether a topic took the message. One that refuses for good must neither hold up the others nor have
 * them told again with every try.
 */
async function unlessRefused(
  deps: DeliverAlertsDeps,
  monitor: Monitor,
  published: Promise<unknown>,
): Promise<boolean> {
  try {
    await published;
    return true;
  } catch (error) {
    if (!(error instanceof TopicRefused)) throw error;
    deps.telemetry.notice('TopicRefused', { monitorId: monitor.id }, error);
    return false;
  }
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
