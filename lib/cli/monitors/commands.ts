import { apply } from './apply.ts';
import { deleteOne } from './delete.ts';
import { dump } from './dump.ts';
import { exportPings } from './export.ts';
import { durations, flips, pings, uptime } from './history.ts';
import { list } from './list.ts';
import { ping } from './ping.ts';
import { pause, resume, rotate, show } from './show.ts';
import type { Subcommand } from './subcommand.ts';
import { testAlert } from './test-alert.ts';

/** The commands behind `downbeat monitors`, in the order that help shows them. */
export const commands: Readonly<Record<string, Subcommand>> = {
  list,
  show,
  apply,
  dump,
  pause,
  resume,
  rotate,
  delete: deleteOne,
  ping,
  pings,
  flips,
  uptime,
  durations,
  export: exportPings,
  'test-alert': testAlert,
};

const common = `  --url URL        where the API is: https://… (default DOWNBEAT_URL)
  --profile NAME   the AWS profile whose credentials sign the calls
  --region REGION  the region of the API, where its URL does not say it (default AWS_REGION, then
                   the profile's)
  --help           shows this
`;

const codes = `
Exit codes:
  0                done
  1                the API refused, or did not answer, or part of it failed
  2                wrong usage
  3                apply --plan: there is something to do
`;

export function usageOf(name: string | undefined): string {
  const command = name === undefined ? undefined : commands[name];
  if (!command) return `downbeat monitors ${Object.keys(commands).join('|')} …`;
  return `downbeat monitors ${name} ${command.usage}`.trimEnd();
}

/** The help of one command, or of all of them. */
export function helpOf(name: string | undefined): string {
  const command = name === undefined ? undefined : commands[name];
  if (command) {
    const [options = '', ...rest] = command.help.split(/(?=^\n)/m);
    return `Usage: ${usageOf(name)}

${capital(command.summary)}.

Options:
${options}${common}${rest.join('')}${codes}`;
  }
  const lines = Object.entries(commands).map(([each, { summary }]) => `  ${each.padEnd(12)}${summary}\n`);
  return `Usage: downbeat monitors <command> [<id>] [option]…

Manages monitors over the API of a Downbeat installation.

${lines.join('')}
Each has a --help of its own. Options of all of them:
${common}
Calls are signed with the credentials that the AWS CLI would use (AWS Signature Version 4), which
need the permission execute-api:Invoke. Plain http is for this machine only, such as npm start, and
is signed only where --profile or --region is given.
${codes}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
