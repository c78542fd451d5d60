import { limits } from '../../lambdas/domain/limits.ts';

export type CommandName = 'run' | 'ping';

/** The command line is wrong. The message says what to do about it. */
export class UsageError extends Error {}

export const usageLines: Readonly<Record<CommandName, string>> = {
  run: 'downbeat run [key or ping URL] [--rid] [--max-output N] [--host URL] -- command [argument]…',
  ping: 'downbeat ping [key or ping URL] [start|fail|log|N] [--message TEXT] [--rid UUID] [--host URL]',
};

const environmentHelp = `Environment:
  DOWNBEAT_PING_URL  the key or ping URL, when no argument names one (arguments can be read by
                     whoever runs ps)
  DOWNBEAT_URL       the host of a key, when --host is not given
`;

const retryHelp = `A ping is a POST. After a timeout (5 s), a broken connection, 408, 429 or 5xx it is sent again, with
growing pauses, for at most 30 s in all.
`;

const runHelp = `Usage: ${usageLines.run}

Runs a command and reports its start, its exit code and the end of its output.

Options:
  --rid            pairs start and end by an id of their own, for jobs whose runs overlap
  --max-output N   sends the last N bytes of the output, 0 to ${limits.pingBodyBytes} (default ${limits.pingBodyBytes}). With 0 the
                   command gets our output itself, such as a terminal
  --host URL       where the key belongs to: https://…
  --help           shows this

${environmentHelp}
${retryHelp}The command does not wait for its start to be reported, and a ping that fails changes nothing for it.
SIGINT, SIGTERM, SIGHUP and SIGQUIT are passed on to the command. After its end, they end the tries.

Exit codes: that of the command, whatever becomes of the pings, and
  2                wrong usage; the command was not run
  126              the command cannot be executed
  127              the command was not found
  128 + N          signal N killed the command
`;

const pingHelp = `Usage: ${usageLines.ping}

Sends one ping: a success, or the action that is given. N is an exit status, 0 to 255: 0 is a success.

Options:
  --message TEXT   is kept with the ping, up to ${limits.pingBodyBytes} bytes
  --rid UUID       names the run that the ping belongs to
  --host URL       where the key belongs to: https://…
  --help           shows this

${environmentHelp}
${retryHelp}
Exit codes:
  0                the ping was taken
  1                it was not
  2                wrong usage
`;

const generalHelp = `downbeat tells a Downbeat installation what a job does, and manages its monitors.

  downbeat run       runs a command and reports its start, end and output
  downbeat ping      sends one ping
  downbeat monitors  lists, shows, applies, pauses and deletes monitors, with AWS credentials
  downbeat discover  writes monitors for jobs that AWS starts and none watches, with AWS credentials
  downbeat redrive   puts dead letters of the installation back, with AWS credentials
  downbeat dashboard shows them in a browser

  Each has a --help that says more. downbeat --version shows the version.

Exit codes: 2 for wrong usage, else those of the command.
`;

export function helpOf(command: CommandName | undefined): string {
  if (command === undefined) return generalHelp;
  return command === 'run' ? runHelp : pingHelp;
}
