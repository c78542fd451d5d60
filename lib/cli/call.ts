import { lookup } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { version } from './version.ts';
import type { ApiAnswer, ApiRequest } from './world.ts';

/** Sends a request to the management API and reads the whole answer. Redirects are answers like any other. */
export async function call({ method, url, headers, body, timeoutMs }: ApiRequest): Promise<ApiAnswer> {
  const signal = AbortSignal.timeout(timeoutMs);
  const bytes = Buffer.from(body);
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const options = {
    method,
    headers: { ...headers, 'User-Agent': `downbeat/${version}`, 'Content-Length': bytes.length },
    signal,
    lookup: lookupLocalhost,
  };
  try {
    return await new Promise((answered, failed) => {
      const outgoing = request(url, options, (response) => {
        const { statusCode: status = 0, headers: received } = response;
        buffer(response).then((read) => answered({ status, headers: received, body: read }), failed);
      });
      outgoing.on('error', failed);
      outgoing.end(bytes);
    });
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
}

/** Names under `.localhost` are this machine (RFC 6761), whatever a resolver says: they are called without TLS. */
const lookupLocalhost: LookupFunction = (hostname, options, callback) => {
  lookup(/(?:^|\.)localhost$/i.test(hostname) ? 'localhost' : hostname, options, callback);
};
