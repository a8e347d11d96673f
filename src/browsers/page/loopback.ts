import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A page on a loopback port of this machine, for browsers whose pages cannot be put in by hand. */
export interface LoopbackPage {
  readonly url: string;
  /** What the page posted to `REPORT`. */
  readonly reported: Promise<string>;
  close(): Promise<void>;
}

/** At the end of a document: makes the request and tells the server that gave the document. */
export const REPORT = `addEventListener('load', () => setTimeout(async () => {
  const result = await whycorsStart();
  await fetch('/whycors-result', { method: 'POST', body: result });
}, 50));`;

/**
 * Listens where a page of an origin has to come from, on IPv4 and IPv6: both are "localhost".
 * @param origin an http origin of a loopback host; port 0 for any free one
 * @throws the error of `listen`, EADDRINUSE above all
 */
export async function serveLoopback(origin: URL, html: string): Promise<LoopbackPage> {
  let tell: (text: string) => void = () => undefined;
  const reported = new Promise<string>((resolve) => (tell = resolve));
  const make = (): Server =>
    createServer((request, response) => {
      if (request.method === 'GET') {
        response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(html);
        return;
      }
      let text = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      request.once('end', () => {
        response.writeHead(204).end();
        tell(text);
      });
    });
  const port = origin.port === '0' ? 0 : Number(origin.port || 80);
  const four = await listen(make(), '127.0.0.1', port);
  const bound = (four.address() as AddressInfo).port;
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
    url: `http://${origin.hostname}:${bound}/`,
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
