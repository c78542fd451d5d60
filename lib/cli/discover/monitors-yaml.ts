import { monitorYaml, usualSettings } from '../monitors/dump.ts';
import type { Found, Survey } from './survey.ts';
import { comment, headingOf, linesOf } from './words.ts';

/** A file that `downbeat monitors apply` takes. What cannot be applied stands in its comments. */
export function monitorsYaml(survey: Survey, region: string): string {
  const usual = usualSettings();
  const entries = survey.found.flatMap((found) => {
    const { id, proposal } = found;
    if ('fault' in proposal) return [];
    return [`\n${comment('  #', linesOf(found))}${monitorYaml({ id, ...proposal.settings }, usual)}`];
  });
  return [
    comment('#', headingOf(survey, region)),
    entries.length > 0 ? 'monitors:\n' : 'monitors: []\n',
    ...entries,
    ...survey.found.filter(isUnsaid).map((found) => `\n${comment('#', linesOf(found))}`),
  ].join('');
}

function isUnsaid({ proposal }: Found): boolean {
  return 'fault' in proposal;
}
