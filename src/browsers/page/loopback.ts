import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A page on a loopback port of this machine, for browsers whose pages cannot be put in by hand. */
export interface LoopbackPage {
  readonly url: string;
  /** What the page said by `REPORT`. */
  readonly reported: Promise<string>;
  close(): Promise<void>;
}

/** At the end of a document: makes the request and tells the server that gave the document. */
export const REPORT = `addEventListener('load', () => setTimeout(async () => {
  const result = await whycorsStart();
  await fetch(location.pathname, { method: 'POST', body: result });
}, 50));`;

/** Characters that a report may have; a page's own has a few thousand. */
const MOST = 1_000_000;

/**
 * Listens where a page of an origin has to come from, on IPv4 and IPv6: both are
 * "localhost". The document may hold secrets of the call, so it is given to nobody
 * but the browser that was told the address: there is a token in it, and Host and
 * Origin have to be the page's own (a name that was rebound to this machine is not).
 * @param origin an http origin of a loopback host; port 0 for any free one
 * @throws the error of `listen`, EADDRINUSE above all
 */
export async function serveLoopback(origin: string, html: string): Promise<LoopbackPage> {
  const { hostname, port: asked } = new URL(origin);
  const path = `/${randomUUID()}`;
  let own = new URL(origin);
  let tell: (text: string) => void = () => undefined;
  const reported = new Promise<string>((resolve) => (tell = resolve));
  const make = (): Server =>
    createServer((request, response) => {
      const { method, url, headers } = request;
      if (url !== path || headers.host !== own.host) return void response.writeHead(404).end();
      if (method === 'GET') {
        const type = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' };
        return void response.writeHead(200, type).end(html);
      }
      if (method !== 'POST' || headers.origin !== own.origin) {
        return void response.writeHead(403).end();
      }
      let text = '';
      request.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (text.length > MOST) request.destroy();
      });
      request.once('end', () => {
        response.writeHead(204).end();
        tell(text);
      });
    });
  const port = Number(asked || 80);
  const four = await listen(make(), '127.0.0.1', port);
  const bound = (four.address() as AddressInfo).port;
  own = new URL(`http://${hostname}:${bound}`);
  const servers = [four];
  try {
    servers.push(await listen(make(), '::1', bound));
  } catch (error) {
    // A machine without IPv6 is no trouble; somebody else on that port is.
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      await close(servers);
      throw error;
    }
  }
  return {
    url: new URL(path, own).href,
    reported,
    close: () => close(servers),
  };
}

function listen(server: Server, host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

async function close(servers: readonly Server[]): Promise<void> {
  const closing = servers.map((server) => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
  });
  await Promise.all(closing);
}
