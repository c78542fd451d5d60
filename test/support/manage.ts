import { type Answer, send } from './http.ts';

export const uuid = '6f1d2c3b-4a59-4687-9786-a5b4c3d2e1f0';

/** What cannot be brought along as a key. */
export const noForeignKeys = [
  ...['', 'too-short', 'x'.repeat(65), 'with space in', 'with/slash/in', 'größer-als-zehn'],
  ...[`backup-${'0'.repeat(20)}`, 5, null, true, ['KumaToken_10'], {}],
];

/** An answer of the management API. */
export interface Managed {
  status: number;
  type: string | undefined;
  /** `undefined` where there is none. */
  json: Record<string, unknown> | undefined;
}

/** Calls the management API of a local host. A body that is a text is sent as it is. */
export async function manage(
  method: string,
  url: string,
  path: string,
  body?: object | string,
): Promise<Managed> {
  const text = typeof body === 'object' ? JSON.stringify(body) : (body ?? '');
  const { status, headers, body: said }: Answer = await send(method, `${url}/api/v1${path}`, {}, text);
  return { status, type: headers['content-type'], json: said === '' ? undefined : JSON.parse(said) };
}

/** The answer that names these fields and what is allowed in each, in the order of the alphabet. */
export function refusal(...fields: string[]) {
  return {
    status: 400,
    type: 'application/problem+json',
    json: {
      type: 'about:blank',
      title: 'The request is not valid.',
      status: 400,
      errors: fields.map((field) => ({ field, message: expect.stringMatching(/allowed (?:is|are)/) })),
    },
  };
}

/** The answer that says that something is not there. */
export function missing(what: 'monitor' | 'alias' | 'route') {
  return {
    status: 404,
    type: 'application/problem+json',
    json: { type: 'about:blank', title: `There is no such ${what}.`, status: 404 },
  };
}
