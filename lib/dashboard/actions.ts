import * as z from 'zod';
import { parseDurationSeconds } from '../../lambdas/domain/duration.ts';
import { limits } from '../../lambdas/domain/limits.ts';
import { isoInstant, secondMs } from '../../lambdas/domain/time.ts';
import { type Confirmation, confirmPage } from '../../lambdas/views/pages/confirm.ts';
import type { Notice } from '../../lambdas/views/pages/layout.ts';
import { monitorAnswer } from './answers.ts';
import type { PageContext, PageHandler } from './context.ts';
import { type Outcome, redirect, show } from './exchange.ts';
import { callApi, callFor, Refused } from './management.ts';

type Asked = Pick<Confirmation, 'action'> & Partial<Confirmation>;

/** Asks before it is done. */
export function confirmation(action: Confirmation['action']): PageHandler {
  return (context) => ask(context, { action });
}

async function ask(context: PageContext, asked: Asked, status = 200): Promise<Outcome> {
  const { management, id, token } = context;
  const { name, stack } = await callFor(monitorAnswer, management, 'GET', `/monitors/${id}`);
  return show(confirmPage({ id, name, stack, token, ...asked }), status);
}

/** Pauses, for a duration or until an instant; for good if neither is given. */
export const pause: PageHandler = async (context) => {
  const { management, request, id, now } = context;
  const until = pauseEnd(request.form, now);
  const typed = { until: request.form.get('until') ?? '' };
  if (until === 'unreadable') {
    return ask(context, { action: 'pause', typed, error: 'Allowed is a day and a time.' }, 400);
  }
  const body = { until, manual_resume: request.form.get('manual_resume') === 'on' };
  try {
    await callApi(management, 'POST', `/monitors/${id}/pause`, { body });
  } catch (error) {
    const fault = error instanceof Refused ? error.faults[0] : undefined;
    if (!fault) throw error;
    return ask(context, { action: 'pause', typed, error: `The end of the pause ${fault.message}` }, 400);
  }
  return done(context, { kind: 'good', text: 'It is paused.' });
};

/** An instant in ISO 8601, or null. The field of a form has no zone: the page's script adds one, and else it is UTC. */
function pauseEnd(form: URLSearchParams, now: number): string | null | 'unreadable' {
  const seconds = parseDurationSeconds(form.get('for') ?? '');
  if (seconds !== undefined) return isoInstant(now + seconds * secondMs);
  const typed = form.get('until') ?? '';
  if (typed === '') return null;
  const at = Date.parse(form.get('until_instant') || `${typed}Z`);
  return Number.isNaN(at) ? 'unreadable' : isoInstant(at);
}

export const resume: PageHandler = async (context) => {
  await callApi(context.management, 'POST', `/monitors/${context.id}/resume`);
  return done(context, { kind: 'good', text: 'It is resumed.' });
};

const testAnswer = z.object({
  channels: z.array(z.object({ channel: z.string(), error: z.string().nullable() })),
});

/** Sends a test alert, and tells what became of it in each channel. */
export const testAlert: PageHandler = async (context) => {
  const { management, id } = context;
  const { channels } = await callFor(testAnswer, management, 'POST', `/monitors/${id}/test-alert`);
  const details = channels.map(({ channel, error }) => `${channel}: ${error ?? 'sent'}`);
  const isSent = channels.every(({ error }) => error === null);
  const text = isSent ? 'A test alert was sent.' : 'A test alert could not be sent to every channel.';
  return done(context, { kind: isSent ? 'good' : 'bad', text, details });
};

/** Makes a new key, and keeps the old one for as long as was asked for. */
export const rotateKey: PageHandler = async (context) => {
  const { management, request, id } = context;
  const overlap = (request.form.get('overlap') ?? '').trim();
  const seconds = overlap === '' ? 0 : parseDurationSeconds(overlap);
  if (seconds === undefined || seconds > limits.overlapMaxSeconds) {
    const error = 'Allowed is a duration such as 1h or 2d, up to 30d.';
    return ask(context, { action: 'rotate-key', typed: { overlap }, error }, 400);
  }
  const body = { overlap_seconds: seconds };
  await callApi(management, 'POST', `/monitors/${id}/rotate-key`, { body });
  return done(context, { kind: 'good', text: 'It has a new ping URL. Give it to the job.' });
};

export const remove: PageHandler = async ({ management, id, notices }) => {
  await callApi(management, 'DELETE', `/monitors/${id}`);
  return redirect(notices.at('/', { kind: 'good', text: `The monitor ${id} is deleted.` }));
};

function done({ id, notices }: PageContext, notice: Notice): Outcome {
  return redirect(notices.at(`/monitors/${id}`, notice));
}
