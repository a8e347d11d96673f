import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { BodyError, readJson } from './body.js';
import { staticFiles, type StaticFile } from './files.js';
import { checkCaller, checkHost, type Refusal } from './guard.js';

/** What the page asks for, done by who has the network. */
export type Ask = (body: unknown, signal: AbortSignal) => Promise<object>;

/** What a person can be told of; everything else is a fault of whycors. */
export class AskError extends Error {}

export interface ServerOptions {
  /** The folder of the built page. */
  readonly folder: string;
  readonly ask: Ask;
  /** 0 for any that is free. */
  readonly port?: number;
  /** Bytes of a body. */
  readonly mostBody?: number;
  /** Milliseconds for a body. */
  readonly bodyPatience?: number;
}

/** A running server. */
export interface PageServer {
  /** With the token in the fragment, which no server log and no Referer ever has. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  readonly close: () => Promise<void>;
}

/** Asks at the same time. */
const MOST_AT_ONCE = 4;

const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const;

/** Serves the page on loopback, and asks servers for it; never for anybody else. */
export async function startServer(options: ServerOptions): Promise<PageServer> {
  const token = randomBytes(24).toString('base64url');
  const files = staticFiles(options.folder);
  let port = 0;
  let running = 0;
  const server = createServer((request, response) => {
    void handle(request, response).catch(() => response.destroy());
  });
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  server.maxConnections = 64;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').replace(/[?#].*/s, '');
    const refusal = checkHost(request, port);
    if (refusal !== null) return refuse(response, refusal);
    if (path === '/api/ask') return api(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuse(response, { status: 405, message: 'This takes GET.' });
    send(request, response, files.get(path));
  }

  async function api(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = checkCaller(request, port, token);
    if (refusal !== null) return refuse(response, refusal);
    if (running >= MOST_AT_ONCE)
      return refuse(response, { status: 429, message: 'Too many calls at the same time.' });
    running++;
    const abort = new AbortController();
    response.on('close', () => abort.abort());
    try {
      const { mostBody = 1_000_000, bodyPatience = 5000 } = options;
      const body = await readJson(request, mostBody, bodyPatience);
      answer(response, 200, await options.ask(body, abort.signal));
    } catch (error) {
      if (error instanceof BodyError) return refuse(response, error);
      if (error instanceof AskError) return answer(response, 400, { error: error.message });
      answer(response, 500, { error: 'This is a fault of whycors itself. Please report it.' });
    } finally {
      running--;
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  port = (server.address() as { port: number }).port;
  return {
    url: `http://127.0.0.1:${port}/#token=${token}`,
    port,
    token,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(request: IncomingMessage, response: ServerResponse, file?: StaticFile): void {
  if (file === undefined)
    return refuse(response, { status: 404, message: 'There is no such file.' });
  response.writeHead(200, {
    ...HEADERS,
    'Content-Type': file.type,
    'Content-Length': file.body.length,
  });
  response.end(request.method === 'HEAD' ? undefined : file.body);
}

function refuse(response: ServerResponse, refusal: NonNullable<Refusal> | BodyError): void {
  response.setHeader('Connection', 'close');
  answer(response, refusal.status, { error: refusal.message });
}

function answer(response: ServerResponse, status: number, body: object): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { ...HEADERS, 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}
