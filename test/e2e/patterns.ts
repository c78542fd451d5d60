import assert from 'node:assert/strict';
import { EventBridgeClient, TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import { patternCases } from '../support/event-patterns.ts';
import { step } from './steps.ts';
import type { World } from './world.ts';

/** What the tests take the patterns of rules for is what EventBridge says. */
export async function patterns({ aws }: Pick<World, 'aws'>): Promise<void> {
  const client = new EventBridgeClient(aws.clientConfig);
  await step(`EventBridge lets in what the tests think, by ${patternCases.length} patterns`, async () => {
    for (const { title, pattern, event, lets } of patternCases) {
      const asked = { EventPattern: JSON.stringify(pattern), Event: JSON.stringify(event) };
      const { Result } = await client.send(new TestEventPatternCommand(asked));
      assert.equal(Result, lets, title);
    }
  });
}
