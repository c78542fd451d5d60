import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Downbeat } from 'downbeat';

/** The jobs of the examples, as an app of another team's, in stacks that are named after `stackName`. */
const app = new App();
const context = (name: string): string => app.node.getContext(name);
const network = new Stack(app, 'Network', { stackName: `${context('stackName')}Network` });
// What would restrict the default security group runs in a function, and those of the emulator have no client of EC2.
const vpc = new Vpc(network, 'Vpc', { maxAzs: 1, natGateways: 0, restrictDefaultSecurityGroup: false });
const downbeat = Downbeat.fromName(network, 'Downbeat', context('installation'));
// The test of the package checks its types. Ours are stricter about optional properties than the CDK's own.
const example = new URL('../../docs/examples/jobs-stack.ts', import.meta.url).href;
const { JobsStack } = await import(example);
const jobs: Stack = new JobsStack(app, 'Jobs', { stackName: context('stackName'), downbeat, vpc });
const pipeline = jobs.node.findChild('Pipeline') as StateMachine;
new CfnOutput(jobs, 'PipelineArn', { value: pipeline.stateMachineArn });
