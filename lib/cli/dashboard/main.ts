import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Dashboard } from '../../dashboard/dashboard.ts';
import { Login } from '../../dashboard/guard.ts';
import { runCommand } from '../monitors/command.ts';
import { findEndpoint } from '../monitors/endpoint.ts';
import { Failure } from '../monitors/failure.ts';
import { write } from '../monitors/output.ts';
import { commonOptions, type Given } from '../monitors/subcommand.ts';
import { UsageError } from '../usage.ts';
import type { World } from '../world.ts';
import { signedManagement } from './management.ts';

const usage = 'downbeat dashboard [--port N] [--url URL] [--profile NAME] [--region REGION]';

const help = `Usage: ${usage}

Shows the monitors of an installation in a browser, and lets you create, change and pause them, until Ctrl-C.

Options:
  --port N         the port on this machine, 0 to 65535 (default 0: any that is free)
  --url URL        where the API is: https://… (default DOWNBEAT_URL)
  --profile NAME   the AWS profile whose credentials sign the calls
  --region REGION  the region of the API, where its URL does not say it (default AWS_REGION, then
                   the profile's)
  --help           shows this

It listens on 127.0.0.1 alone, and lets in the browser that opens the URL it prints: whoever has
that URL acts with your AWS credentials, which need the permission execute-api:Invoke.

Exit codes:
  0                it was stopped by a signal
  1                it could not start
  2                wrong usage
`;

const options = { ...commonOptions, port: { type: 'string' } } as const;

/** `downbeat dashboard`: serves pages until a signal, and answers the exit code. Never rejects. */
export function dashboard(args: readonly string[], world: World): Promise<number> {
  return runCommand(args, world, { options, help, usage }, serve);
}

async function serve(given: Given, world: World): Promise<number> {
  const port = portIn(given);
  const endpoint = { url: given.text('url'), profile: given.text('profile'), region: given.text('region') };
  // What is wrong with the endpoint is told before anything is served.
  const { base } = await findEndpoint(endpoint, world);
  const login = new Login();
  const pages = new Dashboard({
    management: signedManagement(endpoint, world),
    place: new URL(base).host,
    now: () => world.now(),
    report: (error) => void world.stderr.write(`downbeat: a defect of downbeat: ${String(error)}\n`),
    login,
  });
  const server = createServer((request, response) => {
    // A browser that breaks off a request waits for no answer.
    pages.serve(request, response).catch(() => response.destroy());
  });
  const url = await listen(server, port);
  const stopped = new Promise<void>((stop) => world.onSignals(['SIGINT', 'SIGTERM', 'SIGHUP'], () => stop()));
  await write(world.stdout, `The dashboard is at ${url}/?token=${login.token}\nStop it with Ctrl-C.\n`);
  await stopped;
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  return 0;
}

function portIn(given: Given): number {
  const port = given.text('port') ?? '0';
  if (/^\d{1,5}$/.test(port) && Number(port) <= 65_535) return Number(port);
  throw new UsageError('--port is not allowed; give a whole number from 0 to 65535');
}

/** On loopback only: whoever reaches it acts with the caller's credentials. */
async function listen(server: Server, port: number): Promise<string> {
  try {
    await new Promise<void>((listening, failed) => {
      server.once('error', failed);
      server.listen(port, '127.0.0.1', listening);
    });
  } catch (error) {
    const { code } = Object(error) as { code?: unknown };
    throw new Failure(
      `port ${port} of 127.0.0.1 cannot be had (${String(code)})`,
      'Choose another with --port.',
    );
  }
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
