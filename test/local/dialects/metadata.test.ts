import { aHost, alertsOf, aMonitor, monitorOf, type TestMonitor } from '../../support/dialects.ts';
import { send } from '../../support/http.ts';
import { expectJsonOk } from '../../support/json-ok.ts';

const host = aHost();
const query = 'status=completed&message=Processed+1247+records&duration=12.5s';
const json = { status: 'completed', message: 'Processed 1247 records', duration: '12.5s' };
const kept = { status_label: 'completed', message: 'Processed 1247 records', duration_ms: 12_500 };
const nothing = { status_label: null, message: null, duration_ms: null, labels: null };
let monitor: TestMonitor;

beforeEach(async () => {
  monitor = await aMonitor(host);
});

/** Posts to `/api/heartbeat/<key>…`, which must be answered JSON-ok, and answers what is kept. */
async function post(rest: string, body = '', type = 'application/json') {
  const url = `${host.origin}/api/heartbeat/${monitor.key}${rest}`;
  return expectJsonOk(monitor, await send('POST', url, { 'content-type': type }, body));
}

const statusNow = async () => (await monitorOf(monitor)).status;

test('G10: what the query says is kept', async () => {
  expect(await post(`?${query}`)).toMatchObject({ kind: 'success', ...kept, body: null });
  expect(await statusNow()).toBe('up');
});

test('G10: a GET says it as well', async () => {
  const answer = await send('GET', `${host.origin}/api/heartbeat/${monitor.key}?${query}`);
  expect(await expectJsonOk(monitor, answer)).toMatchObject({ kind: 'success', method: 'GET', ...kept });
});

test('G10: a plus is a space, also where a percent-encoded one is not', async () => {
  expect(await post('?message=1+%2B%201&status=all+done')).toMatchObject({
    message: '1 + 1',
    status_label: 'all done',
  });
});

test.each(['application/json', 'text/plain', 'application/x-www-form-urlencoded', ''])(
  'G11: a JSON body that is labelled "%s" says the same, and is kept as it came',
  async (type) => {
    const text = JSON.stringify(json);
    expect(await post('', text, type)).toMatchObject({ kind: 'success', ...kept, body: { text } });
    expect(await statusNow()).toBe('up');
  },
);

test('G12: JSON on …/fail is a fail, with what it says', async () => {
  expect(await post('/fail', JSON.stringify(json))).toMatchObject({ kind: 'fail', ...kept });
  expect(await statusNow()).toBe('down');
});

test('G12: JSON on an exit status is kept with it', async () => {
  expect(await post('/3', JSON.stringify(json))).toMatchObject({ kind: 'fail', exit_status: 3, ...kept });
});

test('G12: where the query and the JSON differ, the query wins', async () => {
  const other = JSON.stringify({ status: 'slow', message: 'other', duration: 99 });
  expect(await post(`?${query}`, other)).toMatchObject({ kind: 'success', ...kept, body: { text: other } });
});

test('G12: what only the JSON says is kept beside what the query says', async () => {
  expect(await post('?message=from+the+query', JSON.stringify(json))).toMatchObject({
    ...kept,
    message: 'from the query',
  });
});

test.each([
  ['?status=failed', ''],
  ['', '{"status":"failed"}'],
])('G13: a status of "failed" in %j or %j is kept, and decides nothing', async (rest, body) => {
  expect(await post(rest, body)).toMatchObject({ kind: 'success', status_label: 'failed' });
  expect(await statusNow()).toBe('up');
  expect(await alertsOf(monitor)).toEqual([]);
});

test('G13: a status of "completed" does not end an outage that …/fail begins', async () => {
  expect(await post('/fail?status=completed')).toMatchObject({ kind: 'fail', status_label: 'completed' });
  expect(await statusNow()).toBe('down');
});

test.each([
  '{"status": "completed", "duration": 12.5',
  '{"status": completed}',
  "{'status': 'completed'}",
  '[{"status": "completed"}]',
  '[]',
  'null',
  'true',
  '12.5',
  '"completed"',
  '{"labels":',
])('G14: the body %s is kept raw, says nothing and is a success', async (text) => {
  const body = { text, size_bytes: text.length };
  expect(await post('', text)).toMatchObject({ kind: 'success', ...nothing, body });
  expect(await statusNow()).toBe('up');
});

test('G14: the same goes for one that is as deep as it is long', async () => {
  const text = '{"labels":'.repeat(50_000);
  const body = { text: text.slice(0, 10_000), size_bytes: text.length };
  expect(await post('', text)).toMatchObject({ kind: 'success', ...nothing, body });
});

test.each([
  ['12.5', 12_500],
  // A table holds no number as small as this.
  ['1e-200', 0],
  ['1.005', 1_005],
  ['0', 0],
  ['"12.5"', 12_500],
  ['"1m30s"', 90_000],
  ['100000000', 100_000_000_000],
  ['100000001', null],
  ['-1', null],
  ['1e999', null],
  ['null', null],
  ['[12.5]', null],
  ['{"seconds": 12.5}', null],
  ['"soon"', null],
])(
  'G14: a duration of %s in JSON is kept as %p milliseconds, and is a success',
  async (duration, durationMs) => {
    const text = `{"status": "completed", "duration": ${duration}}`;
    expect(await post('', text)).toMatchObject({
      kind: 'success',
      status_label: 'completed',
      duration_ms: durationMs,
      body: { text },
    });
    expect(await statusNow()).toBe('up');
  },
);

test('G14: values of odd types are left out, each for itself', async () => {
  const text =
    '{"status": ["completed"], "message": {"text": 5}, "duration": 2, "labels": ["a"], "extra": {}}';
  expect(await post('', text)).toMatchObject({ ...nothing, duration_ms: 2_000, body: { text } });
});

test('G14: half of a character is kept as the mark of one that is missing', async () => {
  expect(await post('', '{"message": "a\\ud83d", "labels": {"b": "\\ude00"}}')).toMatchObject({
    kind: 'success',
    message: 'a\ufffd',
    labels: { b: '\ufffd' },
  });
});
