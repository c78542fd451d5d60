import fc from 'fast-check';
import type { PingKind } from '../../lambdas/domain/ping.ts';
import { times } from '../support/times.ts';
import { isInItsDialect } from './fuzz-answers.ts';
import {
  answerTo,
  exchange,
  inEveryExchange,
  isAccepted,
  lastRow,
  noEffects,
  requests,
  worldOptions,
} from './fuzz-exchange.ts';
import { request, sourceIp } from './fuzz-requests.ts';
import { begin, monitors, secrets, slugKey } from './fuzz-world.ts';

const changesNothing: readonly PingKind[] = ['log', 'ignored'];

describe('whatever is sent to the public endpoint, in whatever order', () => {
  test('is answered as its key, its action and its monitor demand, in the words of its dialect', async () => {
    await inEveryExchange((exchanged) => {
      expect(exchanged.verdict.statuses).toContain(exchanged.answer.statusCode);
      if (!isInItsDialect(exchanged)) throw new Error(`Not so: ${JSON.stringify(exchanged.answer)}`);
    });
  });

  test('is stored nowhere and sets no timer unless it is accepted', async () => {
    await inEveryExchange((exchanged) => {
      if (isAccepted(exchanged)) return;
      const { effects, calls, answer } = exchanged;
      expect(effects).toEqual({ ...noEffects, notices: effects.notices });
      const read = ['load', 'aliases.load', 'installation.load', 'installation.reserveAutoCreated'];
      const allowed = answer.statusCode === 204 || answer.statusCode === 405 ? [] : read;
      expect(calls.filter((call) => !allowed.includes(call))).toEqual([]);
    });
  });

  test('is one counted ping and one row of history if it is accepted', async () => {
    await inEveryExchange((exchanged) => {
      if (!isAccepted(exchanged)) return;
      const { effects, world } = exchanged;
      const { monitorId, number } = lastRow(exchanged);
      expect(effects).toMatchObject({ countedPings: 1, pingRows: 1, notices: 0 });
      expect(world.monitors.peek(monitorId).pings).toBe(number);
    });
  });

  test('is kept as it was sent if it is accepted', async () => {
    await inEveryExchange((exchanged) => {
      if (!isAccepted(exchanged)) return;
      const { ping } = lastRow(exchanged);
      const { request: sent, at } = exchanged;
      const { method, userAgent = '', contentType = '', body, meant } = sent;
      expect(ping).toMatchObject({
        ...{ method, at, sourceIp, userAgent: userAgent.slice(0, 200).toWellFormed() },
        ...(meant?.rid !== undefined && { rid: meant.rid }),
        ...(meant?.says.exitStatus !== undefined && { exitStatus: meant.says.exitStatus }),
      });
      const kept = { sizeBytes: body.bytes.length, contentType: contentType.slice(0, 200) };
      expect(ping.body).toEqual(body.bytes.length === 0 ? undefined : expect.objectContaining(kept));
      expect(Buffer.from(ping.body?.bytes ?? []).equals(body.bytes.subarray(0, 10_000))).toBe(true);
    });
  });

  test('is a ping of the kind that its action and its monitor make of it', async () => {
    await inEveryExchange((exchanged) => {
      const { verdict, monitorBefore, world, effects } = exchanged;
      if (!isAccepted(exchanged) || verdict.monitorId === undefined) return;
      const { monitorId, ping } = lastRow(exchanged);
      expect({ monitorId, kind: ping.kind }).toEqual({ monitorId: verdict.monitorId, kind: verdict.kind });
      const { monitor } = world.monitors.peek(monitorId);
      const before = monitorBefore?.monitor.status ?? 'new';
      // A deadline that had passed unnoticed is stored before the ping.
      const kept = effects.writes > 1 ? [before, 'down'] : [before];
      const after = { success: ['up'], fail: ['down'], start: kept, log: [before], ignored: [before] };
      expect(after[ping.kind]).toContain(monitor.status);
    });
  });

  test('changes nothing of a monitor but its count if it is logged or ignored', async () => {
    await inEveryExchange((exchanged) => {
      const { world, monitorBefore, effects, verdict } = exchanged;
      if (!monitorBefore || !verdict.kind || !changesNothing.includes(verdict.kind)) return;
      const { pings } = monitorBefore;
      const after = world.monitors.peek(monitorBefore.monitor.id);
      expect(after).toEqual({ ...monitorBefore, pings: pings + 1 });
      expect(effects).toEqual({ ...noEffects, writes: 1, countedPings: 1, pingRows: 1 });
    });
  });

  test('creates a monitor if and only if it is answered 201', async () => {
    await inEveryExchange((exchanged) => {
      const { answer, effects, world, request: sent } = exchanged;
      expect(effects.autoCreated).toBe(answer.statusCode === 201 ? 1 : 0);
      if (answer.statusCode !== 201) return;
      const { monitorId } = lastRow(exchanged);
      expect(new URLSearchParams(sent.query).get('create')).toBe('1');
      expect(world.monitors.peek(monitorId)).toMatchObject({
        pings: 1,
        monitor: {
          name: monitorId,
          autoCreated: true,
          schedule: { text: 'every 24h' },
          gracePeriodSeconds: 3_600,
        },
      });
    });
  });

  test('reaches a monitor only by a key of that monitor in its path, or the slug ping key and its id', async () => {
    await inEveryExchange((exchanged) => {
      if (!isAccepted(exchanged)) return;
      const { world, request: sent, at } = exchanged;
      const { id, secret, aliases } = world.monitors.peek(lastRow(exchanged).monitorId).monitor;
      const live = aliases.filter(({ until }) => until === undefined || at < until);
      const opening = [`/${id}-${secret}`, `/${slugKey}/${id}`, ...live.map(({ key }) => `/${key}`)];
      // One dialect has the id and the secret apart, and a UUID may be in any case.
      const path = sent.path
        .replace(/(?<=monitor\/.+)\/push\//, '-')
        .replace(/[0-9A-Fa-f-]{36}/, (uuid) => uuid.toLowerCase());
      expect(opening.filter((key) => path.includes(key))).not.toEqual([]);
    });
  });

  test('makes no answer and no notice tell a secret', async () => {
    await inEveryExchange(({ answer, world: { telemetry } }) => {
      const told = JSON.stringify([answer, telemetry.notices]);
      expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
    });
  });

  test('gets by HEAD the answer of GET without its body, and has the same effect', async () => {
    const property = fc.asyncProperty(worldOptions, requests, async (options, all) => {
      const [one, other] = [begin(options), begin(options)];
      for (const sent of all) {
        const got = await exchange(one, { ...sent, method: 'GET' });
        const asked = await exchange(other, { ...sent, method: 'HEAD' });
        expect({ ...asked.answer, effects: asked.effects }).toEqual({
          ...got.answer,
          body: '',
          effects: got.effects,
        });
      }
      const rows = one.history.pings.map((row) => ({ ...row, ping: { ...row.ping, method: 'HEAD' } }));
      expect(other.history.pings).toEqual(rows);
      for (const { id } of monitors) expect(other.monitors.peek(id)).toEqual(one.monitors.peek(id));
    });
    await fc.assert(property, { numRuns: 30 * times });
  });

  test('is stored once for each that is accepted when many, and some of them the same, come at once', async () => {
    const crowd = fc.tuple(fc.array(request, { maxLength: 4 }), request, fc.integer({ min: 1, max: 4 }));
    const property = fc.asyncProperty(worldOptions, crowd, async (options, [others, same, times]) => {
      const world = begin(options);
      const all = [...others, ...Array<typeof same>(times).fill(same)];
      const answers = await Promise.all(all.map((sent) => answerTo(world, sent)));
      const statuses = answers.map(({ statusCode }) => statusCode);
      const created = statuses.filter((status) => status === 201).length;
      const accepted = statuses.filter((status) => status === 200).length + created;
      const counted = world.monitors.stream.filter(({ countsPing }) => countsPing);
      expect([counted.length, world.history.pings.length]).toEqual([accepted, accepted]);
      expect(world.installation.autoCreated).toBe(created);
    });
    await fc.assert(property, { numRuns: 40 * times });
  });
});
