import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { Failure } from '../monitors/failure.ts';
import { asked } from '../monitors/services.ts';

/** The queues of dead letters, by the names of their alarms. */
export const queueNames = ['DeadLetters', 'Failures', 'Undelivered'] as const;
export type QueueName = (typeof queueNames)[number];

/** A function that reads the stream: `alert` tells, `record` keeps. */
export type Reader = 'alert' | 'record';

/** What of an installation dead letters have to do with. */
export interface Installation {
  apiUrl: string;
  queues: Record<QueueName, string>;
  deadlineQueueUrl: string;
  /** The functions' names. */
  functions: Record<Reader, string>;
  /** The function that takes events as pings. */
  eventsFunctionArn: string;
  /** The events topic and those of the channels. */
  topicArns: readonly string[];
}

const whichStack = '--stack, --region and --profile choose another.';

/** Reads the outputs of the stack. Throws Failure where there is no such stack, or it is another's. */
export async function findInstallation(
  client: CloudFormationClient,
  stackName: string,
): Promise<Installation> {
  const command = new DescribeStacksCommand({ StackName: stackName });
  const { Stacks: [stack] = [] } = await asked('CloudFormation', client.send(command), whichStack);
  const outputs = new Map(
    (stack?.Outputs ?? []).map(({ OutputKey, OutputValue = '' }) => [OutputKey ?? '', OutputValue]),
  );
  const output = (name: string) => {
    const value = outputs.get(name);
    if (value) return value;
    throw new Failure(
      `the stack ${stackName} has no output ${name}: it is no Downbeat, or an older one`,
      whichStack,
    );
  };
  return {
    apiUrl: output('ApiUrl'),
    queues: {
      DeadLetters: output('DeadLettersQueueUrl'),
      Failures: output('FailuresQueueUrl'),
      Undelivered: output('UndeliveredQueueUrl'),
    },
    deadlineQueueUrl: output('DeadlineQueueUrl'),
    functions: { alert: output('AlertFunctionName'), record: output('RecordFunctionName') },
    eventsFunctionArn: output('EventsFunctionArn'),
    topicArns: [...outputs].flatMap(([name, value]) =>
      name === 'EventsTopicArn' || name.endsWith('ChannelTopicArn') ? [value] : [],
    ),
  };
}
