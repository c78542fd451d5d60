/**
 * Stands in for the SDK's `@aws-sdk/credential-provider-node` in the bundles (see `lib/constructs/function.ts`).
 * Lambda hands its credentials over in the environment, so the provider chain with its profiles, SSO and STS
 * clients, a quarter of a bundle, is never used there.
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
