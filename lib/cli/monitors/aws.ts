import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { loadSharedConfigFiles } from '@smithy/core/config';
import type { AwsCredentials } from '../world.ts';

/** What the SDK says of sources that it does not use is for programmers. */
const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/** The credentials that the SDK's provider chain finds, in this profile if one is named. Rejects without any. */
export async function findCredentials(profile: string | undefined): Promise<AwsCredentials> {
  // The SDK prints a notice on Node 20, which is supported here.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  return defaultProvider({ logger: silent, ...(profile !== undefined && { profile }) })();
}

/** The region in the shared configuration of this profile, else of AWS_PROFILE, else of the default one. */
export async function findRegion(profile: string | undefined): Promise<string | undefined> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const name = profile ?? (process.env.AWS_PROFILE || 'default');
  return configFile[name]?.region ?? credentialsFile[name]?.region;
}
