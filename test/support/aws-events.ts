/** An event as EventBridge has it. */
export interface AwsEvent {
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  time: string;
  region: string;
  resources: string[];
  detail: Record<string, unknown>;
}

// Events as AWS documents them, shortened by what no rule and no reader looks at. Above each stands where it is from.

/** Amazon ECS Developer Guide, "Amazon ECS task state change events". */
export const ecsTaskRunning: AwsEvent = {
  id: '3317b2af-7005-947d-b652-f55e762e571a',
  'detail-type': 'ECS Task State Change',
  source: 'aws.ecs',
  account: '111122223333',
  time: '2020-01-23T17:57:58Z',
  region: 'us-west-2',
  resources: ['arn:aws:ecs:us-west-2:111122223333:task/FargateCluster/c13b4cb40f1f4fe4a2971f76ae5a47ad'],
  detail: {
    clusterArn: 'arn:aws:ecs:us-west-2:111122223333:cluster/FargateCluster',
    containers: [{ lastStatus: 'RUNNING', name: 'FargateApp', cpu: '0' }],
    createdAt: '2020-01-23T17:57:34.402Z',
    launchType: 'FARGATE',
    desiredStatus: 'RUNNING',
    group: 'family:sample-fargate',
    lastStatus: 'RUNNING',
    startedAt: '2020-01-23T17:57:58.103Z',
    updatedAt: '2020-01-23T17:57:58.103Z',
    taskArn: 'arn:aws:ecs:us-west-2:111122223333:task/FargateCluster/c13b4cb40f1f4fe4a2971f76ae5a47ad',
    taskDefinitionArn: 'arn:aws:ecs:us-west-2:111122223333:task-definition/sample-fargate:1',
    version: 4,
  },
};

/** The same task, stopped: the fields are those of `Task` in the Amazon ECS API Reference. */
export function ecsTaskStopped(detail: Record<string, unknown>): AwsEvent {
  const stopped = {
    ...{ lastStatus: 'STOPPED', desiredStatus: 'STOPPED', stoppedAt: '2020-01-23T18:07:58.203Z', version: 6 },
    ...{ stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' },
  };
  return {
    ...ecsTaskRunning,
    id: '8f07966c-b005-4a0f-9ee9-63d2c41448b3',
    time: '2020-01-23T18:07:58Z',
    detail: { ...ecsTaskRunning.detail, ...stopped, ...detail },
  };
}

/** AWS Batch User Guide, "Job state change events", in another state. */
export function batchJob(detail: Record<string, unknown>): AwsEvent {
  return {
    id: 'c8f9c4b5-76e5-d76a-f980-7011e206042b',
    'detail-type': 'Batch Job State Change',
    source: 'aws.batch',
    account: '123456789012',
    time: '2022-01-11T23:36:40Z',
    region: 'us-east-1',
    resources: ['arn:aws:batch:us-east-1:123456789012:job/4c7599ae-0a82-49aa-ba5a-4727fcce14a8'],
    detail: {
      jobArn: 'arn:aws:batch:us-east-1:123456789012:job/4c7599ae-0a82-49aa-ba5a-4727fcce14a8',
      jobName: 'event-test',
      jobId: '4c7599ae-0a82-49aa-ba5a-4727fcce14a8',
      jobQueue: 'arn:aws:batch:us-east-1:123456789012:job-queue/PexjEHappyPathCanary2JobQueue',
      status: 'RUNNABLE',
      attempts: [],
      createdAt: 1641944200058,
      jobDefinition: 'arn:aws:batch:us-east-1:123456789012:job-definition/first-run-job-definition:1',
      container: { image: '137112412989.dkr.ecr.us-east-1.amazonaws.com/amazonlinux:latest' },
      ...detail,
    },
  };
}

/** AWS Step Functions Developer Guide, "Step Functions event examples"; `error` and `cause` as in DescribeExecution. */
export function execution(detail: Record<string, unknown>): AwsEvent {
  return {
    id: '315c1398-40ff-a850-213b-158f73e60175',
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    account: '012345678912',
    time: '2019-02-26T19:42:21Z',
    region: 'us-east-1',
    resources: ['arn:aws:states:us-east-1:012345678912:execution:state-machine-name:execution-name'],
    detail: {
      executionArn: 'arn:aws:states:us-east-1:012345678912:execution:state-machine-name:execution-name',
      stateMachineArn: 'arn:aws:states:us-east-1:012345678912:stateMachine:state-machine',
      name: 'execution-name',
      stopDate: null,
      input: '{}',
      inputDetails: { included: true },
      output: null,
      outputDetails: null,
      ...detail,
    },
  };
}

/** Amazon CloudWatch Events User Guide, "AWS Glue Events". */
export function glueRun(detail: Record<string, unknown>): AwsEvent {
  return {
    id: 'abcdef00-1234-5678-9abc-def012345678',
    'detail-type': 'Glue Job State Change',
    source: 'aws.glue',
    account: '123456789012',
    time: '2017-09-07T18:57:21Z',
    region: 'us-east-1',
    resources: [],
    detail: {
      jobName: 'MyJob',
      severity: 'INFO',
      state: 'SUCCEEDED',
      jobRunId: 'jr_abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789',
      message: 'Job run succeeded',
      ...detail,
    },
  };
}

/** AWS CodeBuild User Guide, "Build notifications input format reference". */
export function build(detail: Record<string, unknown>): AwsEvent {
  return {
    id: 'c030038d-8c4d-6141-9545-00ff7b7153EX',
    'detail-type': 'CodeBuild Build State Change',
    source: 'aws.codebuild',
    account: '123456789012',
    time: '2017-09-01T16:14:28Z',
    region: 'us-west-2',
    resources: [
      'arn:aws:codebuild:us-west-2:123456789012:build/my-sample-project:8745a7a9-c340-456a-9166-edf953571bEX',
    ],
    detail: {
      'build-status': 'SUCCEEDED',
      'project-name': 'my-sample-project',
      'build-id':
        'arn:aws:codebuild:us-west-2:123456789012:build/my-sample-project:8745a7a9-c340-456a-9166-edf953571bEX',
      'additional-information': {
        phases: [
          { 'phase-context': [], 'phase-type': 'SUBMITTED', 'phase-status': 'SUCCEEDED' },
          // As it is sent, where the guide has an empty list.
          { 'phase-context': [': '], 'phase-type': 'BUILD', 'phase-status': 'SUCCEEDED' },
          { 'phase-type': 'COMPLETED' },
        ],
      },
      ...detail,
    },
  };
}

/** AWS Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations", as the event bus gets it. */
export function invocation(end: 'Success' | 'Failure', detail: Record<string, unknown> = {}): AwsEvent {
  const fn = 'arn:aws:lambda:us-east-2:123456789012:function:my-function:$LATEST';
  const failed = end === 'Failure';
  return {
    id: '3b0e4bd1-7a49-2c47-0fd6-5b7c4b0ab8a1',
    'detail-type': `Lambda Function Invocation Result - ${end}`,
    source: 'lambda',
    account: '123456789012',
    time: '2019-11-14T18:16:05Z',
    region: 'us-east-2',
    resources: ['arn:aws:events:us-east-2:123456789012:event-bus/default', fn],
    detail: {
      version: '1.0',
      timestamp: '2019-11-14T18:16:05.568Z',
      requestContext: {
        requestId: 'e4b46cbf-b738-xmpl-8880-a18cdf61200e',
        functionArn: fn,
        condition: failed ? 'RetriesExhausted' : 'Success',
        approximateInvokeCount: failed ? 3 : 1,
      },
      requestPayload: { ORDER_IDS: ['9e07af03-ce31-4ff3-xmpl-36dce652cb4f'] },
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        ...(failed && { functionError: 'Unhandled' }),
      },
      responsePayload: failed ? { errorMessage: 'Process exited before completing request' } : null,
      ...detail,
    },
  };
}

/** AWS Backup Developer Guide, "Monitoring AWS Backup events using Amazon EventBridge", with an account of twelve digits. */
export function backupJob(detail: Record<string, unknown>, time = '2020-07-29T20:15:26Z'): AwsEvent {
  return {
    id: '710b0398-d48e-f3c3-afca-cfeb2fdaa656',
    'detail-type': 'Backup Job State Change',
    source: 'aws.backup',
    account: '123456789012',
    time,
    region: 'us-west-2',
    resources: [],
    detail: {
      backupJobId: '34176239-e96d-4e1d-9fad-529dbb3c3556',
      backupVaultArn: 'arn:aws:backup:us-west-2:123456789012:backup-vault:9ab3e749',
      backupVaultName: '9ab3e749',
      bytesTransferred: '0',
      creationDate: '2020-07-29T20:13:07.392Z',
      resourceArn: 'arn:aws:dynamodb:us-west-2:123456789012:table/table-1',
      resourceType: 'DynamoDB',
      state: 'FAILED',
      statusMessage: '"Backup job failed because the backup vault does not exist."',
      startBy: '2020-07-30T04:13:07.392Z',
      percentDone: 0,
      ...detail,
    },
  };
}

/** Downbeat's own, by PutEvents. */
export function ownPing(detail: Record<string, unknown>, envelope: Partial<AwsEvent> = {}): AwsEvent {
  return {
    id: '0d7e5e35-b0c3-46b0-8a0c-5a4fd0d3c3f5',
    'detail-type': 'Ping',
    source: 'downbeat.ping',
    account: '123456789012',
    time: '2026-11-20T02:00:00Z',
    region: 'us-east-1',
    resources: [],
    detail,
    ...envelope,
  };
}
