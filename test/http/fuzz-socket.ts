import { connect } from 'node:net';

/** An answer as it came over the wire. */
export interface RawAnswer {
  status: number;
  /** By name in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

/** What to write, and whether the client ends its side then: it has no more to say, whatever it promised. */
export interface RawRequest {
  bytes: Buffer;
  breaksOff?: boolean;
}

/** A server that awaits more of a request than comes is left after this. */
const patienceMs = 2_000;

/**
 * Writes bytes to a server on this machine, and reads until it closes the connection. Answers the last answer, without
 * those that only say go on; `undefined` if there is none, or what came is no HTTP.
 */
export async function sendRaw(url: string, request: RawRequest): Promise<RawAnswer | undefined> {
  return readAnswer(await transmit(Number(new URL(url).port), request));
}

function transmit(port: number, { bytes, breaksOff = false }: RawRequest): Promise<Buffer> {
  return new Promise((closed) => {
    const received: Buffer[] = [];
    const socket = connect(port, '127.0.0.1');
    socket.on('data', (chunk) => received.push(chunk));
    // A server that has refused a request need not read the rest of it.
    socket.on('error', () => undefined);
    socket.setTimeout(patienceMs, () => socket.destroy());
    socket.on('close', () => closed(Buffer.concat(received)));
    if (breaksOff) socket.end(bytes);
    else socket.write(bytes);
  });
}

function readAnswer(received: Buffer): RawAnswer | undefined {
  const end = received.indexOf('\r\n\r\n');
  const [first = '', ...lines] = received.subarray(0, Math.max(end, 0)).toString('latin1').split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1]);
  if (Number.isNaN(status)) return undefined;
  const body = received.subarray(end + 4);
  if (status < 200) return readAnswer(body);
  const headers = lines.map((line) => {
    const [name = '', value = ''] = line.split(/: (.*)/s, 2);
    return [name.toLowerCase(), value];
  });
  return { status, headers: Object.fromEntries(headers), body };
}
