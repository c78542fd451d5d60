import middy from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Unavailable } from '../domain/errors.ts';
import { badgeKeyPattern, isSlug, secretFrom } from '../domain/key.ts';
import { limits } from '../domain/limits.ts';
import { badgeStatus } from '../domain/tally.ts';
import { secondMs } from '../domain/time.ts';
import type { System } from '../usecases/ports.ts';
import { type ShowPublicDeps, showBadge, showPage } from '../usecases/show-public.ts';
import { badgeJson, badgeSvg, shieldsJson } from '../views/badge.ts';
import { statusPage } from '../views/pages/status-page.ts';
import type { Answer } from './answer.ts';

export type StatusApiDeps = ShowPublicDeps & { system: Pick<System, 'now' | 'randomBytes'> };

/** The paths that anybody may read. No key begins with them: see `ping-routes.ts`. */
export const statusPaths = /^\/(?:status|badge)\/[^/]+$/;
/** With these methods. */
export const statusMethods: readonly string[] = ['GET', 'HEAD'];

const badgePath = new RegExp(`^/badge/(?<key>${badgeKeyPattern})(?<two>-2)?\\.(?<format>svg|json|shields)$`);
const pagePath = /^\/status\/(?<slug>[^/]+)$/;

const formats = {
  svg: { type: 'image/svg+xml; charset=utf-8', write: badgeSvg },
  json: { type: 'application/json', write: badgeJson },
  shields: { type: 'application/json', write: shieldsJson },
};

const commonHeaders = {
  'Cache-Control': `public, max-age=${limits.publicCacheMs / secondMs}`,
  'X-Content-Type-Options': 'nosniff',
};

/** What is not there and what is switched off are answered the same. */
const notFound: Answer = {
  statusCode: 404,
  headers: { 'Content-Type': 'text/plain; charset=utf-8', ...commonHeaders },
  body: 'not found',
};

/** Answers badges and status pages, which anybody may read. */
export function createStatusHandler(deps: StatusApiDeps) {
  return middy<APIGatewayProxyEventV2, Answer>().handler(async (event) => {
    const answer = await answerPublic(deps, event.rawPath);
    return event.requestContext.http.method === 'HEAD' ? { ...answer, body: '' } : answer;
  });
}

async function answerPublic(deps: StatusApiDeps, path: string): Promise<Answer> {
  try {
    return (await answerBadge(deps, path)) ?? (await answerPage(deps, path)) ?? notFound;
  } catch (error) {
    // Another error is a defect: the function fails, and its alarm tells.
    if (error instanceof Unavailable) return tryAgain;
    throw error;
  }
}

async function answerBadge(deps: StatusApiDeps, path: string): Promise<Answer | undefined> {
  const { key, two, format } = badgePath.exec(path)?.groups ?? {};
  const shown = key === undefined ? undefined : await showBadge(deps, key);
  if (!shown) return undefined;
  const { type, write } = formats[format as keyof typeof formats];
  const status = badgeStatus(shown.tally, two === undefined ? 3 : 2);
  return {
    statusCode: 200,
    headers: {
      'Content-Type': type,
      // Pages elsewhere may show it as they like.
      'Access-Control-Allow-Origin': '*',
      'Content-Security-Policy': "default-src 'none'",
      ...commonHeaders,
    },
    body: write({ ...shown, status }),
  };
}

async function answerPage(deps: StatusApiDeps, path: string): Promise<Answer | undefined> {
  const { slug } = pagePath.exec(path)?.groups ?? {};
  const shown = slug !== undefined && isSlug(slug) ? await showPage(deps, slug) : undefined;
  if (!shown) return undefined;
  const nonce = secretFrom(deps.system.randomBytes(limits.badgeKeyCharacters));
  return {
    statusCode: 200,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      'Referrer-Policy': 'no-referrer',
      ...commonHeaders,
    },
    body: statusPage(shown, nonce),
  };
}

const tryAgain: Answer = {
  statusCode: 503,
  headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', 'Retry-After': '1' },
  body: 'try again',
};
