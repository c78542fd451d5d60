import { lookup } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { keysIn } from '../logs/logged.ts';

export interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

/** Sends a request as a job would: no credentials, no SDK. */
export function send(
  method: string,
  url: string,
  headers: Record<string, string> = {},
  body: string | Uint8Array = '',
): Promise<Answer> {
  const { protocol, port } = new URL(url);
  if (typeof body === 'string') keysIn(body);
  const request = protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((answered, failed) => {
    const sent = request(
      url,
      { method, headers, lookup: lookupLocalhost, port: port || undefined },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const { statusCode = 0, headers: received } = response;
          const text = Buffer.concat(chunks).toString();
          keysIn(text);
          answered({ status: statusCode, headers: received, body: text });
        });
      },
    );
    sent.on('error', failed);
    sent.end(body);
  });
}

/** Names under `.localhost` are this machine (RFC 6761), but not every resolver knows. */
const lookupLocalhost: LookupFunction = (hostname, options, callback) => {
  lookup(hostname.endsWith('.localhost') ? 'localhost' : hostname, options, callback);
};
