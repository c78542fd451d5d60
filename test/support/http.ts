import { lookup } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';

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
          answered({ status: statusCode, headers: received, body: Buffer.concat(chunks).toString() });
        });
      },
    );
    sent.on('error', failed);
    sent.end(body);
  });
}

/** Sends a request signed with the caller's own AWS credentials, as a program that manages monitors would. */
export async function sendSigned(
  method: string,
  url: string,
  region: string,
  body?: object,
): Promise<Answer> {
  const signer = new SignatureV4({
    service: 'execute-api',
    region,
    credentials: defaultProvider(),
    sha256: Sha256,
  });
  const { protocol, host, hostname, pathname, searchParams } = new URL(url);
  const text = body === undefined ? '' : JSON.stringify(body);
  const signed = await signer.sign({
    method,
    protocol,
    hostname,
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: { host, 'content-type': 'application/json' },
    body: text,
  });
  return send(method, url, signed.headers, text);
}

/** Names under `.localhost` are this machine (RFC 6761), but not every resolver knows. */
const lookupLocalhost: LookupFunction = (hostname, options, callback) => {
  lookup(hostname.endsWith('.localhost') ? 'localhost' : hostname, options, callback);
};
