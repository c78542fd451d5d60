import type { AlertWriter } from '../usecases/alert-writer.ts';
import { attributesOf } from './attributes.ts';
import { blindnessEventOf, blindnessOf } from './blindness.ts';
import { chatOf } from './chat.ts';
import { digestOf } from './digest.ts';
import { emailOf } from './email.ts';
import { eventMessage, eventOf } from './event.ts';
import type { Installation } from './installation.ts';
import { smsOf } from './sms.ts';
import { subjectOf } from './subject.ts';
import { testAlertOf } from './test-alert.ts';

export type { Installation } from './installation.ts';

/** Writes the alerts of an installation. All of them together stay below the 256 KB that SNS takes. */
export function alertWriter(installation: Installation): AlertWriter {
  return {
    alert: (news) => ({
      subject: subjectOf(news),
      email: emailOf(news, installation),
      sms: smsOf(news),
      chat: chatOf(news, installation),
      event: eventOf(news, installation),
      attributes: attributesOf(news),
    }),
    digest: (news) => digestOf(news, installation),
    test: (monitor, test) => testAlertOf(monitor, test, installation),
    event: (news) => eventMessage(news, installation),
    blindness: (blindness) => blindnessOf(blindness, installation),
    blindnessEvent: (blindness) => blindnessEventOf(blindness, installation),
  };
}
