import { Unavailable } from '../domain/errors.ts';

/**
 * Client settings of the ping path. The SDK's own wait far longer than a job does (DynamoDB's socket timeout is
 * five minutes, and `requestTimeout` alone only warns).
 */
export const hurried = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 300, requestTimeout: 700, throwOnRequestTimeout: true },
};

/**
 * Client settings of the ping path's timer. The sweep sets a timer that cannot be set now, so waiting for one must not
 * use up the time in which the ping itself is tried again.
 */
export const hurriedTimer = { ...hurried, maxAttempts: 2 };

/** Client settings of the functions that nobody waits for. */
export const patient = {
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
};

/** Waits for a call, and turns whatever the SDK throws into Unavailable. */
export async function answered<T>(service: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (cause) {
    throw new Unavailable(service, cause);
  }
}

/** Whether a call failed with the SDK's exception of this name, such as `ConditionalCheckFailedException`. */
export function failedWith(error: unknown, exceptionName: string): boolean {
  const cause = error instanceof Unavailable ? error.cause : error;
  return cause instanceof Error && cause.name === exceptionName;
}

/** Waits for a conditional write, and answers `undefined` if its condition does not hold. */
export async function unlessConditionFails<T>(service: string, call: Promise<T>): Promise<T | undefined> {
  try {
    return await answered(service, call);
  } catch (error) {
    if (failedWith(error, 'ConditionalCheckFailedException')) return undefined;
    throw error;
  }
}
