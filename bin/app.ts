import { App } from 'aws-cdk-lib';
import { readConfig } from '../lib/config.ts';
import { DownbeatStack } from '../lib/stack.ts';

const app = new App();
const config = readConfig(app.node.getAllContext());
new DownbeatStack(app, 'Downbeat', { stackName: config.stackName, config });
