import type { Monitor } from '../domain/monitor.ts';
import type { Instant } from '../domain/time.ts';
import type { ChannelMessage } from '../usecases/alert-writer.ts';
import { testChat } from './chat.ts';
import { aboutMonitor, field, mail, prose } from './email.ts';
import { testEvent } from './event.ts';
import type { Installation } from './installation.ts';
import { zoned } from './instants.ts';
import { testSms } from './sms.ts';
import { testSubject } from './subject.ts';
import { nameOf } from './words.ts';

/** An alert that tells people no more than that they would be told. */
export function testAlertOf(
  monitor: Monitor,
  test: { at: Instant; id: string },
  installation: Installation,
): ChannelMessage {
  const event = testEvent(monitor, test, installation);
  return {
    subject: testSubject(monitor),
    email: mail(
      prose(`This is a test of the alerts for ${nameOf(monitor)}. Nothing has happened to it.`),
      [...aboutMonitor(monitor, installation), ...field('Sent', zoned(test.at, monitor.timezone))],
      prose('If it went down, an alert would come to you by the same way.'),
    ),
    sms: testSms(monitor),
    chat: testChat(monitor, event.downbeat.event_id, installation),
    event,
    attributes: { kind: ['test'], monitor: [monitor.id], tags: monitor.tags },
  };
}
