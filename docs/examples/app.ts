import { App, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Channel, Downbeat } from 'downbeat';
import { JobsStack } from './jobs-stack.ts';

const app = new App();

// An installation, if there is none yet. Apps of other teams find it by the name of its stack: Downbeat.fromName.
const downbeat = new Downbeat(new Stack(app, 'Downbeat'), 'Downbeat', {
  channels: { default: Channel.subscribers({ emails: ['ops@example.com'] }) },
});

const network = new Stack(app, 'Network');
new JobsStack(app, 'Jobs', { downbeat, vpc: new Vpc(network, 'Vpc', { natGateways: 0 }) });
