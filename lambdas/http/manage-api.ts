import middy from '@middy/core';
import httpRouter from '@middy/http-router';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Answer } from './answer.ts';
import { historyRoutes } from './history-routes.ts';
import { keyRoutes } from './key-routes.ts';
import type { ManageRoute } from './manage-http.ts';
import { type ManageApiDeps, monitorRoutes } from './monitor-routes.ts';
import { problemAnswer } from './problem.ts';
import { publicRoutes } from './public-routes.ts';
import { signedPingRoutes } from './signed-ping.ts';

/** The paths of the management routes, which the gateway guards; every other path is a ping's. */
export const managePaths =
  /^\/api\/v1\/(?:monitors|heartbeats|ping-key|status-pages|summary|tag-badges)(?:\/|$)/;

/** The management routes. The gateway (on a laptop: loopback) has already decided who may call them. */
export function createManageHandler(deps: ManageApiDeps) {
  return middy<APIGatewayProxyEventV2, Answer>()
    .onError((request) => {
      const answer = problemAnswer(request.error);
      // Without an answer the error is a defect: the function fails, and its alarm tells.
      if (answer) request.response = answer;
    })
    .handler(
      httpRouter<APIGatewayProxyEventV2, Answer>({
        routes: manageRoutes(deps),
        notFoundResponse: noSuchRoute,
      }),
    );
}

/** All of them: what the gateway guards and the OpenAPI document describes. */
export function manageRoutes(deps: ManageApiDeps): ManageRoute[] {
  return [
    ...monitorRoutes(deps),
    ...keyRoutes(deps),
    ...historyRoutes(deps),
    ...publicRoutes(deps),
    ...signedPingRoutes(deps),
  ];
}

function noSuchRoute(): Answer {
  const body = JSON.stringify({ type: 'about:blank', title: 'There is no such route.', status: 404 });
  return { statusCode: 404, headers: { 'Content-Type': 'application/problem+json' }, body };
}
