/**
 * Stands in for the SDK's `@aws-sdk/endpoint-cache` in the bundles (see `lib/constructs/function.ts`). Every DynamoDB
 * client makes such a cache for endpoints that it discovers, but no command of DynamoDB looks for any, whatever the
 * settings, so nothing is ever put into it or looked up. Were that to change, the lookup would fail with a TypeError.
 */
export class EndpointCache {}
