import { Failure } from './failure.ts';
import type { Signer } from './sign.ts';

/** What a client of one of AWS's services is made with. */
export function serviceConfig({ region, credentials: { sessionToken, ...keys } }: Signer) {
  return { region, credentials: { ...keys, ...(sessionToken !== undefined && { sessionToken }) } };
}

/**
 * Waits for a call to one of AWS's services. Throws Failure with what the service says, which names a permission that is
 * missing, and what to do.
 */
export async function asked<T>(service: string, call: Promise<T>, ...todo: string[]): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    throw new Failure(`${service}: ${name}: ${message}`, ...todo);
  }
}
