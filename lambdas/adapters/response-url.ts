import { Unavailable } from '../domain/errors.ts';
import { limits } from '../domain/limits.ts';
import type { Asker, System } from '../usecases/ports.ts';

/** CloudFormation, which waits for what becomes of a custom resource: for one PUT to a presigned URL. */
export class ResponseUrl implements Asker {
  readonly #system: Pick<System, 'sleep'>;

  constructor(system: Pick<System, 'sleep'>) {
    this.#system = system;
  }

  async answer(url: string, outcome: object): Promise<void> {
    // As bytes, because fetch would send the type of a text along, and with one the signature is wrong.
    const body = new TextEncoder().encode(JSON.stringify(outcome));
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await put(url, body);
      } catch (cause) {
        if (attempt === limits.askerAttempts) throw new Unavailable('CloudFormation', cause);
        await this.#system.sleep(limits.askerPauseMs * 2 ** (attempt - 1));
      }
    }
  }
}

async function put(url: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
  const signal = AbortSignal.timeout(limits.askerTimeoutMs);
  const answer = await fetch(url, { method: 'PUT', body, signal });
  await answer.body?.cancel();
  // The URL is a secret while it lives, and goes into no error.
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
}
