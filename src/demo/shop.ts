import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ALLOW_METHODS,
  ALLOW_ORIGIN,
  PAGE,
  type ShopAnswer,
  type ShopOrigins,
} from './endpoint.js';
import { ENDPOINTS } from './endpoints.js';
import { indexPage } from './page.js';

/** A shop that listens. */
export interface RunningShop extends ShopOrigins {
  close(): Promise<void>;
}

/**
 * Starts the broken shop: a real HTTP server on loopback with an endpoint for
 * each of many CORS faults.
 * @param port 0 for any free one
 */
export async function startShop(port = 0): Promise<RunningShop> {
  let origins: ShopOrigins = { origin: '', other: '' };
  const server = createServer((request, response) => respond(request, response, origins));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  origins = { origin: `http://127.0.0.1:${bound}`, other: `http://localhost:${bound}` };
  return {
    ...origins,
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

function respond(request: IncomingMessage, response: ServerResponse, origins: ShopOrigins): void {
  request.resume();
  const { status, headers = [], body } = answerTo(request, origins);
  response.writeHead(status, headers.flat());
  response.end(request.method === 'HEAD' ? undefined : body);
}

function answerTo(request: IncomingMessage, origins: ShopOrigins): ShopAnswer {
  const path = (request.url ?? '/').split('?')[0]!;
  const endpoint = ENDPOINTS.find((one) => one.path === path);
  if (endpoint) {
    const preflight = request.method === 'OPTIONS' ? endpoint.preflight : undefined;
    return (preflight ?? endpoint.answer)(origins);
  }
  if (path === '/') return root();
  return {
    status: 404,
    headers: [['Content-Type', 'text/plain']],
    body: 'There is no such endpoint.\n',
  };
}

/** The start page allows the demo's page, so that a diagnosis can tell "this path" from "this server". */
function root(): ShopAnswer {
  return {
    status: 200,
    headers: [
      ['Content-Type', 'text/html; charset=utf-8'],
      [ALLOW_ORIGIN, PAGE],
      [ALLOW_METHODS, 'GET'],
      ['Vary', 'Origin'],
    ],
    body: indexPage(),
  };
}
