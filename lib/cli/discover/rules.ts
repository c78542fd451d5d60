import {
  type EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  type Rule,
  type Target as RuleTarget,
} from '@aws-sdk/client-eventbridge';
import { nextCursor } from '../monitors/pages.ts';
import { answered, answeredIfThere } from './aws.ts';
import type { LeftOut, Listed } from './job.ts';
import { ecsTaskOf } from './targets.ts';

const perPage = 100;

/** The rules with a schedule expression. Only the default bus can have them. */
export async function listRules(client: EventBridgeClient): Promise<Listed[]> {
  const listed: Listed[] = [];
  let NextToken: string | undefined;
  do {
    const command = new ListRulesCommand({ Limit: perPage, ...(NextToken && { NextToken }) });
    const page = await answered('EventBridge', client.send(command));
    for (const rule of page.Rules ?? []) if (rule.ScheduleExpression) listed.push(listedFrom(client, rule));
    NextToken = nextCursor(page.NextToken, NextToken);
  } while (NextToken);
  return listed;
}

function listedFrom(client: EventBridgeClient, rule: Rule): Listed {
  const { Arn: arn = '', Name: name = '', ScheduleExpression: expression = '' } = rule;
  return {
    job: { arn, kind: 'rule', name },
    leftOut: leftOutBecause(rule),
    define: async () => {
      const found = await listTargets(client, name);
      if (!found) return undefined;
      const targets = found.map(({ Arn = '', EcsParameters, Input }) => {
        return { arn: Arn, ecsTask: ecsTaskOf(Arn, EcsParameters?.TaskDefinitionArn, Input) };
      });
      return { expression, timezone: 'UTC', windowSeconds: 0, endsAt: undefined, targets };
    },
  };
}

function leftOutBecause({ ManagedBy, State }: Rule): LeftOut | undefined {
  // A service of AWS has made it for itself: nobody could put a ping into what it starts.
  if (ManagedBy) return 'managed';
  return State === 'DISABLED' ? 'disabled' : undefined;
}

/** What a rule starts, or `undefined` if there is no such rule any more. */
async function listTargets(client: EventBridgeClient, rule: string): Promise<RuleTarget[] | undefined> {
  const targets: RuleTarget[] = [];
  let NextToken: string | undefined;
  do {
    const command = new ListTargetsByRuleCommand({ Rule: rule, ...(NextToken && { NextToken }) });
    const page = await answeredIfThere('EventBridge', client.send(command));
    if (!page) return undefined;
    targets.push(...(page.Targets ?? []));
    NextToken = nextCursor(page.NextToken, NextToken);
  } while (NextToken);
  return targets;
}
