import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { plainUpstream, type Upstream } from '../../src/targets/index.js';

/** A plain API on loopback that answers as `plainUpstream` does, or as it is told. */
export async function startBackend(
  upstream: Upstream = plainUpstream,
): Promise<{ port: number; stop: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const { status, headers } = upstream({
      kind: 'request',
      url: `http://127.0.0.1${request.url ?? '/'}`,
      method: request.method ?? 'GET',
      headers: [],
      body: null,
      credentials: false,
      redirectCount: 0,
    });
    response.writeHead(status, headers.flat()).end(status === 200 ? '{}' : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
