import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MadeCall } from './calls.js';

/** The page's server and the API, on loopback. */
export interface World {
  readonly page: string;
  readonly api: string;
  close(): void;
}

/**
 * An API that allows everything to everybody, but what is below /refused; /moved
 * redirects to the page's own origin, and /broken ends the connection.
 */
export async function openWorld(): Promise<World> {
  const api = createServer(({ method, url = '', headers }, response) => {
    const { origin = '*', 'access-control-request-headers': asked = '' } = headers;
    const allowed = !url.startsWith('/refused');
    if (url === '/broken') return void response.destroy();
    const status = url === '/moved' ? 302 : 200;
    response.writeHead(method === 'OPTIONS' ? 204 : status, {
      'Content-Type': 'application/json',
      ...(status === 302 ? { Location: `${origin}/` } : {}),
      Vary: 'Origin',
      ...(allowed
        ? {
            'Access-Control-Allow-Origin': origin,
            'Access-Control-Allow-Credentials': 'true',
            'Access-Control-Allow-Methods': 'PUT, PATCH, DELETE',
            'Access-Control-Allow-Headers': asked,
          }
        : {}),
    });
    response.end(method === 'OPTIONS' ? undefined : '{}');
  });
  // Cookies know no ports: the page's server sets those of the API.
  const page = createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html', 'Set-Cookie': 'id=1; Path=/' });
    response.end('<!doctype html><title>exports</title>');
  });
  const urls = await Promise.all([listen(page), listen(api)]);
  return {
    page: urls[0],
    api: urls[1],
    close: () => {
      for (const server of [page, api]) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The script that makes the calls, one after the other; what is refused is passed over. */
export function callingScript(calls: readonly MadeCall[], api: string): string {
  return `(async () => {
    for (const { method, path, headers, credentials, body } of ${JSON.stringify(calls)}) {
      try {
        await (await fetch(${JSON.stringify(api)} + path, { method, headers, credentials, body, cache: 'no-store' })).text();
      } catch {}
    }
    return 'done';
  })()`;
}
