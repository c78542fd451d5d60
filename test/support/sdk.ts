import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface ClientMock {
  calls(): { args: [command: object] }[];
}

/** What a mocked client was sent, in order: the name of each command and its input. */
export function sentTo(client: ClientMock): [name: string, input: unknown][] {
  return client.calls().map(({ args: [command] }) => {
    return [command.constructor.name, 'input' in command ? command.input : undefined];
  });
}

/** What a mocked client answers to a command that its test did not speak of. */
export const unexpected = new Error('The test did not expect this command.');

/** An address on this machine at which nothing listens: it was free a moment ago. */
export async function closedEndpoint(): Promise<string> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return `http://127.0.0.1:${port}`;
}
