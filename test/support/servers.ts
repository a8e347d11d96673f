import { createServer as createHttp, type RequestListener } from 'node:http';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import { createServer as createHttps } from 'node:https';
import { createServer as createTcp, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Issued } from '../../lab/certificates.js';

/** A server on a port of its own, and what came in. */
export interface Running {
  readonly port: number;
  /** How many connections were made. */
  readonly connections: () => number;
}

const running: { readonly server: Server; readonly sockets: Set<Socket> }[] = [];

/** Stops every server of this test file; for afterEach. */
export async function stopServers(): Promise<void> {
  const stopping = running.splice(0).map(({ server, sockets }) => {
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
  });
  await Promise.all(stopping);
}

async function listen(server: Server, host: string, port: number): Promise<Running> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket) => {
    connections++;
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  running.push({ server, sockets });
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

/** Any other server: it gets a port and is stopped with the rest. */
export function adopt(server: Server): Promise<Running> {
  return listen(server, '127.0.0.1', 0);
}

/** A TCP server that does what it is told with each connection. */
export function tcpServer(
  onConnection: (socket: Socket) => void,
  host = '127.0.0.1',
  port = 0,
): Promise<Running> {
  return listen(createTcp(onConnection), host, port);
}

/** Answers every request head with these bytes (one character each), then closes if told to. */
export function rawServer(answer: string, { close = true } = {}): Promise<Running> {
  return tcpServer((socket) => {
    socket.on('data', () => {
      socket.write(answer, 'latin1');
      if (close) socket.end();
    });
  });
}

/** What one connection after the other sent, and one answer to each whole request head. */
export async function recordingServer(
  answer: string | ((head: string, count: number) => string),
): Promise<Running & { readonly heads: string[] }> {
  const heads: string[] = [];
  const server = await tcpServer((socket) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      for (let end = text.indexOf('\r\n\r\n'); end !== -1; end = text.indexOf('\r\n\r\n')) {
        const head = text.slice(0, end);
        const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
        heads.push(text.slice(0, end + 4 + length));
        text = text.slice(end + 4 + length);
        socket.write(typeof answer === 'string' ? answer : answer(head, heads.length), 'latin1');
      }
    });
  });
  return { ...server, heads };
}

export function httpServer(listener: RequestListener, host = '127.0.0.1'): Promise<Running> {
  return listen(createHttp(listener), host, 0);
}

export function httpsServer(issued: Issued, listener: RequestListener): Promise<Running> {
  return listen(
    createHttps({ cert: issued.certPem, key: issued.keyPem }, listener),
    '127.0.0.1',
    0,
  );
}

/** An HTTP/2 server on TLS. */
export async function http2Server(
  issued: Issued,
  onStream: (server: Http2SecureServer) => void,
  { allowHTTP1 = false } = {},
): Promise<Running> {
  const server = createSecureServer({
    cert: issued.certPem,
    key: issued.keyPem,
    allowHTTP1,
    // Node's default is below what a client must stand.
    maxSendHeaderBlockLength: 5_000_000,
  });
  server.on('sessionError', () => undefined);
  onStream(server);
  return listen(server as unknown as Server, '127.0.0.1', 0);
}
