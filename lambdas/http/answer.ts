import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** What a handler answers the gateway (payload format 2.0). */
export type Answer = APIGatewayProxyStructuredResultV2;
