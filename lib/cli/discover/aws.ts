import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { asked, serviceConfig } from '../monitors/services.ts';
import type { Signer } from '../monitors/sign.ts';

export interface Clients {
  scheduler: SchedulerClient;
  eventBridge: EventBridgeClient;
}

/** The services of one region. Thousands of calls meet a throttle: they slow down then, and are tried for longer. */
export function clientsFor(signer: Signer): Clients {
  const config = { ...serviceConfig(signer), retryMode: 'adaptive', maxAttempts: 10 };
  return { scheduler: new SchedulerClient(config), eventBridge: new EventBridgeClient(config) };
}

const permissions =
  'The caller needs scheduler:ListSchedules, scheduler:GetSchedule, events:ListRules and events:ListTargetsByRule.';

/** Waits for an answer. Throws Failure. */
export function answered<T>(service: string, call: Promise<T>): Promise<T> {
  return asked(service, call, permissions);
}

/** Waits for an answer about a thing, which may have been deleted since it was listed: `undefined`. Throws Failure. */
export async function answeredIfThere<T>(service: string, call: Promise<T>): Promise<T | undefined> {
  const absent = call.catch((error: unknown) => {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  });
  return answered(service, absent);
}
