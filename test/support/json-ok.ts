import { type AnyAnswer, monitorOf, pingsOf, type TestMonitor } from './dialects.ts';

/** What every answer to a ping carries. */
export const commonHeaders = {
  'access-control-allow-origin': '*',
  'cache-control': expect.stringContaining('no-cache'),
  'ping-body-limit': '10000',
};

/** Proves an answer in JSON, and that it is no redirect. */
export function expectJson(
  { status, headers, body }: AnyAnswer,
  expected: { status: number; body: unknown },
) {
  expect({ status, headers, body: JSON.parse(String(body)) }).toEqual({
    ...expected,
    headers: expect.objectContaining({ ...commonHeaders, 'content-type': 'application/json' }),
  });
  expect(headers).not.toHaveProperty('location');
}

/** Proves that a ping was answered JSON-ok, and answers what is kept of it. */
export async function expectJsonOk(monitor: TestMonitor, answer: AnyAnswer) {
  const { name } = await monitorOf(monitor);
  const pingedAt = new Date(monitor.host.clock.now).toISOString();
  expectJson(answer, { status: 200, body: { status: 'ok', monitor: name, pinged_at: pingedAt } });
  return lastPing(monitor);
}

/** The newest ping that is kept of a monitor. */
export async function lastPing(monitor: TestMonitor) {
  const [ping] = await pingsOf(monitor);
  if (!ping) throw new Error(`No ping of ${monitor.id} is kept.`);
  return ping;
}
