import fc from 'fast-check';
import type { ChannelMessage } from '../../lambdas/usecases/alert-writer.ts';
import { alertWriter } from '../../lambdas/views/alert.ts';
import { anyNews } from '../support/any-news.ts';
import { anInstallation } from '../support/news.ts';
import { times } from '../support/times.ts';

const writer = alertWriter(anInstallation);

const anyAlert = anyNews.map((news) => writer.alert(news));
const anyTest = anyNews.map(({ monitor }) => writer.test(monitor, { at: 0, id: 'x'.repeat(36) }));
const anyDigest = fc.array(anyNews, { minLength: 2, maxLength: 5 }).map((news) => writer.digest(news));
const anyMessage = fc.oneof(anyAlert, anyTest, anyDigest);

function holds(check: (message: ChannelMessage) => void): void {
  fc.assert(fc.property(anyMessage, check), { numRuns: 20 * times });
}

/** Every text inside of a value. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/** What SNS counts of a message to a channel. */
function sizeOf({ email, sms, event }: ChannelMessage, standard: object = event): number {
  return Buffer.byteLength(JSON.stringify({ default: JSON.stringify(standard), email, sms }));
}

// GSM 03.38, the basic alphabet without its extension table.
const gsmBasic = /^[@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]{1,140}$/;

describe('whatever the names, the tags, the message and the output,', () => {
  test('a subject is 1 to 99 printable ASCII characters, with no space at its ends', () => {
    holds(({ subject }) => expect(subject).toMatch(/^[!-~]([ -~]{0,97}[!-~])?$/));
  });

  test('an SMS is 1 to 140 characters of every phone', () => {
    holds(({ sms }) => expect(sms).toMatch(gsmBasic));
  });

  test('an e-mail has no control characters but its line breaks, and no halves of characters', () => {
    holds(({ email }) => {
      expect(email.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
      expect(email.isWellFormed()).toBe(true);
    });
  });

  test('a chat message has no control characters but its line breaks, and no halves of characters', () => {
    holds(({ chat }) => {
      for (const text of textsOf(chat)) {
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
        expect(text.isWellFormed()).toBe(true);
      }
    });
  });

  test('a chat message has no link, mention or tag of Slack', () => {
    holds(({ chat }) => expect(JSON.stringify(chat)).not.toMatch(/[<>]/));
  });

  test('a chat message is within what chats take', () => {
    holds(({ chat }) => {
      const { content } = chat as { content: { title: string; description: string } };
      expect(content.title.length).toBeLessThanOrEqual(250);
      expect(content.description.length).toBeLessThanOrEqual(3_000);
    });
  });

  test('code in a chat message ends where it is meant to', () => {
    holds(({ chat }) => {
      const { content } = chat as { content: { description: string } };
      const outside = content.description.replace(/```\n[^`]*\n```|`[^`\n]+`/g, '');
      expect(outside).not.toContain('`');
    });
  });

  test('all forms together are below 256 KB', () => {
    holds((message) => {
      expect(sizeOf(message)).toBeLessThan(256_000);
      expect(sizeOf(message, message.chat)).toBeLessThan(256_000);
    });
  });

  test('no form holds a ping key', () => {
    holds((message) => expect(JSON.stringify(message)).not.toContain('0123456789abcdefghjk'));
  });

  test('the subject of an event begins with its new state', () => {
    fc.assert(
      fc.property(anyNews, (news) => {
        const { subject, event } = writer.event(news);
        expect(subject.split(': ')[0]).toBe((event as unknown as { NewStateValue: string }).NewStateValue);
        expect(subject).toMatch(/^[ -~]{1,99}$/);
      }),
    );
  });

  test('the name of the alarm is that of its monitor alone', () => {
    fc.assert(
      fc.property(anyNews, (news) => {
        expect(writer.event(news).event).toMatchObject({ AlarmName: `Downbeat/${news.monitor.id}` });
      }),
    );
  });
});

test('a digest of a hundred monitors with the longest names is below 256 KB in all forms', () => {
  fc.assert(
    fc.property(anyNews, fc.constantFrom('"', '\\', '語', '\u0000'), (news, letter) => {
      const hundred = Array.from({ length: 100 }, (_, index) => {
        const id = `${'m'.repeat(45)}${index}`;
        return { ...news, monitor: { ...news.monitor, id, name: letter.repeat(100) } };
      });
      const message = writer.digest(hundred);
      expect(sizeOf(message)).toBeLessThan(256_000);
      expect(sizeOf(message, message.chat)).toBeLessThan(256_000);
      expect(message.sms).toMatch(gsmBasic);
    }),
    { numRuns: 10 * times },
  );
});
