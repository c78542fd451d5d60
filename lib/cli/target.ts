import { looksLikeKey } from '../../lambdas/domain/key.ts';
import { UsageError } from './usage.ts';

export interface TargetSource {
  /** A key or a ping URL. */
  target: string | undefined;
  host: string | undefined;
}

/**
 * The URL to ping, without an action: the target itself if it is a URL, or made of a key and a host. What is not given
 * as an argument is read from the environment. Throws UsageError, which never repeats what may be a key.
 */
export function pingUrl(given: TargetSource, environment: Record<string, string | undefined>): URL {
  const target = given.target ?? environment.DOWNBEAT_PING_URL;
  if (!target) {
    throw new UsageError('no key is given; name a key or a ping URL, or set DOWNBEAT_PING_URL');
  }
  if (/^https?:/i.test(target)) {
    if (given.host !== undefined)
      throw new UsageError('--host goes with a key; a ping URL has a host already');
    return readUrl(target);
  }
  if (!looksLikeKey(target)) {
    throw new UsageError('that is neither a key nor a ping URL; copy the ping_url of the monitor');
  }
  const host = given.host ?? environment.DOWNBEAT_URL;
  if (!host) {
    throw new UsageError('a key needs a host; add --host https://…, set DOWNBEAT_URL, or give the ping URL');
  }
  const base = parseUrl(host);
  if (!base) throw new UsageError('the host is not a URL such as https://downbeat.example.com');
  base.pathname = `${withoutSlashes(base.pathname)}/ping/${target}`;
  return base;
}

function readUrl(text: string): URL {
  const url = parseUrl(text);
  if (!url) throw new UsageError('the ping URL cannot be read; copy the ping_url of the monitor');
  url.pathname = withoutSlashes(url.pathname);
  if (url.pathname === '/')
    throw new UsageError('the ping URL has no key in it; copy the ping_url of the monitor');
  return url;
}

function parseUrl(text: string): URL | undefined {
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}

/** The URL of one ping: with its action and its run's id. A query of its own, such as `?create=1`, stays. */
export function withAction(base: URL, action: string | undefined, rid: string | undefined): URL {
  const url = new URL(base);
  if (action !== undefined) url.pathname += `/${action}`;
  if (rid !== undefined) url.searchParams.set('rid', rid);
  return url;
}

function withoutSlashes(path: string): string {
  return path.replace(/\/+$/, '');
}
