import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import type { AddressInfo } from 'node:net';
import type { Header } from '../src/protocol/index.js';

/** A request as it came in. */
export interface RawRequest {
  readonly method: string;
  /** As in the request line: path and query. */
  readonly target: string;
  readonly headers: readonly Header[];
  readonly body: string;
  /** Absolute, from the Host header. */
  readonly url: string;
}

/** What goes out, byte for byte but for framing. */
export interface RawResponse {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body?: string;
}

export type Handler = (request: RawRequest) => RawResponse | Promise<RawResponse>;

/**
 * An HTTP/1.1 server that writes headers exactly as given: order, case,
 * duplicates, odd bytes. It adds Content-Length where the headers have none,
 * because a connection that stays open needs it.
 */
export async function listenRaw(
  handler: Handler,
  port: number,
  tls?: TlsOptions,
): Promise<{ readonly port: number; close(): void }> {
  const sockets = new Set<Socket>();
  const accept = (socket: Socket): void => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serve(socket, handler, tls === undefined ? 'http' : 'https');
  };
  const server: Server = tls === undefined ? createServer(accept) : createTlsServer(tls, accept);
  // A browser that drops a connection is no concern of the lab's.
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', backlog: 4096 }, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function serve(socket: Socket, handler: Handler, scheme: string): void {
  let pending: Buffer = Buffer.alloc(0);
  let queue = Promise.resolve();
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (;;) {
      const parsed = parseRequest(pending, scheme);
      if (parsed === null) return;
      pending = pending.subarray(parsed.length);
      queue = queue.then(async () => {
        const response = await handler(parsed.request);
        if (!socket.destroyed) socket.write(serialize(parsed.request, response), 'latin1');
      });
    }
  });
}

function parseRequest(
  bytes: Buffer,
  scheme: string,
): { request: RawRequest; length: number } | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const [method = '', target = ''] = first.split(' ');
  const headers = lines.map((line): Header => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const find = (name: string): string | undefined =>
    headers.find(([sent]) => sent.toLowerCase() === name)?.[1];
  const length = end + 4 + Number(find('content-length') ?? 0);
  if (bytes.length < length) return null;
  const body = bytes.toString('utf8', end + 4, length);
  const url = `${scheme}://${find('host') ?? ''}${target}`;
  return { request: { method, target, headers, body, url }, length };
}

function serialize(request: RawRequest, { status, headers, body = '' }: RawResponse): string {
  const bodiless = request.method === 'HEAD' || status === 204 || status === 304;
  const framed = headers.some(([name]) => name.toLowerCase() === 'content-length');
  const length = Buffer.byteLength(body, 'latin1');
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  if (!framed && status !== 204 && status !== 304) lines.push(`Content-Length: ${length}`);
  return `HTTP/1.1 ${status} X\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n${bodiless ? '' : body}`;
}
