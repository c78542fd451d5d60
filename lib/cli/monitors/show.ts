import { limits } from '../../../lambdas/domain/limits.ts';
import { isoInstant, secondMs } from '../../../lambdas/domain/time.ts';
import { pauseSchema } from '../../../lambdas/http/monitor-schema.ts';
import { readWith } from '../../../lambdas/http/schema.ts';
import { UsageError } from '../usage.ts';
import { monitorAnswer, readAnswer } from './answers.ts';
import type { Call } from './api.ts';
import { statusWords } from './list.ts';
import { write } from './output.ts';
import { type Context, checkedBy, type Given, jsonHelp, jsonOption, type Subcommand } from './subcommand.ts';
import { instantText, jsonText, printable } from './text.ts';

export const show: Subcommand = {
  usage: '<id> [--json]',
  summary: 'shows a monitor, its ping URL included',
  takesId: true,
  options: jsonOption,
  help: jsonHelp,
  read: (given) => (context) =>
    showAnswer(context, given, () => ({ method: 'GET', path: pathOf(given) }), everything),
};

export const pause: Subcommand = {
  usage: '<id> [--until INSTANT | --for DURATION] [--manual-resume] [--json]',
  summary: 'pauses a monitor: nothing is awaited',
  takesId: true,
  options: {
    ...jsonOption,
    until: { type: 'string' },
    for: { type: 'string' },
    'manual-resume': { type: 'boolean' },
  },
  help: `  --until INSTANT  ends the pause by itself, at an instant such as 2026-11-20T06:00:00Z
  --for DURATION   ends it after so long, such as 2h or 1h30m
  --manual-resume  pings do not end the pause, and are ignored. Else the next success or fail ends it
${jsonHelp}`,
  read: (given) => {
    const [until, manualResume] = [given.text('until'), given.flag('manual-resume')];
    const forSeconds = given.duration('for', 1, limits.pauseMaxMs / secondMs);
    if (until !== undefined && forSeconds !== undefined) {
      throw new UsageError('--until and --for say the same thing; give one of them');
    }
    checkedBy(() => readWith(pauseSchema, { until: until ?? null }));
    return (context) =>
      showAnswer(context, given, (now) => {
        const end = forSeconds === undefined ? until : isoInstant(now + forSeconds * secondMs);
        return {
          method: 'POST',
          path: `${pathOf(given)}/pause`,
          body: { manual_resume: manualResume, until: end ?? null },
        };
      });
  },
};

export const resume: Subcommand = {
  usage: '<id> [--json]',
  summary: "ends a monitor's pause, which counts as a check-in",
  takesId: true,
  options: jsonOption,
  help: jsonHelp,
  read: (given) => (context) =>
    showAnswer(context, given, () => ({ method: 'POST', path: `${pathOf(given)}/resume` })),
};

export const rotate: Subcommand = {
  usage: '<id> [--overlap DURATION] [--json]',
  summary: 'gives a monitor a new key, and shows its new ping URL',
  takesId: true,
  options: { ...jsonOption, overlap: { type: 'string' } },
  help: `  --overlap DURATION
                   the old key works on for so long, such as 2d, up to 30d. Else it is unknown at once
${jsonHelp}`,
  read: (given) => {
    const overlap = given.duration('overlap', 0, limits.overlapMaxSeconds) ?? 0;
    const call = (): Call => ({
      method: 'POST',
      path: `${pathOf(given)}/rotate-key`,
      body: { overlap_seconds: overlap },
      // A second try would throw away the key of a first whose answer was lost.
      once: true,
    });
    return (context) => showAnswer(context, given, call, ({ ping_url }) => `${textOf(ping_url)}\n`);
  },
};

type Shown = Record<string, unknown>;

function pathOf({ id }: Given): string {
  return `/monitors/${id}`;
}

/** Calls, and shows the monitor that is answered. */
async function showAnswer(
  { world, connect }: Context,
  given: Given,
  callAt: (now: number) => Call,
  inWords: (monitor: Shown, now: number) => string = oneLine,
): Promise<number> {
  const api = await connect();
  const answer = readAnswer(monitorAnswer, await api.json(callAt(world.now())));
  const text = given.flag('json') ? `${jsonText(answer)}\n` : inWords(answer, world.now());
  await write(world.stdout, text);
  return 0;
}

/** What a change has made of a monitor. */
function oneLine(monitor: Shown, now: number): string {
  const { id, status, deadline_at, resume_at, manual_resume } = monitor;
  const resumes = manual_resume ? 'until downbeat monitors resume' : 'until its next success or fail';
  const ends = typeof resume_at === 'string' ? `until ${instantText(resume_at, now)}, or ` : '';
  const rest =
    status === 'paused'
      ? ` ${ends}${resumes}`
      : typeof deadline_at === 'string'
        ? `, with its deadline at ${instantText(deadline_at, now)}`
        : '';
  return `${textOf(id)} is ${textOf(status)}${rest}\n`;
}

/** Every field of the answer, a line each, in its order. */
function everything(monitor: Shown, now: number): string {
  const names = Object.keys(monitor).filter((name) => name !== 'running');
  const width = Math.max(...names.map((name) => name.length));
  const lines = names.map((name) =>
    `${printable(name).padEnd(width)}  ${valueText(name, monitor, now)}`.trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

function valueText(name: string, monitor: Shown, now: number): string {
  const value = monitor[name];
  if (name === 'status') return printable(statusWords(monitorAnswer.parse(monitor)));
  if (value === null || (Array.isArray(value) && value.length === 0)) return '-';
  if (typeof value === 'string' && /_(?:at|since)$/.test(name)) return instantText(value, now);
  if (Array.isArray(value)) return value.map(textOf).join(name === 'next_occurrences' ? ', ' : ' ');
  // Cron lines stand on lines of their own.
  if (typeof value === 'string') return value.split('\n').map(printable).join('; ');
  return textOf(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? printable(value) : jsonText(value);
}
