import {
  GetScheduleCommand,
  type GetScheduleCommandOutput,
  ListSchedulesCommand,
  type SchedulerClient,
  type ScheduleSummary,
} from '@aws-sdk/client-scheduler';
import { nextCursor } from '../monitors/pages.ts';
import { answered, answeredIfThere } from './aws.ts';
import type { Definition, LeftOut, Listed } from './job.ts';
import { ecsTaskOf } from './targets.ts';

const perPage = 100;

/** The schedules of EventBridge Scheduler, in all groups. `stacks` are those of installations, whose own are none of ours. */
export async function listSchedules(client: SchedulerClient, stacks: readonly string[]): Promise<Listed[]> {
  const listed: Listed[] = [];
  let NextToken: string | undefined;
  do {
    const command = new ListSchedulesCommand({ MaxResults: perPage, ...(NextToken && { NextToken }) });
    const page = await answered('Scheduler', client.send(command));
    listed.push(...(page.Schedules ?? []).map((summary) => listedFrom(client, summary, stacks)));
    NextToken = nextCursor(page.NextToken, NextToken);
  } while (NextToken);
  return listed;
}

function listedFrom(client: SchedulerClient, summary: ScheduleSummary, stacks: readonly string[]): Listed {
  const { Arn: arn = '', Name: name = '', GroupName } = summary;
  return {
    job: { arn, kind: 'schedule', name },
    leftOut: leftOutBecause(summary, stacks),
    define: async () => {
      const command = new GetScheduleCommand({ Name: name, ...(GroupName && { GroupName }) });
      const schedule = await answeredIfThere('Scheduler', client.send(command));
      return schedule && definitionOf(schedule);
    },
  };
}

/** The names are those of lib/constructs/deadline-timer.ts and sweep.ts. */
function leftOutBecause({ Name, GroupName, State }: ScheduleSummary, stacks: readonly string[]) {
  const isOurs = stacks.some(
    (stack) => GroupName === `${stack}-monitors` || (GroupName === 'default' && Name === `${stack}-sweep`),
  );
  if (isOurs) return 'ours' satisfies LeftOut;
  return State === 'DISABLED' ? ('disabled' satisfies LeftOut) : undefined;
}

function definitionOf(schedule: GetScheduleCommandOutput): Definition {
  const { Arn: arn = '', EcsParameters, Input } = schedule.Target ?? {};
  return {
    expression: schedule.ScheduleExpression ?? '',
    timezone: schedule.ScheduleExpressionTimezone ?? 'UTC',
    windowSeconds: (schedule.FlexibleTimeWindow?.MaximumWindowInMinutes ?? 0) * 60,
    endsAt: schedule.EndDate?.getTime(),
    targets: [{ arn, ecsTask: ecsTaskOf(arn, EcsParameters?.TaskDefinitionArn, Input) }],
  };
}
