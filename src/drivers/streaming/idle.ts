import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Wire } from '../live/wire.js';

/** A connection and what comes in on it. */
export interface Connection {
  readonly socket: Duplex;
  readonly wire: Wire;
}

/** Milliseconds that an idle connection is kept, less than the 5 seconds that Node's own servers keep one. */
const KEPT = 4_000;

/** Open connections that nobody uses, by origin. They do not keep the process alive. */
export class IdleConnections {
  readonly #byOrigin = new Map<string, { connection: Connection; timer: NodeJS.Timeout }[]>();

  give(origin: string, connection: Connection): void {
    const { socket } = connection;
    if (socket.destroyed || !connection.wire.idle) {
      socket.destroy();
      return;
    }
    connection.wire.forgetSignal();
    const kept = this.#byOrigin.get(origin) ?? [];
    this.#byOrigin.set(origin, kept);
    const timer = setTimeout(() => {
      kept.splice(
        kept.findIndex((one) => one.connection === connection),
        1,
      );
      socket.destroy();
    }, KEPT);
    timer.unref();
    // Streams inside the process have no such thing.
    (socket as Partial<Socket>).unref?.();
    kept.push({ connection, timer });
  }

  take(origin: string): Connection | null {
    const kept = this.#byOrigin.get(origin) ?? [];
    for (let found = kept.pop(); found !== undefined; found = kept.pop()) {
      clearTimeout(found.timer);
      const { socket, wire } = found.connection;
      if (!socket.destroyed && wire.idle) {
        (socket as Partial<Socket>).ref?.();
        return found.connection;
      }
      socket.destroy();
    }
    this.#byOrigin.delete(origin);
    return null;
  }
}
