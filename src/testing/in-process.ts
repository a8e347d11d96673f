import { createServer, type RequestListener, type Server } from 'node:http';
import { Duplex } from 'node:stream';
import { createStreamingDriver } from '../drivers/streaming/index.js';
import { overDriver, type Transport } from '../fetch/transport.js';

/** Two ends of a connection that never leaves the process. */
function connected(): readonly [Duplex, Duplex] {
  const ends: Duplex[] = [];
  /** What each end was given and the other has no room for yet. */
  const waiting: ((() => void) | null)[] = [null, null];
  const go = (at: number): void => {
    const done = waiting[at];
    waiting[at] = null;
    done?.();
  };
  for (const [at, other] of [
    [0, 1],
    [1, 0],
  ] as const) {
    ends[at] = new Duplex({
      read: () => go(other),
      write: (chunk: Buffer, _encoding, done) => {
        const end = ends[other]!;
        if (end.destroyed || end.push(chunk)) done();
        else waiting[at] = done;
      },
      final: (done) => {
        ends[other]!.push(null);
        done();
      },
      // Whoever is at the other end sees that the connection is gone.
      destroy: (error, done) => {
        go(other);
        ends[other]!.destroy();
        done(error);
      },
    });
  }
  return [ends[0]!, ends[1]!];
}

/**
 * Hands requests to a Node listener in this process: no port is opened, the application's side is
 * Node's own HTTP server, and headers are seen as it wrote them.
 */
export function overListener(listener: RequestListener | Server): Transport {
  const server = typeof listener === 'function' ? createServer(listener) : listener;
  const driver = createStreamingDriver({
    extraHeaders: [['User-Agent', 'Mozilla/5.0 (compatible; whycors)']],
    open: (_, signal) => {
      signal.throwIfAborted();
      const [client, own] = connected();
      // A server takes any duplex stream: https://nodejs.org/api/http.html#event-connection
      server.emit('connection', own);
      return Promise.resolve(client);
    },
  });
  return overDriver(driver);
}
