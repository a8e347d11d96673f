import { connect as connectTcp, type Socket } from 'node:net';
import { onAbort } from './abort.js';
import { FailureError } from './failures.js';
import type { ConnectionFacts } from './facts.js';
import { lookupWith } from './lookup.js';
import type { LiveOptions } from './options.js';

/** A connection that is ready for HTTP. */
export interface Connection {
  readonly socket: Socket;
  readonly protocol: 'h1' | 'h2';
}

/**
 * Milliseconds that one address of several is given before the next is tried.
 * Node gives 250 and then abandons the attempt, which far servers do not meet;
 * browsers go on with both: https://www.rfc-editor.org/rfc/rfc8305#section-5
 */
const ATTEMPT_TIME = 1_000;

/**
 * Opens a TCP connection, by way of the proxy where there is one, and TLS on it
 * for https.
 * @param facts filled in as the connection comes about, also where it fails
 */
export async function connect(
  url: URL,
  options: LiveOptions,
  facts: ConnectionFacts,
  signal: AbortSignal,
): Promise<Connection> {
  const secure = url.protocol === 'https:';
  const port = portOf(url);
  const host = hostOf(url);
  const socket = await openTcpOrProxy(host, port, secure, options, facts, signal);
  facts.connect = performance.now();
  if (!secure) return { socket, protocol: 'h1' };
  // Only https pays for loading TLS.
  const { startTls } = await import('./tls.js');
  const secured = await startTls(socket, host, options, facts, signal);
  facts.tlsDone = performance.now();
  return { socket: secured, protocol: secured.alpnProtocol === 'h2' ? 'h2' : 'h1' };
}

async function openTcpOrProxy(
  host: string,
  port: number,
  secure: boolean,
  options: LiveOptions,
  facts: ConnectionFacts,
  signal: AbortSignal,
): Promise<Socket> {
  if (options.proxy !== undefined) {
    const { connectThroughProxy } = await import('./proxy.js');
    return connectThroughProxy(new URL(options.proxy), host, port, secure, options, signal);
  }
  const socket = await openTcp(host, port, options, facts, signal);
  if (socket.remoteAddress !== undefined) facts.remoteAddress = socket.remoteAddress;
  return socket;
}

/** A URL's host without the brackets of an IPv6 address. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

/** A URL's port, the scheme's own where none is written. https://url.spec.whatwg.org/#default-port */
export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

/** A plain TCP connection. Both address families are tried (Happy Eyeballs), as browsers do. */
export function openTcp(
  host: string,
  port: number,
  options: Pick<LiveOptions, 'resolve'>,
  facts: ConnectionFacts,
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({
      host,
      port,
      // Typed as if it could not answer with several addresses, which autoSelectFamily asks for.
      lookup: lookupWith(port, options.resolve) as never,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: ATTEMPT_TIME,
      noDelay: true,
    });
    // Stays for the connection's life: an error while nobody waits must not end the process.
    socket.on('error', reject);
    socket.once('lookup', () => (facts.dns = performance.now()));
    const forget = onAbort(
      signal,
      () =>
        void socket.destroy(
          new FailureError('time-out', `no connection to ${host} port ${port} came about in time`),
        ),
    );
    socket.once('connect', () => {
      forget();
      resolve(socket);
    });
  });
}
