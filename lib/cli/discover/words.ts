import { formatDuration } from '../../../lambdas/domain/duration.ts';
import { printable } from '../monitors/text.ts';
import { type LeftOut, tagOf } from './job.ts';
import type { Found, Survey } from './survey.ts';
import { targetText } from './targets.ts';

const words: Record<LeftOut, string> = {
  watched: 'watched',
  disabled: 'disabled',
  once: 'that run once',
  over: 'that have ended',
  idle: 'without a target',
  managed: 'of services of AWS',
  ours: 'of Downbeat itself',
};

/** What was found in all, in lines of comment. */
export function headingOf({ found, leftOut }: Survey, region: string): string[] {
  const unsaid = found.filter(({ proposal }) => 'fault' in proposal).length;
  const counts = Object.entries(words).flatMap(([why, text]) => {
    const count = leftOut.get(why as LeftOut) ?? 0;
    return count > 0 ? [`${count} ${text}`] : [];
  });
  return [
    `Jobs of ${region} that no monitor watches: ${found.length}${unsaid > 0 ? `, of which ${unsaid} can only be told of` : ''}.`,
    ...(counts.length > 0 ? [`Left out: ${counts.join(', ')}.`] : []),
  ];
}

/** What a job is, and what is to be known of it, in lines of comment. */
export function linesOf({ job, definition, proposal, namesake }: Found): string[] {
  const { expression, timezone, windowSeconds, targets } = definition;
  const clock = expression.startsWith('cron') ? ` in ${timezone}` : '';
  const window = windowSeconds > 0 ? `, up to ${formatDuration(windowSeconds)} later` : '';
  const lines = [job.arn, `${expression}${clock}${window}, starts ${targets.map(targetText).join(' and ')}`];
  const tag = tagOf(job);
  if ('fault' in proposal) {
    lines.push(`Its schedule ${proposal.fault}. Give a monitor that you make for it the tag ${tag}.`);
  }
  if (namesake !== undefined) {
    lines.push(`If the monitor ${namesake} watches it, give that one the tag ${tag} instead.`);
  }
  return lines.map(printable);
}

/** Lines of comment, each behind this mark. */
export function comment(mark: string, lines: readonly string[]): string {
  return lines.map((line) => `${mark} ${line}\n`).join('');
}
