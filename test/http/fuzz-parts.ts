import fc from 'fast-check';
import type { Signal } from '../../lambdas/domain/ping.ts';
import { type Key, monitors, rightKeys, slugKey, wrongKeys } from './fuzz-world.ts';

// What requests are made of, right and wrong.

/** A text of a request and what it means: `malformed` if it is refused once the key is right. */
export interface Said {
  text: string;
  means: Signal['kind'] | 'malformed';
  exitStatus?: number;
}

export function meaning(means: Said['means'], ...texts: string[]): Said[] {
  return texts.map((text) => ({ text, means }));
}

/** Weighs choices: `[weight, arbitrary]`. */
export function weighed<T>(...choices: [number, fc.Arbitrary<T>][]): fc.Arbitrary<T> {
  return fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })));
}

export const method = weighed(
  [9, fc.constantFrom('GET', 'HEAD', 'POST', 'POST', 'PUT', 'PATCH')],
  [
    1,
    fc.constantFrom(
      'OPTIONS',
      'OPTIONS',
      'OPTIONS',
      'DELETE',
      'TRACE',
      'CONNECT',
      'BREW',
      'get',
      'toString',
      '',
    ),
  ],
);

const exitStatuses = [0, 1, 7, 99, 100, 254, 255].map(
  (exitStatus): Said => ({
    ...{ text: `/${exitStatus}`, exitStatus },
    means: exitStatus === 0 ? 'success' : 'fail',
  }),
);
const words = [
  ...meaning('start', '/start', '/run', '/starting'),
  ...meaning('success', '/complete', '/finished'),
  ...meaning('fail', '/fail', '/failed'),
  ...meaning('log', '/log', '/log'),
];
const wrongWords = meaning(
  'malformed',
  ...['/256', '/300', '/1000', '/99999999999', '/1e2', '/-1', '/0x1', '/1.0', '/٣', '/１', '/ 1', '/1 '],
  ...['/foo', '/START', '/Fail', '/start ', '/start/fail', '/fail/0', '/success', '/log?', '/%00'],
  ...['/toString', '/constructor', '/__proto__', '/\0', '/\n', '/..', '/\ufffd', '/\u{1f600}', '//start'],
);
/** What follows a key in a path, its slash included. */
export const action: fc.Arbitrary<Said> = fc
  .tuple(
    weighed(
      [4, fc.constant<Said>({ text: '', means: 'success' })],
      [7, fc.constantFrom(...words, ...exitStatuses)],
      [2, fc.constantFrom(...wrongWords)],
    ),
    fc.constantFrom('', '', '', '/', '/', '///'),
  )
  .map(([said, slash]) => ({ ...said, text: said.text + slash }));

/** Cronitor's `state`. */
export const state = fc.constantFrom<Said>(
  ...[...meaning('start', 'run'), ...meaning('success', 'complete', 'ok'), ...meaning('fail', 'fail')],
  ...meaning('malformed', '', 'OK', 'up', 'log', 'toString'),
);

const uuid = weighed([2, fc.constant('0f0e0d0c-0b0a-4908-8706-050403020100')], [1, fc.uuid()]);
/** A run's id: in lower case if it is one. */
export const rid = fc.oneof(
  uuid.map((text) => ({ text, rid: text })),
  uuid.map((text) => ({ text: text.toUpperCase(), rid: text })),
  fc.constantFrom('', '12345', '0'.repeat(37), '%00', '0f0e0d0c-0b0a-4908-8706-05040302010').map((text) => {
    return { text, rid: undefined };
  }),
);

/** Uptime Kuma's queries. */
export const kumaQuery = fc.constantFrom(
  ...meaning(
    'success',
    '',
    'status=up',
    'status=',
    'status=up&msg=OK&ping=',
    'ping=12.5',
    'ping=100000000000',
    'ping=abc',
    'msg=%ff',
  ),
  ...meaning('fail', 'status=down&msg=x', 'status=true', 'status=UP', 'status=1', 'status=down&status=up'),
  ...meaning(
    'malformed',
    'ping=-1',
    'status=down&ping=1e12',
    'ping=Infinity',
    'ping=-1e999',
    'ping=100000000001',
  ),
);

/** What a query may hold beside. */
export const noise = fc.constantFrom(
  ...[
    '',
    'x=1',
    '&&',
    '=',
    '%',
    '%zz=%00',
    '+',
    'a=%ff%fe',
    'Rid=12345',
    'x=a?b&y=?',
    '__proto__=1',
    'toString=1',
    'x=%E2%82',
  ],
  ...[
    'message=all+good',
    'message=%F0%9F%98%80',
    `message=${'m'.repeat(2_000)}`,
    'labels=1',
    'latency_ms=%20',
  ],
  ...['duration=12.5s', 'duration=abc', 'duration=1e999', `duration=${'1h'.repeat(30)}`, 'latency_ms=-1'],
);

/** Replaces one character, by another that does not differ in case alone. */
function oneCharacterWrong({ text }: Key, at: number): Key {
  const index = at % text.length;
  const replacement = text.charAt(index) === 'x' ? 'z' : 'x';
  return { text: text.slice(0, index) + replacement + text.slice(index + 1) };
}

const rightKey = fc.constantFrom(...rightKeys);
export const key: fc.Arbitrary<Key> = weighed(
  [20, rightKey],
  [1, fc.tuple(rightKey, fc.nat(80)).map(([right, at]) => oneCharacterWrong(right, at))],
  [2, fc.constantFrom(...wrongKeys)],
);

/** Who is addressed: by a key, or by the slug ping key and an id, which may be none. */
export type Address =
  | { key: Key }
  | { slugKey: string; id: string; isId: boolean; create: string | undefined };

const wrongSlugKeys = [
  ...[
    slugKey.toLowerCase(),
    slugKey.slice(0, -1),
    `${slugKey}x`,
    oneCharacterWrong({ text: slugKey }, 3).text,
  ],
  ...['0'.repeat(20), 'x', '__proto__', 'KumaToken_10', ' '],
];
const knownIds = monitors.map(({ id }) => id);
const newIds = ['brand-new', 'un'.repeat(24), '2nd', 'gone'];
const noIds = [
  'FOO',
  'a--b',
  '-a',
  'a-',
  'a_b',
  'x'.repeat(49),
  'ü',
  'a.b',
  '%41',
  'toString',
  ' fresh',
  '\0',
];
export const slugAddress: fc.Arbitrary<Address> = fc
  .record({
    slugKey: weighed([9, fc.constant(slugKey)], [1, fc.constantFrom(...wrongSlugKeys)]),
    id: weighed(
      [3, fc.constantFrom(...knownIds).map((id) => ({ id, isId: true }))],
      [3, fc.constantFrom(...newIds).map((id) => ({ id, isId: true }))],
      [1, fc.constantFrom(...noIds).map((id) => ({ id, isId: false }))],
    ),
    create: fc.constantFrom(undefined, '1', '1', '1', '1', '0', 'true', '', '11'),
  })
  .map(({ id, ...rest }) => ({ ...id, ...rest }));

export const userAgent = fc.constantFrom(
  ...[undefined, '', 'curl/8', 'a'.repeat(330), `${'a'.repeat(199)}\u{1f600}`, 'ünïcode', '\ud800'],
);
export const contentType = fc.constantFrom(undefined, 'text/plain', 'application/json', 'c'.repeat(300), ';');

export const waitMs = weighed(
  [20, fc.constantFrom(0, 1, 500, 999, 1_000, 1_500)],
  [3, fc.constantFrom(300_000, 3_600_000 - 1, 3_900_000, 7_200_000)],
  [1, fc.constant(73 * 3_600_000)],
);
