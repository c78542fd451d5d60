import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { type Answer, send } from '../support/http.ts';

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
    query: Object.fromEntries([...searchParams.keys()].map((name) => [name, searchParams.getAll(name)])),
    headers: { host, 'content-type': 'application/json' },
    body: text,
  });
  return send(method, url, signed.headers, text);
}
