import * as z from 'zod';
import type { News } from '../../../lambdas/domain/news.ts';
import { monitorAnswer, readAnswer } from '../monitors/answers.ts';
import { type Api, Refused } from '../monitors/api.ts';

/** A change of a monitor that was to be told. Instants are milliseconds. */
export interface Change {
  monitorId: string;
  createdAt: number;
  kind: News['change'];
  seq: number;
  to: string;
  at: number;
}

const text = z.object({ S: z.string() });
const number = z.object({ N: z.string().regex(/^\d+$/) });
const image = z.object({
  pk: z.object({ S: z.string().regex(/^monitor#[a-z0-9-]+$/) }),
  createdAt: number,
  change: z.object({ S: z.enum(['flip', 'reminder', 'settled'] satisfies News['change'][]) }),
  flip: z.object({ M: z.object({ seq: number, to: text, at: number }) }),
});

/** Reads what was stored, as DynamoDB has it. Without news in it, there is no change to tell. */
export function changeIn(stored: unknown): Change | undefined {
  const { data } = image.safeParse(stored);
  if (!data) return undefined;
  const { seq, to, at } = data.flip.M;
  return {
    monitorId: data.pk.S.slice('monitor#'.length),
    createdAt: Number(data.createdAt.N),
    kind: data.change.S,
    seq: Number(seq.N),
    to: to.S,
    at: Number(at.N),
  };
}

/** `backup: flip 3 to down`, or the reminder of it, or the end of its flapping. */
export function changeText({ monitorId, kind, seq, to }: Change): string {
  const flip = `flip ${seq} to ${to}`;
  if (kind === 'flip') return `${monitorId}: ${flip}`;
  return `${monitorId}: ${kind === 'reminder' ? 'reminder of' : 'steady again after'} ${flip}`;
}

/**
 * Whether a change is still news: `overtaken` if the monitor has flipped since, so that people would take it for what
 * is; `gone` if the monitor was deleted, be there another by its id.
 */
export type Standing = 'current' | 'overtaken' | 'gone';

const standingAnswer = monitorAnswer.extend({ status_since: z.string(), created_at: z.string() });

export async function standingOf(
  api: Api,
  { monitorId, createdAt, to, at }: Pick<Change, 'monitorId' | 'createdAt' | 'to' | 'at'>,
): Promise<Standing> {
  const monitor = await findMonitor(api, monitorId);
  if (!monitor || Date.parse(monitor.created_at) !== createdAt) return 'gone';
  const status = monitor.status === 'late' ? 'up' : monitor.status;
  return status === to && Date.parse(monitor.status_since) === at ? 'current' : 'overtaken';
}

async function findMonitor(api: Api, id: string): Promise<z.infer<typeof standingAnswer> | undefined> {
  try {
    return readAnswer(standingAnswer, await api.json({ method: 'GET', path: `/monitors/${id}` }));
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return undefined;
    throw error;
  }
}
