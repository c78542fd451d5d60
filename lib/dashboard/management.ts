import * as z from 'zod';

export interface ApiCall {
  query?: readonly (readonly [name: string, value: string])[];
  headers?: Readonly<Record<string, string>>;
  body?: object;
}

export interface ApiReply {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Buffer;
}

/** The management API, wherever it is. */
export interface Management {
  /** `path` stands behind `/api/v1`, encoded. Rejects when there is no answer; its error's message says why. */
  request(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, call?: ApiCall): Promise<ApiReply>;
}

/** What is wrong with one field, in the API's words. */
export interface FieldFault {
  field: string;
  message: string;
}

/** The API answered, and not with a success. */
export class Refused extends Error {
  readonly status: number;
  readonly faults: readonly FieldFault[];

  constructor(status: number, title: string, faults: readonly FieldFault[]) {
    super(title);
    this.name = 'Refused';
    this.status = status;
    this.faults = faults;
  }
}

/** The API did not answer, or not as a Downbeat does. */
export class Away extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'Away';
  }
}

const problem = z.object({
  title: z.string().optional(),
  message: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).default([]),
});

/** Calls, and answers a success. Throws Refused and Away. */
export async function callApi(
  management: Management,
  ...[method, path, call]: Parameters<Management['request']>
): Promise<ApiReply> {
  const reply = await management.request(method, path, call).catch((error: unknown) => {
    throw new Away(error instanceof Error ? error.message : String(error), error);
  });
  if (reply.status >= 200 && reply.status < 300) return reply;
  const said = problem.safeParse(readJson(reply.body)).data;
  throw new Refused(reply.status, said?.title ?? said?.message ?? '', said?.errors ?? []);
}

/** The same for an answer in JSON, read with a schema. */
export async function callFor<S extends z.ZodType>(
  schema: S,
  management: Management,
  ...args: Parameters<Management['request']>
): Promise<z.output<S>> {
  return readAnswer(schema, await callApi(management, ...args));
}

/** Reads a list of the API page after page, in so many calls at most; what is left then is cut off. */
export async function readPages<T>(
  callsMax: number,
  read: (cursor: string | undefined) => Promise<{ items: T[]; next: string | null | undefined }>,
): Promise<{ items: T[]; isCut: boolean }> {
  const items: T[] = [];
  let cursor: string | undefined;
  for (let calls = 0; calls < callsMax; calls += 1) {
    const page = await read(cursor);
    items.push(...page.items);
    cursor = page.next ?? undefined;
    if (cursor === undefined) break;
  }
  return { items, isCut: cursor !== undefined };
}

/** Reads an answer in JSON. Throws Away if it is none, or of another shape. */
export function readAnswer<S extends z.ZodType>(schema: S, { body }: ApiReply): z.output<S> {
  const read = schema.safeParse(readJson(body));
  if (read.success) return read.data;
  throw new Away(
    'It answered something that this program does not understand: it may be of another version.',
  );
}

function readJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}
