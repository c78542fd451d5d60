import type { Management } from '../dashboard/management.ts';
import { callHandler, type GatewayHandler } from './gateway.ts';

/** The management API of this process, as the dashboard calls it. `url` is where the local host is reached. */
export function managementOver(handler: GatewayHandler, url: string): Management {
  return {
    async request(method, path, { query = [], headers = {}, body } = {}) {
      const search = new URLSearchParams(
        query.map(([name, value]): [string, string] => [name, value]),
      ).toString();
      const answer = await callHandler(handler, {
        method,
        url: `/api/v1${path}${search && `?${search}`}`,
        headers: { ...headers, host: new URL(url).host },
        body: Buffer.from(body ? JSON.stringify(body) : ''),
        sourceIp: '127.0.0.1',
      });
      const { statusCode = 200, headers: answered = {}, body: text = '', isBase64Encoded } = answer;
      return {
        status: statusCode,
        headers: Object.fromEntries(
          Object.entries(answered).map(([name, value]) => [name.toLowerCase(), String(value)]),
        ),
        body: Buffer.from(text, isBase64Encoded ? 'base64' : 'utf8'),
      };
    },
  };
}
