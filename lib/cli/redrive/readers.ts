import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { inPortions } from '../../../lambdas/domain/portions.ts';
import { Failure } from '../monitors/failure.ts';
import { asked } from '../monitors/services.ts';
import type { Installation, Reader } from './installation.ts';
import { readJson } from './letters.ts';

/** A record as the stream has it: its name, and what was stored. */
export interface StoredRecord {
  recordId: string;
  image: object;
}

/** As many as the stream gives at once. */
const recordsAtOnce = 100;

const answer = z.object({ batchItemFailures: z.array(z.unknown()) });

/** Gives records to a function as the stream does. Throws Failure if it has not dealt with all of them. */
export async function give(
  client: LambdaClient,
  { functions }: Pick<Installation, 'functions'>,
  reader: Reader,
  records: readonly StoredRecord[],
): Promise<void> {
  for (const portion of inPortions(records, recordsAtOnce)) {
    const Records = portion.map(({ recordId, image }) => {
      return { dynamodb: { SequenceNumber: recordId, NewImage: image } };
    });
    const said = answer.safeParse(readJson(await invoke(client, functions[reader], reader, { Records })));
    if (!said.success) throw failed(reader);
    if (said.data.batchItemFailures.length > 0) {
      throw new Failure(`the ${reader} function could not deliver it now: its log says why; try again later`);
    }
  }
}

/** Calls a function, and answers the text of its answer. Throws Failure if it failed; `name` is what people know it by. */
export async function invoke(
  client: LambdaClient,
  FunctionName: string,
  name: string,
  payload: object,
): Promise<string> {
  const command = new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) });
  const { FunctionError, Payload } = await asked('Lambda', client.send(command));
  if (FunctionError !== undefined) throw failed(name);
  return Payload?.transformToString() ?? '';
}

function failed(name: string): Failure {
  return new Failure(`the ${name} function failed: its log says why`);
}
