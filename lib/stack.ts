import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from './config.ts';
import { Downbeat } from './constructs/downbeat.ts';

/** The stack of `npx cdk deploy`: one installation, with the settings of the CDK context. */
export class DownbeatStack extends Stack {
  readonly downbeat: Downbeat;

  constructor(scope: Construct, id: string, props: StackProps & { config: Config }) {
    super(scope, id, props);
    const { stackName: _stackName, ...settings } = props.config;
    // What is called Default adds nothing to logical ids: resources keep those that they had without it.
    this.downbeat = new Downbeat(this, 'Default', settings);
  }
}
