import { nameOf, permissionsIn } from '../support/permissions.ts';
import { kmsKeyArn, other, usual } from '../support/stack.ts';

const { template } = other;

const dynamodb = ['Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey', 'ReEncryptFrom', 'ReEncryptTo'];
const messages = ['Decrypt', 'GenerateDataKey'];
const via = (service: string, actions: string[]) => actions.map((action) => `kms:${action} via ${service}`);
const stored = [...via('dynamodb', dynamodb), ...via('sqs', messages)].sort();
const told = [...stored, ...via('sns', messages)].sort();

/** What each role may do with the key. */
const allowed: Record<string, string[] | undefined> = {
  PingRole: stored,
  ManageRole: told,
  ProviderRole: stored,
  DeadlineRole: stored,
  AlertRole: told,
  RecordRole: stored,
  SweepRole: stored,
  StatusRole: via('dynamodb', dynamodb).sort(),
  EventsRole: stored,
  DeadlineTimerRole: via('sqs', messages),
  SweepingRole: undefined,
};

describe('a key of the customer', () => {
  test.each(Object.entries(allowed))(
    'may be used by %s through exactly the services it needs',
    (role, may) => {
      expect(permissionsIn(template)[role]?.[kmsKeyArn]).toEqual(may);
    },
  );

  test('may be used by no other role', () => {
    expect(Object.keys(template.findResources('AWS::IAM::Role')).map(nameOf).sort()).toEqual(
      Object.keys(allowed).sort(),
    );
  });

  test.each([
    ['AWS::SQS::Queue', 'KmsMasterKeyId', 4],
    ['AWS::SNS::Topic', 'KmsMasterKeyId', 3],
    ['AWS::Logs::LogGroup', 'KmsKeyId', 10],
    ['AWS::Lambda::Function', 'KmsKeyArn', 9],
  ])('encrypts every %s', (type, property, count) => {
    const keys = Object.values(template.findResources(type)).map(({ Properties }) => Properties[property]);
    expect(keys).toEqual(Array.from({ length: count }, () => kmsKeyArn));
  });

  test('takes the place of the key that SQS manages itself, which would be refused beside it', () => {
    for (const { Properties } of Object.values(template.findResources('AWS::SQS::Queue'))) {
      expect(Properties).not.toHaveProperty('SqsManagedSseEnabled');
    }
  });

  test('encrypts both tables', () => {
    const tables = Object.values(template.findResources('AWS::DynamoDB::GlobalTable'));
    expect(tables).toHaveLength(2);
    for (const { Properties } of tables) {
      expect(Properties.SSESpecification).toEqual({ SSEEnabled: true, SSEType: 'KMS' });
      const keys = Properties.Replicas.map(({ SSESpecification }: Replica) => SSESpecification);
      expect(keys).toEqual([{ KMSMasterKeyId: kmsKeyArn }]);
    }
  });

  test('is none unless the context names it', () => {
    expect(JSON.stringify(usual.template.toJSON())).not.toMatch(/kms/i);
  });
});

interface Replica {
  SSESpecification: unknown;
}
