import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { EventField } from 'aws-cdk-lib/aws-events';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { EventBridgeDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { Ping } from '../../lambdas/domain/ping.ts';
import { ridOf } from '../../lambdas/events/aws-event.ts';
import { receiveEvent } from '../../lambdas/events/receive-event.ts';
import { Downbeat } from '../../lib/constructs/downbeat.ts';
import type { EventMapping } from '../../lib/constructs/monitors/job-events.ts';
import { Monitor } from '../../lib/constructs/monitors/monitor.ts';
import type { PingedMonitor } from '../../lib/constructs/monitors/pinged-monitor.ts';
import {
  type AwsEvent,
  backupJob,
  batchJob,
  build,
  ecsTaskRunning,
  ecsTaskStopped,
  execution,
  glueRun,
  invocation,
  ownPing,
} from '../support/aws-events.ts';
import { rulesIn } from '../support/event-rules.ts';
import { fakeWorld } from '../support/fakes.ts';
import { newBackup } from '../support/given.ts';
import { permissionsIn } from '../support/permissions.ts';
import { usual } from '../support/stack.ts';

/** A stack of a customer's, in the account and Region of an event. */
function stackOf({ account, region }: Pick<AwsEvent, 'account' | 'region'>): Stack {
  return new Stack(new App(), 'Jobs', { env: { account, region } });
}

type Add = (monitor: PingedMonitor) => void;

/** A monitor that is managed elsewhere. */
function monitorIn(stack: Stack): PingedMonitor {
  const downbeat = Downbeat.fromName(stack, 'Downbeat', 'Downbeat');
  return Monitor.fromMonitorId(stack, 'Backup', { downbeat, monitorId: 'backup' });
}

/** The rule that is added to a stack at an event's place. */
function ruleFor(event: AwsEvent, add: Add) {
  const stack = stackOf(event);
  add(monitorIn(stack));
  const [rule] = Object.values(rulesIn(Template.fromStack(stack), event));
  if (!rule) throw new Error('There is no rule.');
  return rule;
}

/** What is stored when an event meets a rule, moments after it happened: its ping, or `undefined` if it does not fit. */
async function storedBy(event: AwsEvent, add: Add): Promise<Ping | undefined> {
  const rule = ruleFor(event, add);
  if (!rule.matches(event)) return undefined;
  const world = fakeWorld();
  world.system.clock = Date.parse(event.time) + 5_000;
  world.monitors.given(newBackup({ createdAt: 0 }));
  await receiveEvent(world, rule.transformed(event));
  expect(world.telemetry.notices).toEqual([]);
  return world.history.pings[0]?.ping;
}

const cluster = { clusterArn: 'arn:aws:ecs:us-west-2:111122223333:cluster/FargateCluster' };
const ofTask =
  (more: object = {}): Add =>
  (monitor) => {
    monitor.pingOnEcsTask(cluster, { family: 'sample-fargate', ...more });
  };
const exited = (exitCode: number) => ({ containers: [{ name: 'FargateApp', exitCode }] });
const taskRid = 'c13b4cb4-0f1f-4fe4-a297-1f76ae5a47ad';

describe('a task of ECS', () => {
  test('that runs is a start at its own instant, of the run that its id names', async () => {
    expect(await storedBy(ecsTaskRunning, ofTask())).toEqual({
      kind: 'start',
      rid: taskRid,
      labels: { run: 'c13b4cb40f1f4fe4a2971f76ae5a47ad' },
      at: Date.parse('2020-01-23T17:57:58.103Z'),
      receivedAt: Date.parse('2020-01-23T17:58:03Z'),
      method: 'EVENT',
      sourceIp: 'aws.ecs',
      userAgent: 'ECS Task State Change (3317b2af-7005-947d-b652-f55e762e571a)',
    });
  });

  test('whose container exits with 0 is a success, when it stopped', async () => {
    const ping = await storedBy(ecsTaskStopped(exited(0)), ofTask());
    expect(ping).toMatchObject({ kind: 'success', exitStatus: 0, rid: taskRid });
    expect(ping?.at).toBe(Date.parse('2020-01-23T18:07:58.203Z'));
    expect(ping).not.toHaveProperty('message');
  });

  test('whose container exits with another status is a fail with it, and with the reason', async () => {
    expect(await storedBy(ecsTaskStopped(exited(3)), ofTask())).toMatchObject({
      kind: 'fail',
      exitStatus: 3,
      message: 'EssentialContainerExited; Essential container in task exited',
    });
  });

  test('is judged by its essential container, and not by a sidecar that was killed with it', async () => {
    const containers = [
      { name: 'proxy', exitCode: 137 },
      { name: 'app', exitCode: 0 },
    ];
    const event = ecsTaskStopped({ containers });
    const essential = ofTask({ defaultContainer: { containerName: 'app' } });
    expect(await storedBy(event, essential)).toMatchObject({ kind: 'success', exitStatus: 0 });
    expect(await storedBy(event, ofTask())).toMatchObject({ kind: 'fail', exitStatus: 137 });
  });

  test('that never got an exit code is a fail with whatever says why', async () => {
    const containers = [{ name: 'FargateApp', reason: 'CannotPullContainerError: no such image' }];
    const event = ecsTaskStopped({ containers, stopCode: 'TaskFailedToStart', stoppedReason: 'Task failed' });
    const ping = await storedBy(event, ofTask());
    expect(ping).toMatchObject({
      kind: 'fail',
      message: 'TaskFailedToStart; Task failed; FargateApp: CannotPullContainerError: no such image',
    });
    expect(ping).not.toHaveProperty('exitStatus');
  });

  test.each(['UserInitiated', 'SpotInterruption'])(
    'that was stopped (%s) is a fail, though its container exits with 0',
    async (stopCode) => {
      const event = ecsTaskStopped({ ...exited(0), stopCode });
      expect(await storedBy(event, ofTask())).toMatchObject({ kind: 'fail', exitStatus: 0 });
    },
  );

  test('has no exit status that no ping can have', async () => {
    const ping = await storedBy(ecsTaskStopped(exited(3_221_225_786)), ofTask());
    expect(ping).toMatchObject({ kind: 'fail' });
    expect(ping).not.toHaveProperty('exitStatus');
  });

  test.each([
    ['another cluster', { clusterArn: `${cluster.clusterArn}2` }],
    [
      'a longer family',
      { taskDefinitionArn: 'arn:aws:ecs:us-west-2:111122223333:task-definition/sample-fargate-2:1' },
    ],
    ['no state of ours', { lastStatus: 'PROVISIONING' }],
  ])('of %s is left alone', async (_what, detail) => {
    const event = { ...ecsTaskRunning, detail: { ...ecsTaskRunning.detail, ...detail } };
    expect(await storedBy(event, ofTask())).toBeUndefined();
  });
});

const jobDefinition = { jobDefinitionName: 'first-run-job-definition' };
const vault = { backupVaultName: '9ab3e749' };
const ofBatch: Add = (monitor) => {
  monitor.pingOnBatchJob(jobDefinition);
};
const ofMachine: Add = (monitor) => {
  const stateMachineArn = 'arn:aws:states:us-east-1:012345678912:stateMachine:state-machine';
  monitor.pingOnStateMachine({ stateMachineArn });
};
const ofGlue: Add = (monitor) => {
  monitor.pingOnGlueJob('MyJob');
};
const ofBuild: Add = (monitor) => {
  monitor.pingOnCodeBuild({ projectName: 'my-sample-project' });
};
const ofLambda: Add = (monitor) => {
  const arn = 'arn:aws:lambda:us-east-2:123456789012:function:my-function';
  monitor.pingOnLambdaDestination(LambdaFunction.fromFunctionArn(monitor, 'Job', arn));
};
const invokedArn = 'arn:aws:lambda:us-east-2:123456789012:function:my-function:prod';
const ofBackup: Add = (monitor) => {
  monitor.pingOnBackupJob(vault);
};

const jobId = '4c7599ae-0a82-49aa-ba5a-4727fcce14a8';
const executionRid = ridOf(
  'arn:aws:states:us-east-1:012345678912:execution:state-machine-name:execution-name',
);
const buildFailed = {
  'phase-type': 'BUILD',
  'phase-status': 'FAILED',
  'phase-context': ['COMMAND_EXECUTION_ERROR: exit status 1'],
};

describe('the ping that is stored of an event', () => {
  test.each<[string, AwsEvent, Add, Partial<Ping>]>([
    [
      'Batch RUNNING',
      batchJob({ status: 'RUNNING', startedAt: 1641944200858 }),
      ofBatch,
      { kind: 'start', rid: jobId, at: 1641944200858 },
    ],
    [
      'Batch SUCCEEDED',
      batchJob({ status: 'SUCCEEDED', stoppedAt: 1641944201058, container: { exitCode: 0 } }),
      ofBatch,
      { kind: 'success', exitStatus: 0, rid: jobId, at: 1641944201058 },
    ],
    [
      'Batch FAILED',
      batchJob({
        status: 'FAILED',
        statusReason: 'Essential container in task exited',
        container: { exitCode: 1, reason: 'OutOfMemoryError' },
      }),
      ofBatch,
      { kind: 'fail', exitStatus: 1, message: 'Essential container in task exited; OutOfMemoryError' },
    ],
    [
      'Batch FAILED before it ran',
      batchJob({ status: 'FAILED', statusReason: 'Job attempt duration exceeded timeout' }),
      ofBatch,
      { kind: 'fail', message: 'Job attempt duration exceeded timeout' },
    ],
    [
      'Step Functions RUNNING',
      execution({ status: 'RUNNING', startDate: 1551210140984 }),
      ofMachine,
      { kind: 'start', rid: executionRid, at: 1551210140984 },
    ],
    [
      'Step Functions RUNNING once more, as it was redriven',
      execution({ status: 'RUNNING', startDate: 1551210140101, redriveDate: 1551210140984 }),
      ofMachine,
      { kind: 'start', rid: executionRid, at: 1551210140984 },
    ],
    [
      'Step Functions RUNNING with an instant that is read by nobody',
      execution({ status: 'RUNNING', startDate: 1551210140101, redriveDate: '2019-02-26T19:42:20Z' }),
      ofMachine,
      { kind: 'start', rid: executionRid, at: 1551210140101 },
    ],
    [
      'Step Functions SUCCEEDED',
      execution({ status: 'SUCCEEDED', startDate: 1551210140101, stopDate: 1551210140122 }),
      ofMachine,
      { kind: 'success', rid: executionRid, at: 1551210140122 },
    ],
    [
      'Step Functions FAILED',
      execution({
        status: 'FAILED',
        stopDate: 1551210141881,
        error: 'States.TaskFailed',
        cause: 'No such table',
      }),
      ofMachine,
      { kind: 'fail', at: 1551210141881, message: 'FAILED; States.TaskFailed; No such table' },
    ],
    [
      'Step Functions TIMED_OUT',
      execution({ status: 'TIMED_OUT', stopDate: 1551210141157 }),
      ofMachine,
      { kind: 'fail', message: 'TIMED_OUT' },
    ],
    [
      'Step Functions ABORTED',
      execution({ status: 'ABORTED', stopDate: 1551210141576 }),
      ofMachine,
      { kind: 'fail', message: 'ABORTED' },
    ],
    ['Glue SUCCEEDED', glueRun({}), ofGlue, { kind: 'success', at: Date.parse('2017-09-07T18:57:21Z') }],
    [
      'Glue FAILED',
      glueRun({ state: 'FAILED', message: 'JobName:MyJob failed' }),
      ofGlue,
      { kind: 'fail', message: 'FAILED; JobName:MyJob failed' },
    ],
    ['Glue TIMEOUT', glueRun({ state: 'TIMEOUT', message: 'Job run timed out' }), ofGlue, { kind: 'fail' }],
    ['Glue STOPPED', glueRun({ state: 'STOPPED', message: 'Job run stopped' }), ofGlue, { kind: 'fail' }],
    ['CodeBuild IN_PROGRESS', build({ 'build-status': 'IN_PROGRESS' }), ofBuild, { kind: 'start' }],
    ['CodeBuild SUCCEEDED', build({}), ofBuild, { kind: 'success' }],
    [
      'CodeBuild FAILED',
      build({ 'build-status': 'FAILED', 'additional-information': { phases: [buildFailed] } }),
      ofBuild,
      { kind: 'fail', message: 'FAILED; BUILD COMMAND_EXECUTION_ERROR: exit status 1' },
    ],
    [
      'CodeBuild TIMED_OUT in a phase that says nothing',
      build({
        'build-status': 'TIMED_OUT',
        'additional-information': {
          phases: [{ 'phase-type': 'BUILD', 'phase-status': 'TIMED_OUT', 'phase-context': [': '] }],
        },
      }),
      ofBuild,
      { kind: 'fail', message: 'TIMED_OUT; BUILD' },
    ],
    [
      'CodeBuild STOPPED',
      build({ 'build-status': 'STOPPED' }),
      ofBuild,
      { kind: 'fail', message: 'STOPPED' },
    ],
    [
      'Lambda success',
      invocation('Success'),
      ofLambda,
      { kind: 'success', at: Date.parse('2019-11-14T18:16:05.568Z') },
    ],
    [
      'Lambda failure',
      invocation('Failure'),
      ofLambda,
      { kind: 'fail', message: 'RetriesExhausted; Unhandled; Process exited before completing request' },
    ],
    [
      'Lambda failure of an error that was thrown',
      invocation('Failure', { responsePayload: { errorMessage: 'Boom', errorType: 'Error' } }),
      ofLambda,
      { kind: 'fail', message: 'RetriesExhausted; Unhandled; Error; Boom' },
    ],
    [
      'Lambda failure that was never tried',
      invocation('Failure', {
        requestContext: {
          requestId: 'e4b46cbf',
          functionArn: invokedArn,
          condition: 'EventAgeExceeded',
          approximateInvokeCount: 0,
        },
        responseContext: undefined,
        responsePayload: undefined,
      }),
      ofLambda,
      { kind: 'fail', message: 'EventAgeExceeded' },
    ],
    [
      'Backup RUNNING',
      backupJob({ state: 'RUNNING', statusMessage: undefined }),
      ofBackup,
      { kind: 'start', rid: '34176239-e96d-4e1d-9fad-529dbb3c3556' },
    ],
    ['Backup COMPLETED', backupJob({ state: 'COMPLETED' }), ofBackup, { kind: 'success' }],
    [
      'Backup FAILED',
      backupJob({}),
      ofBackup,
      { kind: 'fail', message: 'FAILED; Backup job failed because the backup vault does not exist.' },
    ],
    [
      'Backup ABORTED',
      backupJob({ state: 'ABORTED', statusMessage: '"Backup job was stopped by user."' }),
      ofBackup,
      { kind: 'fail', message: 'ABORTED; Backup job was stopped by user.' },
    ],
  ])('%s', async (_what, event, add, expected) => {
    expect(await storedBy(event, add)).toMatchObject({ ...expected, sourceIp: event.source });
  });

  test.each(['Success', 'Failure'] as const)(
    'Lambda %s is known as well by the dash that the guide has',
    async (end) => {
      const event = { ...invocation(end), 'detail-type': `Lambda Function Invocation Result – ${end}` };
      const kind = { Success: 'success', Failure: 'fail' }[end];
      expect(await storedBy(event, ofLambda)).toMatchObject({ kind });
    },
  );

  test('of AWS Backup counts for the time of its event, so that no end is before its start', async () => {
    // Told of minutes later, the start would be after the end.
    const completed = { state: 'COMPLETED', completionDate: '2020-07-29T20:14:05.921Z' };
    expect(await storedBy(backupJob({ state: 'RUNNING' }, '2020-07-29T20:15:26Z'), ofBackup)).toMatchObject({
      at: Date.parse('2020-07-29T20:15:26Z'),
    });
    expect(await storedBy(backupJob(completed, '2020-07-29T20:20:26Z'), ofBackup)).toMatchObject({
      at: Date.parse('2020-07-29T20:20:26Z'),
    });
  });

  test.each<[string, AwsEvent, Add]>([
    ['a Batch job that waits', batchJob({}), ofBatch],
    ['a part of an array job', batchJob({ status: 'FAILED', arrayProperties: { index: 3 } }), ofBatch],
    [
      'a job of a longer definition',
      batchJob({
        status: 'RUNNING',
        jobDefinition: 'arn:aws:batch:us-east-1:123456789012:job-definition/first-run-job-definition-2:1',
      }),
      ofBatch,
    ],
    [
      'another state machine',
      execution({
        status: 'FAILED',
        stateMachineArn: 'arn:aws:states:us-east-1:012345678912:stateMachine:state-machine2',
      }),
      ofMachine,
    ],
    ['an execution that waits to be redriven', execution({ status: 'PENDING_REDRIVE' }), ofMachine],
    ['another Glue job', glueRun({ jobName: 'MyJob2' }), ofGlue],
    ['another project', build({ 'project-name': 'my-sample-project2' }), ofBuild],
    [
      'another function',
      invocation('Success', {
        requestContext: {
          functionArn: 'arn:aws:lambda:us-east-2:123456789012:function:my-function2:$LATEST',
        },
      }),
      ofLambda,
    ],
    ['a backup that waits', backupJob({ state: 'CREATED' }), ofBackup],
    [
      'another vault',
      backupJob({ backupVaultArn: 'arn:aws:backup:us-west-2:123456789012:backup-vault:9ab3e7492' }),
      ofBackup,
    ],
  ])('is none of %s', async (_what, event, add) => {
    expect(await storedBy(event, add)).toBeUndefined();
  });

  test('of an array job as a whole is its own', async () => {
    const event = batchJob({ status: 'FAILED', arrayProperties: { size: 10 } });
    expect(await storedBy(event, ofBatch)).toMatchObject({ kind: 'fail' });
  });

  test('is one of a queue alone, or of a resource alone, where that is said', async () => {
    const queued: Add = (monitor) => {
      const jobQueue = { jobQueueArn: 'arn:aws:batch:us-east-1:123456789012:job-queue/other' };
      monitor.pingOnBatchJob(jobDefinition, { jobQueue });
    };
    const ofTable: Add = (monitor) => {
      const resourceArn = 'arn:aws:dynamodb:us-west-2:123456789012:table/other';
      monitor.pingOnBackupJob(vault, { resourceArn });
    };
    expect(await storedBy(batchJob({ status: 'SUCCEEDED' }), queued)).toBeUndefined();
    expect(await storedBy(backupJob({}), ofTable)).toBeUndefined();
  });

  test('of any other kind is what its mapping says', async () => {
    const add: Add = (monitor) => {
      const mapping = {
        kind: 'fail',
        run: EventField.fromPath('$.detail.file'),
        message: 'Rejected',
      } as const;
      const pattern = { source: ['acme.loader'], detailType: ['Rejected'] };
      monitor.pingOnEvent(pattern, mapping);
    };
    const event = { ...ownPing({ file: 'a.csv' }), source: 'acme.loader', 'detail-type': 'Rejected' };
    expect(await storedBy(event, add)).toMatchObject({
      ...{ kind: 'fail', rid: ridOf('a.csv'), labels: { run: 'a.csv' }, message: 'Rejected' },
      ...{ at: Date.parse(event.time), sourceIp: 'acme.loader' },
    });
  });
});

describe('a rule in a stack of the customer', () => {
  test('calls the function of the installation by its name, and adds nothing to its policy', () => {
    const stack = stackOf(ecsTaskRunning);
    ofTask()(monitorIn(stack));
    const template = Template.fromStack(stack);
    expect(Object.keys(template.toJSON().Resources)).toHaveLength(1);
    const [{ Properties }] = Object.values(template.findResources('AWS::Events::Rule')) as [
      { Properties: object },
    ];
    expect(JSON.stringify(Properties)).toContain(':lambda:us-west-2:111122223333:function:Downbeat-events"');
  });

  test('stands beside others of its kind', () => {
    const stack = stackOf(ecsTaskRunning);
    const monitor = monitorIn(stack);
    const ids = [ofBatch, ofMachine, ofMachine, ofMachine].map((add) => {
      add(monitor);
      return monitor.node.children.at(-1)?.node.id;
    });
    expect(ids).toEqual([
      'PingOnBatchJob',
      'PingOnStateMachine',
      'PingOnStateMachine2',
      'PingOnStateMachine3',
    ]);
  });
});

test('pings by events are refused at synth for what is no id, and as what is no kind', () => {
  const stack = stackOf(ecsTaskRunning);
  const downbeat = Downbeat.fromName(stack, 'Downbeat', 'Downbeat');
  expect(() => Monitor.fromMonitorId(stack, 'Wrong', { downbeat, monitorId: 'Über' })).toThrow(
    'id: is not an id',
  );
  const wrong = { kind: 'sucess' } as unknown as EventMapping;
  expect(() => monitorIn(stackOf(ecsTaskRunning)).pingOnEvent({ source: ['a'] }, wrong)).toThrow(
    'kind: allowed are success, fail, start, log, and not sucess',
  );
});

describe('the destinations of a function that pings', () => {
  const aFunction = (stack: Stack, props: object) =>
    new LambdaFunction(stack, 'Job', {
      ...{ runtime: Runtime.NODEJS_24_X, handler: 'index.handler' },
      code: Code.fromInline('exports.handler = async () => {}'),
      ...props,
    });
  const added = (props: object) => {
    const stack = stackOf(ecsTaskRunning);
    monitorIn(stack).pingOnLambdaDestination(aFunction(stack, props));
    return Template.fromStack(stack);
  };
  const bus = {
    Destination: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('event-bus/default$')])] },
  };

  test('are the default event bus, which it may put events on and no other', () => {
    const template = added({});
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      DestinationConfig: { OnSuccess: bus, OnFailure: bus },
    });
    expect(Object.values(permissionsIn(template).JobServiceRole ?? {})).toEqual([['events:PutEvents']]);
  });

  test('stay as its owner has set them', () => {
    const destination = new EventBridgeDestination();
    const template = added({ onSuccess: destination, onFailure: destination, retryAttempts: 1 });
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      DestinationConfig: { OnSuccess: bus, OnFailure: bus },
      MaximumRetryAttempts: 1,
    });
  });

  test.each<[string, object]>([
    ['onSuccess', { retryAttempts: 0 }],
    ['onFailure', { onSuccess: new EventBridgeDestination() }],
  ])('are refused by name where %s would tell it nothing', (end, props) => {
    expect(() => added(props)).toThrow(
      `The function Jobs/Job tells EventBridge nothing of its invocations: give it ${end}: new EventBridgeDestination()`,
    );
  });
});

describe('the rule for pings by PutEvents', () => {
  const at = { account: '123456789012', region: 'us-east-1' };
  const [rule] = Object.values(rulesIn(usual.template, at));

  test('takes the events of its own account alone', () => {
    expect(rule?.matches(ownPing({ monitor_id: 'backup' }))).toBe(true);
    expect(rule?.matches(ownPing({ monitor_id: 'backup' }, { account: '999999999999' }))).toBe(false);
    expect(rule?.matches(ownPing({ monitor_id: 'backup' }, { source: 'downbeat' }))).toBe(false);
  });

  test('hands over what becomes a ping of the monitor that the event names', async () => {
    const world = fakeWorld();
    world.monitors.given(newBackup());
    const detail = {
      monitor_id: 'backup',
      exit_status: 3,
      rid: 'night 7',
      message: 'Full',
      body: 'No space',
    };
    await receiveEvent(world, rule?.transformed(ownPing(detail, { time: '2026-11-20T11:59:00Z' })));
    expect(world.telemetry.notices).toEqual([]);
    expect(world.history.pings[0]?.ping).toMatchObject({
      ...{ kind: 'fail', exitStatus: 3, rid: ridOf('night 7'), message: 'Full', sourceIp: 'downbeat.ping' },
      body: { bytes: new TextEncoder().encode('No space'), sizeBytes: 8 },
    });
  });
});

test('the function for events lets in rules of its own account and Region alone', () => {
  const permissions = Object.values(usual.template.findResources('AWS::Lambda::Permission'));
  const ofRules = permissions.filter(({ Properties }) => Properties.Principal === 'events.amazonaws.com');
  expect(ofRules).toHaveLength(1);
  expect(ofRules[0]?.Properties.SourceAccount).toEqual({ Ref: 'AWS::AccountId' });
  expect(JSON.stringify(ofRules[0]?.Properties.SourceArn)).toContain(':rule/*');
});
