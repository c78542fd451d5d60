import {
  AliasTaken,
  Contended,
  IdTaken,
  InvalidInput,
  MonitorExists,
  SettingsChanged,
  Unavailable,
  UnknownAlias,
  UnknownBadge,
  UnknownBody,
  UnknownMonitor,
  UnknownStatusPage,
} from '../domain/errors.ts';
import { limits } from '../domain/limits.ts';
import type { Answer } from './answer.ts';

/** The one table from errors to the answers of the management API: problem details after RFC 9457. */
const problems = [
  { error: InvalidInput, status: 400, title: 'The request is not valid.' },
  { error: UnknownMonitor, status: 404, title: 'There is no such monitor.' },
  { error: UnknownAlias, status: 404, title: 'There is no such alias.' },
  { error: UnknownStatusPage, status: 404, title: 'There is no such status page.' },
  { error: UnknownBadge, status: 404, title: 'There is no such badge.' },
  { error: UnknownBody, status: 404, title: 'There is no such ping, or it has no body.' },
  { error: IdTaken, status: 409, title: 'The id is taken.' },
  { error: AliasTaken, status: 409, title: 'The key is taken.' },
  { error: SettingsChanged, status: 412, title: 'The settings have changed meanwhile.' },
  { error: MonitorExists, status: 412, title: 'There is such a monitor already.' },
  { error: Contended, status: 503, title: 'The monitor is busy. Try again.' },
  { error: Unavailable, status: 503, title: 'A service is unavailable. Try again.' },
] as const;

/** Answers an error of the product, or `undefined` if it is a defect. */
export function problemAnswer(error: unknown): Answer | undefined {
  const problem = problems.find((candidate) => error instanceof candidate.error);
  if (!problem) return undefined;
  const { status, title } = problem;
  return {
    statusCode: status,
    headers: {
      'Content-Type': 'application/problem+json',
      ...(status === 503 && { 'Retry-After': '1' }),
    },
    body: JSON.stringify({
      type: 'about:blank',
      title,
      status,
      ...(error instanceof InvalidInput && { errors: error.faults.slice(0, limits.faultsShown) }),
      ...(error instanceof IdTaken && { errors: [{ field: 'id', message: error.message }] }),
      ...(error instanceof AliasTaken && { errors: [{ field: 'key', message: error.message }] }),
    }),
  };
}
