import type { News } from '../../lambdas/domain/news.ts';
import { alertWriter } from '../../lambdas/views/alert.ts';
import { anInstallation, downAt, newsOf } from '../support/news.ts';

const writer = alertWriter(anInstallation);
const hourMs = 3_600_000;

function down(id: string, at: number, name = id): News {
  return newsOf({ id, name }, { at });
}

describe('the likely common start', () => {
  const cause = (...at: number[]) =>
    writer
      .digest(at.map((instant, index) => down(`job-${index}`, instant)))
      .email.split('\n\n')[1]
      ?.replaceAll('\n', ' ');

  test('is told of what went down within a minute', () => {
    expect(cause(downAt, downAt + 60_000)).toBe(
      'All that went down did so within 1m from 2026-11-21 02:05:00 UTC: they likely have one cause.',
    );
  });

  test('is not told of what took longer, only from when to when', () => {
    expect(cause(downAt + 60_001, downAt)).toBe(
      'They went down from 2026-11-21 02:05:00 UTC to 2026-11-21 02:06:00 UTC.',
    );
  });

  test('is told of one instant as of one', () => {
    expect(cause(downAt, downAt)).toBe(
      'All that went down did so at 2026-11-21 02:05:00 UTC: they likely have one cause.',
    );
  });

  test('is not told where one went down', () => {
    const back = newsOf({ id: 'b' }, { from: 'down', to: 'up', reason: 'recovered' });
    expect(writer.digest([down('a', downAt), back]).email).not.toContain('went down');
  });
});

test('a digest has a line for each of its news, by the instants of which they tell', () => {
  const reminder = { number: 2, at: downAt + hourMs };
  const flapping = { since: downAt - hourMs, flips: 11, seq: 2 };
  const settled = { at: downAt + 2 * hourMs, since: downAt - hourMs, flips: 14 };
  const { email } = writer.digest([
    newsOf({ id: 's', name: 'Steady', settled }, { at: downAt + 1_000 }, { change: 'settled' }),
    newsOf({ id: 'r', name: 'Reminded', reminder }, { at: downAt - hourMs }, { change: 'reminder' }),
    newsOf({ id: 'f', name: 'Flapping', flapping }),
    newsOf({ id: 'p', name: 'Paused' }, { to: 'paused', reason: 'paused', at: downAt + 5_000 }),
  ]);
  expect(email.split('\n').filter((line) => / {2}2026-/.test(line))).toStrictEqual([
    'FLAPPING    2026-11-21 02:05:00  Flapping: 11 changes, DOWN now',
    'PAUSED      2026-11-21 02:05:05  Paused: paused',
    'STILL DOWN  2026-11-21 03:05:00  Reminded: no check-in, since 2026-11-21 01:05:00 UTC',
    'STEADY      2026-11-21 04:05:00  Steady: DOWN since 2026-11-21 02:05:01 UTC',
  ]);
});

test('news of the same instant stay in the order in which they came', () => {
  const back = newsOf({ id: 'a' }, { seq: 3, from: 'down', to: 'up', reason: 'recovered', since: downAt });
  const { event } = writer.digest([down('a', downAt), back]);
  expect(event).toMatchObject({
    downbeat: { news: [{ kind: 'down' }, { kind: 'up' }], counts: { down: 1, up: 1 } },
  });
});

test('attributes of a digest name each kind, monitor and tag once', () => {
  const [first, second] = [
    newsOf({ tags: ['prod'] }),
    newsOf({ tags: ['prod'] }, { seq: 4, at: downAt + 1 }),
  ];
  expect(writer.digest([first, second]).attributes).toStrictEqual({
    kind: ['digest', 'down'],
    monitor: ['nightly-backup'],
    tags: ['prod'],
  });
});

describe('the chat message of a digest', () => {
  /** Of as many monitors as are needed, with names of such lengths. */
  function chatOf(lengths: readonly number[]): string {
    const news = lengths.map((length, index) =>
      down(`m-${index}`, downAt + index * 120_000, 'x'.repeat(length)),
    );
    return (writer.digest(news).chat as { content: { description: string } }).content.description;
  }
  const line = (length: number) => 'DOWN: ``, no check-in, 2026-11-21 02:05:00 UTC'.length + length;

  test('has as many lines as there is room for, and says how many are left', () => {
    const cause = chatOf([1, 1]).split('\n')[0] ?? '';
    const room = 3_000 - '… and 100 more'.length - cause.length;
    const full = Array.from({ length: 19 }, () => 90);
    const last = room - 19 * (line(90) + 1) - line(0) - 2;
    const whole = chatOf([...full, last]);
    expect(whole).not.toContain('more');
    expect(whole.split('\n')).toHaveLength(21);
    expect(chatOf([...full, last + 1])).toMatch(/\n… and 1 more$/);
  });
});

describe('the SMS of a digest', () => {
  const smsOf = (...names: string[]) =>
    writer.digest(names.map((name, index) => down(`m-${index}`, downAt, name))).sms;
  const head = 'DOWN: 3 monitors: ';

  test('cuts long names, so that there is room for several', () => {
    expect(smsOf('a'.repeat(100), 'b', 'c')).toBe(`${head}${'a'.repeat(40)}, b, c`);
  });

  test('of exactly 140 characters has every name', () => {
    const names = ['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(38)];
    expect(smsOf(...names)).toBe(`${head}${names.join(', ')}`);
    expect(smsOf(...names)).toHaveLength(140);
  });

  test('of one more leaves out the last', () => {
    expect(smsOf('a'.repeat(40), 'b'.repeat(40), 'c'.repeat(39))).toBe(
      `${head}${'a'.repeat(40)}, ${'b'.repeat(40)} +1 more`,
    );
  });

  test('names two monitors of the same name twice', () => {
    expect(smsOf('Backup', 'Backup', 'Export')).toBe(`${head}Backup, Backup, Export`);
  });
});
