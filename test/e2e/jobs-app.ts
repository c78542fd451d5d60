import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as Job, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Downbeat, Monitor } from 'downbeat';

/** A job of another app, every so many `hours`, and its monitor in the `installation`; the stack is `stackName`. */
const app = new App();
const context = (name: string): string => app.node.getContext(name);
const stack = new Stack(app, 'Jobs', { stackName: context('stackName') });
const job = new Job(stack, 'Job', {
  ...{ runtime: Runtime.NODEJS_24_X, handler: 'index.handler' },
  code: Code.fromInline('exports.handler = async () => {};'),
});
const rule = new Rule(stack, 'Rule', {
  schedule: Schedule.rate(Duration.hours(Number(context('hours')))),
  targets: [new LambdaFunction(job)],
});
const monitor = Monitor.forSchedule(rule, {
  downbeat: Downbeat.fromName(stack, 'Downbeat', context('installation')),
  monitorId: 'job-of-an-app',
  channels: [context('channel')],
  expectFirstPing: true,
});
monitor.addPingUrlTo(job);
new CfnOutput(stack, 'JobName', { value: job.functionName });
