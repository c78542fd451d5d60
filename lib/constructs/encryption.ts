import { Aspects, Stack } from 'aws-cdk-lib';
import { CfnGlobalTable } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct, IConstruct } from 'constructs';

/** What a role does with the key through a service that holds what it encrypts. */
const actions = {
  dynamodb: ['Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey', 'ReEncryptFrom', 'ReEncryptTo'],
  sns: ['Decrypt', 'GenerateDataKey'],
  sqs: ['Decrypt', 'GenerateDataKey'],
};

/** Who reads and writes what lies in each service. */
export type KeyUsers = Record<keyof typeof actions, IGrantable[]>;

/**
 * Encrypts all that a construct keeps with a KMS key of the customer's: tables, queues, topics, logs, and the environment of
 * functions, which Lambda itself grants each function to read. The key's own policy has to let in the services that use it
 * as themselves; that is not ours to write, and the README says it.
 *
 * It sets the key behind the CDK's back, whose own grants would be for more actions, and through no service in particular.
 */
export function encryptWith(scope: Construct, keyArn: string, users: KeyUsers): void {
  Aspects.of(scope).add({ visit: (node) => encrypt(node, keyArn) });
  for (const [service, grantees] of Object.entries(users)) {
    const statement = useOf(Stack.of(scope), keyArn, service as keyof KeyUsers);
    for (const { grantPrincipal } of grantees) grantPrincipal.addToPrincipalPolicy(statement);
  }
}

function encrypt(node: IConstruct, keyArn: string): void {
  if (node instanceof CfnGlobalTable) {
    node.sseSpecification = { sseEnabled: true, sseType: 'KMS' };
    node.addPropertyOverride('Replicas.0.SSESpecification.KMSMasterKeyId', keyArn);
  } else if (node instanceof CfnQueue) {
    node.sqsManagedSseEnabled = undefined;
    node.kmsMasterKeyId = keyArn;
  } else if (node instanceof CfnTopic) {
    node.kmsMasterKeyId = keyArn;
  } else if (node instanceof CfnLogGroup) {
    node.kmsKeyId = keyArn;
  } else if (node instanceof CfnFunction) {
    node.kmsKeyArn = keyArn;
  }
}

function useOf(stack: Stack, keyArn: string, service: keyof KeyUsers): PolicyStatement {
  return new PolicyStatement({
    actions: actions[service].map((action) => `kms:${action}`),
    resources: [keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `${service}.${stack.region}.${stack.urlSuffix}` } },
  });
}
