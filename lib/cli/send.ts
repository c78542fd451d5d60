import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { version } from './version.ts';
import type { PingAnswer, PingRequest } from './world.ts';

/**
 * Sends a POST. It has no redirect to follow: that could hand the key to another host, or lose the body. The answer's
 * own body is not read, nor is the connection kept, which would keep the program alive.
 */
export async function send({ url, body, timeoutMs, interrupt }: PingRequest): Promise<PingAnswer> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([timeout, interrupt]);
  const bytes = Buffer.from(body ?? '');
  const headers = {
    'User-Agent': `downbeat/${version}`,
    'Content-Length': bytes.length,
    // As a text, bytes that are not UTF-8 would not come through a gateway as they are.
    ...(body !== undefined && { 'Content-Type': 'application/octet-stream' }),
  };
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  try {
    return await new Promise((answered, failed) => {
      const outgoing = request(url, { method: 'POST', headers, signal, agent: false }, (response) => {
        response.on('error', () => undefined);
        answered({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] });
        response.destroy();
      });
      outgoing.on('error', failed);
      outgoing.end(bytes);
    });
  } catch (error) {
    // Aborting says only that somebody did: tell the time that ran out from a connection that broke.
    throw timeout.aborted ? timeout.reason : error;
  }
}
