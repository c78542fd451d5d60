import type { Target } from './job.ts';

/** The task definition that a target runs: that of a task of ECS, or of a call of its `RunTask`, which gives it as input. */
export function ecsTaskOf(
  arn: string,
  taskDefinitionArn: string | undefined,
  input: string | undefined,
): string | undefined {
  if (taskDefinitionArn !== undefined) return lastPart(taskDefinitionArn);
  return /:aws-sdk:ecs:runTask$/.test(arn) ? lastPart(taskDefinitionIn(input ?? '')) : undefined;
}

function taskDefinitionIn(input: string): string {
  return /"TaskDefinition"\s*:\s*"([^"\\]+)"/i.exec(input)?.[1] ?? 'unknown';
}

/** What a target is, as people call it. */
export function targetText({ arn, ecsTask }: Target): string {
  if (ecsTask !== undefined) return `the ECS task ${ecsTask}`;
  const [, , service, , , ...rest] = arn.split(':');
  if (service === 'lambda') return `the Lambda function ${rest[1]}`;
  if (service === 'states') return `the state machine ${rest[1]}`;
  return arn;
}

function lastPart(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}
