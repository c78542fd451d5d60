import { headerOf, type Outcome, type PageRequest } from './exchange.ts';
import { isSame, newSecret } from './secrets.ts';

/** Whether a Host header names this machine. Whatever else a name leads to us by, its page is another's (DNS rebinding). */
export function isLoopbackHost(host: string | undefined): boolean {
  return /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/.test(host ?? '');
}

/**
 * Whether a form was sent by a page of ours. Browsers say so in Sec-Fetch-Site; older ones only name the origin. Without
 * either, it was no browser that knows of cross-site requests.
 */
export function isFromOwnPage(request: PageRequest): boolean {
  const site = headerOf(request, 'sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  return headerOf(request, 'origin') === `http://${headerOf(request, 'host')}`;
}

/** Who may look at all, where others on this machine may not: whoever has opened the URL with the token. */
export class Login {
  /** Stands in the URL that is opened first. */
  readonly token = newSecret();
  /** Another one, so that the cookie is not in the shell's history. */
  readonly #session = newSecret();

  isLoggedIn(request: PageRequest): boolean {
    const name = cookieName(request);
    const cookies = (headerOf(request, 'cookie') ?? '').split(/; */).map((pair) => pair.split('='));
    return cookies.some(([key, value]) => key === name && isSame(this.#session, value));
  }

  /** Takes the token out of the URL and gives a cookie for it; `undefined` if there is no token, or a wrong one. */
  enter(request: PageRequest): Outcome | undefined {
    const given = request.query.get('token') ?? undefined;
    if (!isSame(this.token, given)) return undefined;
    const cookie = `${cookieName(request)}=${this.#session}; HttpOnly; SameSite=Strict; Path=/`;
    return { kind: 'redirect', location: '/', cookie };
  }
}

/** Cookies are shared by all ports of a host. */
function cookieName(request: PageRequest): string {
  return `downbeat_${/:(\d+)$/.exec(headerOf(request, 'host') ?? '')?.[1] ?? '80'}`;
}
