import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { Failure } from '../monitors/failure.ts';
import type { AwsCredentials } from '../world.ts';

export interface Clients {
  cloudFormation: CloudFormationClient;
  lambda: LambdaClient;
  sns: SNSClient;
  sqs: SQSClient;
  streams: DynamoDBStreamsClient;
}

/** The services of one region, called with the caller's own credentials. */
export function clientsFor({
  region,
  credentials: { sessionToken, ...keys },
}: {
  region: string;
  credentials: AwsCredentials;
}): Clients {
  const config = { region, credentials: { ...keys, ...(sessionToken !== undefined && { sessionToken }) } };
  return {
    cloudFormation: new CloudFormationClient(config),
    lambda: new LambdaClient(config),
    sns: new SNSClient(config),
    sqs: new SQSClient(config),
    streams: new DynamoDBStreamsClient(config),
  };
}

/** Waits for a call. Throws Failure with what the service says, which names a permission that is missing, and what to do. */
export async function asked<T>(service: string, call: Promise<T>, ...todo: string[]): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    throw new Failure(`${service}: ${name}: ${message}`, ...todo);
  }
}
