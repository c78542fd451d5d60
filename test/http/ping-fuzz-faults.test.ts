import fc from 'fast-check';
import type { Fault } from '../support/fake.ts';
import { isInItsDialect } from './fuzz-answers.ts';
import {
  answerTo,
  type Breakage,
  type Exchange,
  inEveryExchange,
  isAccepted,
  noEffects,
} from './fuzz-exchange.ts';
import type { FuzzRequest } from './fuzz-requests.ts';
import { begin, secrets, slugKey } from './fuzz-world.ts';

const anyFault: readonly Fault[] = ['before', 'after', 'retried'];
/** What may fail, and how: a fault of one call each. */
const breakages: readonly Breakage[] = [
  ...(['load', 'save', 'countPing', 'create', 'forgetTimer'] as const).flatMap((method) =>
    anyFault.map(
      (how): Breakage =>
        ({ monitors }) =>
          monitors.failNext(method, how),
    ),
  ),
  ...anyFault.flatMap((how): Breakage[] => [
    ({ aliases }) => aliases.failNext('load', how),
    ({ installation }) => installation.failNext('load', how),
    ({ history }) => history.failNext('addPing', how),
    ({ timer }) => timer.failNext('arm', how),
  ]),
  ({ installation }) => installation.failNext('reserveAutoCreated', 'before'),
  ({ installation }) => installation.failNext('reserveAutoCreated', 'after'),
];
/** What may fail without anybody's noticing: answers that are lost once the work is done, and what is only an extra. */
const harmless: readonly Breakage[] = [
  ...(['save', 'create'] as const).flatMap((method) =>
    (['after', 'retried'] as const).map(
      (how): Breakage =>
        ({ monitors }) =>
          monitors.failNext(method, how),
    ),
  ),
  ...anyFault.flatMap((how): Breakage[] => [
    ({ history }) => history.failNext('addPing', how),
    ({ timer }) => timer.failNext('arm', how),
  ]),
];
const options = { breakage: fc.constantFrom(...breakages), numRuns: 30 };

describe('whatever is sent to the public endpoint while tables and timers fail', () => {
  test('is answered as if nothing had failed, or 503 with Retry-After', async () => {
    await inEveryExchange((exchanged) => {
      expect([...exchanged.verdict.statuses, 503]).toContain(exchanged.answer.statusCode);
      if (!isInItsDialect(exchanged)) throw new Error(`Not so: ${JSON.stringify(exchanged.answer)}`);
    }, options);
  });

  test('is never answered 503 once it is stored, and stored once, if one call goes wrong after it was done', async () => {
    await inEveryExchange(
      (exchanged) => {
        expect(exchanged.effects.countedPings).toBe(Number(isAccepted(exchanged)));
        const { answer, verdict } = exchanged;
        if (answer.statusCode !== 503) expect(verdict.statuses).toContain(answer.statusCode);
      },
      { ...options, breakage: fc.constantFrom(...harmless), breakages: 1 },
    );
  });

  test('is noticed as not stored if it is answered 503, and only then', async () => {
    await inEveryExchange((exchanged) => {
      const notStored = noticed(exchanged).filter((notice) => notice === 'PingNotStored');
      expect(notStored).toHaveLength(exchanged.answer.statusCode === 503 ? 1 : 0);
    }, options);
  });

  test('is stored nowhere if it is refused', async () => {
    await inEveryExchange(({ answer, effects }) => {
      if ([200, 201, 503].includes(answer.statusCode ?? 0)) return;
      expect(effects).toEqual({ ...noEffects, notices: effects.notices });
    }, options);
  });

  test('is counted if it is acknowledged, and its row of history is there or noticed as missing', async () => {
    await inEveryExchange((exchanged) => {
      if (!isAccepted(exchanged)) return;
      const { countedPings, pingRows } = exchanged.effects;
      expect(countedPings).toBeGreaterThanOrEqual(1);
      expect(pingRows === 1 || noticed(exchanged).includes('PingRowNotWritten')).toBe(true);
    }, options);
  });

  test('makes no answer and no notice tell a secret', async () => {
    await inEveryExchange(({ answer, world: { telemetry } }) => {
      const notices = telemetry.notices.map(({ cause, ...notice }) => [notice, String(cause)]);
      const told = JSON.stringify([answer, notices]);
      expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
    }, options);
  });
});

/** The notices of one exchange. */
function noticed({ world: { telemetry }, effects }: Exchange) {
  return telemetry.names().slice(telemetry.notices.length - effects.notices);
}

describe('a place among the monitors that pings may create', () => {
  const creating: FuzzRequest = {
    ...{ method: 'GET', path: `/${slugKey}/brand-new`, query: 'create=1', waitMs: 0 },
    ...{ userAgent: undefined, contentType: undefined, body: { bytes: Buffer.of(), isBase64: false } },
  };

  test('is given back when the monitor cannot be created', async () => {
    const world = begin({ slugPings: true, maxAutoCreated: 1 });
    world.monitors.failNext('create', 'before');
    expect(await answerTo(world, creating)).toMatchObject({ statusCode: 503 });
    expect(await answerTo(world, creating)).toMatchObject({ statusCode: 201 });
  });
});
