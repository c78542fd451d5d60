import { connect } from 'node:net';

export interface RawAnswer {
  status: number;
  /** The status line and the header lines, as they came. */
  head: string;
  /** By name in lower case. */
  headers: Record<string, string>;
  /** All that followed, so that a body where none belongs is seen. */
  body: Buffer;
}

export interface RawRequest {
  /** The method, and the path and query as they are: nothing is tidied up or encoded. */
  line: string;
  /** Beside Host and Connection, which are always sent. Nothing else is added, not even a length. */
  headers?: readonly string[];
  body?: string | Uint8Array;
}

/** Sends a request that an HTTP client would not, or would make proper first. */
export function sendRaw(origin: string, { line, headers = [], body = '' }: RawRequest): Promise<RawAnswer> {
  const head = [`${line} HTTP/1.1`, `Host: ${new URL(origin).host}`, 'Connection: close', ...headers];
  return sendBytes(origin, Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), Buffer.from(body)]));
}

/** Sends bytes as they are, and reads until the server closes the connection. */
export async function sendBytes(origin: string, bytes: Uint8Array): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  const chunks: Buffer[] = [];
  for await (const chunk of socket as AsyncIterable<Buffer>) chunks.push(chunk);
  return readAnswer(Buffer.concat(chunks));
}

function readAnswer(bytes: Buffer): RawAnswer {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) throw new Error(`That is no HTTP answer: ${bytes}`);
  const head = bytes.subarray(0, end).toString('latin1');
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return {
    status: Number(statusLine.split(' ')[1]),
    head,
    headers: Object.fromEntries(headers),
    body: bytes.subarray(end + 4),
  };
}
