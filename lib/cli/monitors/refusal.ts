import { STATUS_CODES } from 'node:http';
import * as z from 'zod';
import type { ApiAnswer } from '../world.ts';

const problem = z.object({
  title: z.string().optional(),
  message: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).default([]),
});

interface Caller {
  host: string;
  now: number;
  isSigned: boolean;
}

/** AWS takes a signature for five minutes. */
const skewMaxMs = 5 * 60_000;

/** Says in lines why the API refused, every wrong field on a line of its own, and what to do next. */
export function explainRefusal(answer: ApiAnswer, { host, now, isSigned }: Caller): string[] {
  const { status } = answer;
  const said = readProblem(answer);
  if (said === undefined && status < 500 && status !== 403) {
    return [
      `${host} answered ${named(status)}, and not as a Downbeat does`,
      'Check --url or DOWNBEAT_URL: it is the output ApiUrl of the deployment.',
    ];
  }
  const words = said?.title ?? said?.message;
  return [
    words === undefined ? `${host} answered ${named(status)}` : `${words} (${status})`,
    ...(said?.errors ?? []).map(({ field, message }) => `  ${field}: ${message}`),
    ...(status === 403 ? whoMay(words ?? '', isSigned) : nextSteps(status, words ?? '')),
    ...(status === 403 && isSigned ? skewOf(answer, now) : []),
  ];
}

function readProblem({ body }: ApiAnswer): z.infer<typeof problem> | undefined {
  try {
    return problem.parse(JSON.parse(body.toString()));
  } catch {
    return undefined;
  }
}

function named(status: number): string {
  return `${status} ${(STATUS_CODES[status] ?? 'an unknown status').toLowerCase()}`;
}

function whoMay(words: string, isSigned: boolean): string[] {
  if (!isSigned) return ['Calls over plain http are signed only with --profile or --region.'];
  if (/expired/i.test(words)) {
    return ['The credentials have expired: sign in again, for instance with aws sso login.'];
  }
  return [
    'The credentials need the permission execute-api:Invoke on this API, and the region has to be its own.',
    'aws sts get-caller-identity says whose they are; --profile and --region choose others.',
  ];
}

function nextSteps(status: number, words: string): string[] {
  if (status === 404 && /monitor/.test(words)) return ['downbeat monitors list shows which there are.'];
  if (status === 404) return ['The deployment may be older than this program.'];
  if (status === 409) return ['Somebody has created it meanwhile; look, and try again.'];
  if (status === 412) return ['Nothing was overwritten; look at the plan again.'];
  if (status === 429) return ['The API is throttled; try again later.'];
  if (status >= 500) return ['Try again later; the logs of the installation say why.'];
  return [];
}

function skewOf({ headers }: ApiAnswer, now: number): string[] {
  const skewMs = Math.abs(Date.parse(headers.date ?? '') - now);
  if (!(skewMs > skewMaxMs)) return [];
  return [
    `The clock of this machine is off by ${Math.round(skewMs / 60_000)} minutes, and signatures hold for five.`,
  ];
}
