import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import type { ApiRequest, AwsCredentials } from '../world.ts';

export interface Signer {
  credentials: AwsCredentials;
  region: string;
}

type Signable = Pick<ApiRequest, 'method' | 'url' | 'headers' | 'body'>;

/** The headers of a request with its AWS Signature Version 4 for `execute-api`. The body is part of what is signed. */
export async function signedHeaders(
  { credentials, region }: Signer,
  { method, url, headers, body }: Signable,
  now: number,
): Promise<Record<string, string>> {
  const { sessionToken, ...keys } = credentials;
  const signer = new SignatureV4({
    service: 'execute-api',
    region,
    credentials: { ...keys, ...(sessionToken !== undefined && { sessionToken }) },
    sha256: Sha256,
  });
  const { protocol, host, hostname, pathname, searchParams } = url;
  const query = Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name)]),
  );
  const request = { method, protocol, hostname, path: pathname, query, headers: { ...headers, host }, body };
  return (await signer.sign(request, { signingDate: new Date(now) })).headers;
}
