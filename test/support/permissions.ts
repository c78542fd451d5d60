import { isDeepStrictEqual } from 'node:util';
import type { Template } from 'aws-cdk-lib/assertions';

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: { StringEquals?: Record<string, unknown> };
}

/** A construct's name in the template, without the digits that the CDK adds. */
export function nameOf(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}

/** A resource as a table of permissions has it. */
function resourceText(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = resource as Intrinsic;
  if (Ref !== undefined) return Ref.startsWith('AWS::') ? `<${Ref}>` : nameOf(Ref);
  if (attribute) return nameOf(attribute[0]) + (attribute[1] === 'Arn' ? '' : `.${attribute[1]}`);
  if (join) return join[1].map(resourceText).join(join[0]);
  throw new Error(`The table has no word for ${JSON.stringify(resource)}.`);
}

interface Intrinsic {
  Ref?: string;
  'Fn::GetAtt'?: [string, string];
  'Fn::Join'?: [string, unknown[]];
}

/** What the public may cause to be read: no key that opens a ping URL, no alias, no setting of the installation. */
const publicOnly = {
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['monitor#*', 'badge#*', 'tag#*', 'page#*'] },
  'ForAllValues:StringEquals': {
    'dynamodb:Attributes': [
      ...['pk', 'name', 'tags', 'status', 'statusSince', 'misses', 'badgeKey'],
      ...['dueAt', 'deadlineAt', 'gracePeriodSeconds'],
      ...['monitorId', 'tag', 'monitorIds', 'title', 'description', 'saveId', 'pages'],
    ],
  },
  StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
};

/** What the dashboard's widget may read, of which the same goes. */
const watchedOnly = {
  'ForAllValues:StringEquals': {
    'dynamodb:Attributes': [
      ...['pk', 'name', 'schedule', 'timezone', 'gracePeriodSeconds', 'tags', 'channels'],
      ...['maxMisses', 'maxFailures', 'recoveryThreshold', 'maxRuntimeSeconds', 'reminderSeconds'],
      ...['status', 'statusSince', 'misses', 'failures', 'runs', 'recent', 'lastPing', 'flip'],
      ...['dueAt', 'deadlineAt', 'furtherGrace', 'resumeAt', 'manualResume', 'pings', 'createdAt'],
    ],
  },
  StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
};

/** An action, and what it is confined to: one service, what is public, or what is watched. */
function actionText(action: string, { Condition }: Statement): string {
  if (!Condition) return action;
  if (isDeepStrictEqual(Condition, publicOnly)) return `${action} of what is public`;
  if (isDeepStrictEqual(Condition, watchedOnly)) return `${action} of what is watched`;
  const { 'iam:PassedToService': passedTo, 'kms:ViaService': via } = Condition.StringEquals ?? {};
  if (passedTo !== undefined) return `${action} to ${passedTo}`;
  if (via !== undefined) return `${action} via ${resourceText(via).replace(/\..*/, '')}`;
  throw new Error(`The table has no word for ${JSON.stringify(Condition)}.`);
}

/** What each role of a template may do to what. */
export function permissionsIn(template: Template): Record<string, Record<string, string[]>> {
  const found: Record<string, Record<string, string[]>> = {};
  for (const { Properties } of Object.values(template.findResources('AWS::IAM::Policy'))) {
    const resources: Record<string, string[]> = {};
    for (const statement of Properties.PolicyDocument.Statement as Statement[]) {
      if (statement.Effect !== 'Allow') throw new Error('The table has no word for a denial.');
      for (const resource of [statement.Resource].flat().map(resourceText)) {
        const actions = [statement.Action].flat().map((action) => actionText(action, statement));
        resources[resource] = [...(resources[resource] ?? []), ...actions].sort();
      }
    }
    for (const role of Properties.Roles) found[resourceText(role)] = resources;
  }
  return found;
}
