import { createServer, type RequestListener, type Server } from 'node:http';
import { Duplex } from 'node:stream';
import { createStreamingDriver } from '../drivers/streaming/index.js';
import { overDriver, type Transport } from '../fetch/transport.js';

/** One end of a connection that never leaves the process. */
class End extends Duplex {
  other: End | null = null;
  #wanted: (() => void) | null = null;

  override _read(): void {
    const wanted = this.#wanted;
    this.#wanted = null;
    wanted?.();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    const { other } = this;
    if (other === null || other.destroyed || other.push(chunk)) return done();
    other.#wanted = done;
  }

  override _final(done: () => void): void {
    this.other?.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const { other } = this;
    this.other = null;
    this._read();
    // Whoever is at the other end sees that the connection is gone.
    other?.destroy();
    done(error);
  }
}

function connected(): readonly [Duplex, Duplex] {
  const a = new End();
  const b = new End();
  a.other = b;
  b.other = a;
  return [a, b];
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
