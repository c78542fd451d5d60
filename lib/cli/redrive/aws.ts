import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { serviceConfig } from '../monitors/services.ts';
import type { Signer } from '../monitors/sign.ts';

export interface Clients {
  cloudFormation: CloudFormationClient;
  lambda: LambdaClient;
  sns: SNSClient;
  sqs: SQSClient;
  streams: DynamoDBStreamsClient;
}

/** The services of one region, called with the caller's own credentials. */
export function clientsFor(signer: Signer): Clients {
  const config = serviceConfig(signer);
  return {
    cloudFormation: new CloudFormationClient(config),
    lambda: new LambdaClient(config),
    sns: new SNSClient(config),
    sqs: new SQSClient(config),
    streams: new DynamoDBStreamsClient(config),
  };
}
