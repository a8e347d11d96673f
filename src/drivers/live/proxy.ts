import type { Socket } from 'node:net';
import { openTcp } from './connect.js';
import { FailureError, networkFailure } from './failures.js';
import type { LiveOptions } from './options.js';

/** Proxy-Authorization from the proxy URL's user and password, if any. */
export function proxyAuthorization(proxy: URL): string | null {
  if (proxy.username === '') return null;
  const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

/**
 * A connection by way of a proxy: to the proxy itself for http (which is then
 * asked for absolute URLs), a CONNECT tunnel for https.
 * https://httpwg.org/specs/rfc9110.html#CONNECT
 */
export async function connectThroughProxy(
  proxy: URL,
  host: string,
  port: number,
  tunnel: boolean,
  options: LiveOptions,
  signal: AbortSignal,
): Promise<Socket> {
  const socket = await toProxy(proxy, options, signal);
  if (!tunnel) return socket;
  const authority = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  const authorization = proxyAuthorization(proxy);
  const lines = [`CONNECT ${authority} HTTP/1.1`, `Host: ${authority}`];
  if (authorization !== null) lines.push(`Proxy-Authorization: ${authorization}`);
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const status = await connectStatus(socket, signal);
  if (status >= 200 && status <= 299) return socket;
  socket.destroy();
  const why = status === 407 ? 'it wants a user and password' : 'it refused the tunnel';
  throw new FailureError(
    'proxy-failed',
    `the proxy ${proxy.host} answered CONNECT with ${status}: ${why}`,
  );
}

async function toProxy(proxy: URL, options: LiveOptions, signal: AbortSignal): Promise<Socket> {
  const secure = proxy.protocol === 'https:';
  const host = proxy.hostname.replace(/^\[(.*)\]$/, '$1');
  try {
    const socket = await openTcp(
      host,
      Number(proxy.port) || (secure ? 443 : 80),
      options,
      {},
      signal,
    );
    if (!secure) return socket;
    const tls = await import('node:tls');
    return await new Promise((resolve, reject) => {
      const secured = tls.connect({
        socket,
        servername: host,
        rejectUnauthorized: !options.insecure,
      });
      secured.once('error', reject);
      secured.once('secureConnect', () => resolve(secured));
    });
  } catch (error) {
    const { error: kind, detail } = networkFailure(error);
    throw new FailureError(
      'proxy-failed',
      `the proxy ${proxy.host} cannot be reached (${detail ?? kind})`,
    );
  }
}

function connectStatus(socket: Socket, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    let head = '';
    const fail = (why: string): void =>
      reject(new FailureError('proxy-failed', `the proxy ${why}`));
    const abort = (): void => fail('did not answer CONNECT in time');
    const read = (chunk: Buffer): void => {
      head += chunk.toString('latin1');
      if (!head.includes('\r\n\r\n')) {
        if (head.length > 16_384) fail('answered CONNECT with endless headers');
        return;
      }
      socket.off('data', read);
      signal.removeEventListener('abort', abort);
      socket.removeAllListeners('close');
      const status = /^HTTP\/1\.[01] (\d{3})/.exec(head);
      if (status) resolve(Number(status[1]));
      else fail('did not answer CONNECT with HTTP');
    };
    socket.on('data', read);
    socket.once('close', () => fail('closed the connection on CONNECT'));
    signal.addEventListener('abort', abort, { once: true });
  });
}
