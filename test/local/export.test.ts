import { aHost, aMonitor, manage, type TestMonitor } from '../support/dialects.ts';
import { send } from '../support/http.ts';
import { missing, manage as of, refusal } from '../support/manage.ts';

const host = aHost();
let monitor: TestMonitor;

/** A run that takes three seconds, one that fails after a second, and one whose start nobody told. */
beforeEach(async () => {
  monitor = await aMonitor(host);
  for (const [action, seconds] of [
    ['/start', 3],
    ['', 60],
    ['/start', 1],
    ['/fail', 60],
    ['', 60],
  ] as const) {
    await send('POST', monitor.url + action, {}, '=cmd');
    host.clock.advanceTo(host.clock.now + seconds * 1_000);
  }
});

const at = (secondsAgo: number) => new Date(host.clock.now - secondsAgo * 1_000).toISOString();
const file = (query = '') => send('GET', `${host.origin}/api/v1/monitors/${monitor.id}/export${query}`);

describe('the durations of a monitor', () => {
  test('are those of its runs, summed up', async () => {
    expect(await manage(host, 'GET', `monitors/${monitor.id}/durations`)).toEqual({
      ...{ count: 2, min_ms: 1_000, p50_ms: 1_000, p95_ms: 3_000, max_ms: 3_000, complete: true },
      points: [
        { at: at(181), kind: 'success', duration_ms: 3_000 },
        { at: at(120), kind: 'fail', duration_ms: 1_000 },
      ],
    });
  });

  test('are none before its first run has ended', async () => {
    const { id } = await aMonitor(host);
    expect(await manage(host, 'GET', `monitors/${id}/durations`)).toEqual({
      ...{ count: 0, min_ms: null, p50_ms: null, p95_ms: null, max_ms: null, complete: true },
      points: [],
    });
  });

  test('are those of the range that is asked for', async () => {
    const { points } = await manage(host, 'GET', `monitors/${monitor.id}/durations?from=${at(120)}`);
    expect(points).toHaveLength(1);
  });

  test('are refused for a range that is none, and for what is not known', async () => {
    const path = `/monitors/${monitor.id}/durations`;
    expect(await of('GET', host.origin, `${path}?from=${at(1)}&to=${at(2)}`)).toEqual(refusal('to'));
    expect(await of('GET', host.origin, `${path}?from=yesterday&limit=5`)).toEqual(refusal('from', 'limit'));
    expect(await of('GET', host.origin, '/monitors/nobody/durations')).toEqual(missing('monitor'));
  });
});

describe('the export of a monitor', () => {
  test('is CSV unless another format is asked for, to be saved under a name of its own', async () => {
    const { status, headers, body } = await file();
    expect([status, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(headers['content-disposition']).toBe(`attachment; filename="${monitor.id}-pings.csv"`);
    expect(headers['next-cursor']).toBeUndefined();
    const lines = body.split('\r\n');
    expect(lines).toHaveLength(7);
    expect(lines[0]).toMatch(/^n,kind,at,received_at,method/);
    expect(lines[1]).toBe(`5,success,${at(60)},,POST,127.0.0.1,,,,,,,,,4,4`);
  });

  test('holds what the list of pings shows, in JSON', async () => {
    const { pings } = await manage(host, 'GET', `monitors/${monitor.id}/pings`);
    expect(JSON.parse((await file('?format=json')).body)).toEqual(pings);
  });

  test('holds the pings of a kind and a range', async () => {
    const { body } = await file(`?format=ndjson&kind=start&from=${at(130)}`);
    expect(
      body
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([{ n: 3, kind: 'start' }]);
  });

  test('is refused for a format, a cursor and a kind that are not known', async () => {
    const path = `/monitors/${monitor.id}/export`;
    expect(await of('GET', host.origin, `${path}?format=xls&kind=up`)).toEqual(refusal('kind', 'format'));
    expect(await of('GET', host.origin, `${path}?cursor=abc`)).toEqual(refusal('cursor'));
    expect(await of('GET', host.origin, '/monitors/nobody/export')).toEqual(missing('monitor'));
  });
});
