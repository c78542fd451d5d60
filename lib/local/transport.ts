import { channel } from 'node:diagnostics_channel';
import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { type HttpHandler, type HttpRequest, HttpResponse } from '@smithy/core/protocols';

/** Tells whoever counts the calls of the store: each is published here, an HttpRequest. */
export const storeCalls = 'downbeat:store-call';
const calls = channel(storeCalls);

/** As much of Node's answer as a handler of requests needs that sends one whole text. */
class Answer {
  statusCode = 200;
  readonly headers: Record<string, string> = {};
  readonly #end: (body: Uint8Array) => void;

  constructor(end: (body: Uint8Array) => void) {
    this.#end = end;
  }

  setHeader(name: string, value: unknown): void {
    this.headers[name.toLowerCase()] = String(value);
  }

  end(body = ''): void {
    this.#end(Buffer.from(body));
  }
}

/** Hands the SDK's requests to a server of this process without a connection, which would take longer than most calls. */
export function withoutConnection(server: Server): HttpHandler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
    handle: (called: HttpRequest) =>
      new Promise((answered) => {
        calls.publish(called);
        const { method, path, headers } = called;
        // The same bytes as a buffer: the SDK's own array warns whoever takes it for a text.
        const { buffer, byteOffset, byteLength } = called.body as Uint8Array;
        const request = Object.assign(new EventEmitter(), { method, url: path, headers });
        const answer = new Answer((text) => {
          const { statusCode, headers } = answer;
          answered({ response: new HttpResponse({ statusCode, headers, body: text }) });
        });
        server.emit('request', request, answer);
        request.emit('data', Buffer.from(buffer, byteOffset, byteLength));
        request.emit('end');
      }),
  };
}
