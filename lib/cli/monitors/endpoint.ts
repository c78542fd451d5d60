import { UsageError } from '../usage.ts';
import type { World } from '../world.ts';
import { Failure } from './failure.ts';
import type { Signer } from './sign.ts';

/** Where the management API is, and with which credentials, as the options say. */
export interface EndpointOptions {
  url: string | undefined;
  profile: string | undefined;
  region: string | undefined;
}

export interface Endpoint {
  /** The URL that `/api/v1` stands behind, without a slash at its end. */
  base: string;
  /** Calls are not signed without. */
  signer: Signer | undefined;
}

/**
 * Finds out where to call and how to sign. Plain http is for this machine alone, whose local host asks for no signature:
 * there calls are signed only if a profile or a region is named. Throws UsageError, and Failure without credentials.
 */
export async function findEndpoint(options: EndpointOptions, world: World): Promise<Endpoint> {
  const url = readBase(options.url ?? world.environment.DOWNBEAT_URL);
  const base = url.href.replace(/\/+$/, '');
  const namesAws = options.profile !== undefined || options.region !== undefined;
  if (url.protocol === 'http:' && !namesAws) return { base, signer: undefined };
  return { base, signer: await findSigner(options, url.hostname, world) };
}

/** With which credentials, and for which region, calls to a host are signed. Throws UsageError, and Failure without any. */
export async function findSigner(
  options: Omit<EndpointOptions, 'url'>,
  hostname: string,
  world: World,
): Promise<Signer> {
  const region = await findRegion(options, hostname, world);
  return { region, credentials: await findCredentials(options.profile, world) };
}

function readBase(text: string | undefined): URL {
  if (!text) throw new UsageError('no host is given; add --url https://… or set DOWNBEAT_URL');
  const isUrl = /^https?:\/\//i.test(text) && URL.canParse(text);
  if (!isUrl) throw new UsageError('the host is not a URL such as https://downbeat.example.com');
  const url = new URL(text);
  if (url.username || url.password || url.search || url.hash) {
    throw new UsageError('the URL of the host has more than a host and a path; copy the output ApiUrl');
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new UsageError('plain http is for this machine only; write https://…');
  }
  return url;
}

/** Whether a host name, as a URL has it, is this machine's own. */
export function isLoopback(hostname: string): boolean {
  return /^(?:(?:.+\.)?localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

/** The region that the host name of an API says, where it is no name of one's own. */
export function regionOfHost(hostname: string): string | undefined {
  return /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/.exec(hostname)?.[1];
}

async function findRegion({ region, profile }: Omit<EndpointOptions, 'url'>, hostname: string, world: World) {
  const found =
    region ??
    regionOfHost(hostname) ??
    (world.environment.AWS_REGION || (await world.profileRegion(profile)));
  if (found === undefined) {
    throw new UsageError('the region is not known; add --region, or set AWS_REGION');
  }
  if (/^[a-z0-9-]+$/.test(found)) return found;
  throw new UsageError('the region is not one, such as eu-north-1');
}

async function findCredentials(profile: string | undefined, world: World) {
  try {
    return await world.credentials(profile);
  } catch (error) {
    // The provider's words name profiles and files, and how to sign in again, but no secrets.
    const reason = error instanceof Error ? error.message : 'nothing was found';
    const next =
      profile === undefined
        ? 'Set AWS_PROFILE, or add --profile NAME; a profile of AWS SSO needs aws sso login first.'
        : 'See aws configure list-profiles; a profile of AWS SSO needs aws sso login --profile NAME first.';
    throw new Failure(`there are no AWS credentials: ${reason}`, next);
  }
}
