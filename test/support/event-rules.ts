import type { Template } from 'aws-cdk-lib/assertions';
import type { AwsEvent } from './aws-events.ts';

/** A rule as a template has it. */
interface RuleProperties {
  EventPattern: Pattern;
  Targets: [{ InputTransformer: { InputPathsMap: Record<string, string>; InputTemplate: string } }];
}

type Pattern = { [field: string]: Pattern | Matcher[] };
type Matcher = string | { prefix: string } | { exists: boolean };

/** The rules of a template, by the beginnings of their logical ids, with everything that is of the account filled in. */
export function rulesIn(
  template: Template,
  at: { account: string; region: string },
): Record<string, EventRule> {
  const rules = Object.entries(template.findResources('AWS::Events::Rule'));
  return Object.fromEntries(
    rules.map(([id, { Properties }]) => {
      const name = id.replace(/[0-9A-F]{8}$/, '');
      return [name, new EventRule(filledIn(Properties, at) as RuleProperties)];
    }),
  );
}

/**
 * A rule of EventBridge, as far as ours go: a pattern of exact texts, beginnings and fields that are there or not, and an input
 * transformer of paths. Whatever else it meets it refuses. The deployment test holds the patterns against EventBridge's own.
 */
export class EventRule {
  readonly #rule: RuleProperties;

  constructor(rule: RuleProperties) {
    this.#rule = rule;
  }

  matches(event: AwsEvent): boolean {
    return matches(this.#rule.EventPattern, event);
  }

  /** What the target gets. Throws where a path leads nowhere. */
  transformed(event: AwsEvent): unknown {
    const { InputPathsMap, InputTemplate } = this.#rule.Targets[0].InputTransformer;
    const filled = InputTemplate.replace(/<([\w-]+)>/g, (_all, name: string) => {
      const value = at(event, InputPathsMap[name] ?? '');
      if (value === undefined) throw new Error(`${InputPathsMap[name]} leads nowhere.`);
      return JSON.stringify(value);
    });
    return JSON.parse(filled);
  }
}

/** Whether a pattern lets an event in. Throws where it has what no rule of ours has. */
export function matches(pattern: object, event: AwsEvent): boolean {
  return fits(pattern as Pattern, { ...event });
}

function fits(pattern: Pattern, event: Record<string, unknown>): boolean {
  return Object.entries(pattern).every(([field, wanted]) => {
    const values = [event[field]].flat();
    if (!Array.isArray(wanted)) {
      const objects = values.filter(isObject);
      // What is missing has missing fields.
      return (objects.length > 0 ? objects : [{}]).some((object) => fits(wanted, object));
    }
    const leaves = values.filter((value) => value !== undefined && !isObject(value));
    return wanted.some((matcher) => isMatched(matcher, leaves));
  });
}

function isMatched(matcher: Matcher, values: readonly unknown[]): boolean {
  if (typeof matcher === 'string') return values.includes(matcher);
  const [[kind, operand] = [], ...others] = isObject(matcher) ? Object.entries(matcher) : [];
  if (others.length === 0 && kind === 'prefix') {
    return values.some((value) => typeof value === 'string' && value.startsWith(operand));
  }
  if (others.length === 0 && kind === 'exists') return values.length > 0 === operand;
  throw new Error(`No rule of ours has ${JSON.stringify(matcher)}.`);
}

function at(event: AwsEvent, path: string): unknown {
  const [root, ...fields] = path.split('.');
  if (root !== '$') throw new Error(`${path} is no path.`);
  return fields.reduce<unknown>((value, field) => (isObject(value) ? value[field] : undefined), event);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** What CloudFormation makes of a template's references. */
function filledIn(value: unknown, at: { account: string; region: string }): unknown {
  if (Array.isArray(value)) return value.map((one) => filledIn(one, at));
  if (!isObject(value)) return value;
  const { Ref: reference, 'Fn::Join': join } = value;
  const known: Record<string, string> = {
    'AWS::Partition': 'aws',
    'AWS::AccountId': at.account,
    'AWS::Region': at.region,
  };
  if (typeof reference === 'string') return known[reference] ?? reference;
  if (Array.isArray(join)) return (filledIn(join[1], at) as string[]).join(join[0]);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filledIn(one, at)]));
}
