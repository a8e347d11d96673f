import type { Socket } from 'node:net';
import { hostOf, openTcp, portOf } from './connect.js';
import { FailureError, networkFailure } from './failures.js';
import { readHead, type Head } from './head.js';
import type { LiveOptions } from './options.js';
import { Wire } from './wire.js';

/** What a proxy that wants a user and password answers: https://httpwg.org/specs/rfc9110.html#status.407 */
export const PROXY_AUTHENTICATION_REQUIRED = 407;

/** Proxy-Authorization from the proxy URL's user and password, null without. */
export function proxyAuthorization(proxy: URL): string | null {
  if (proxy.username === '') return null;
  const credentials = `${decoded(proxy.username)}:${decoded(proxy.password)}`;
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

/** A stray % in a password is a % and no fault. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The failure that a 407 stands for. */
export function wantsPassword(proxy: URL): FailureError {
  const what =
    proxy.username === '' ? 'wants a user and password' : 'did not accept the user and password';
  return new FailureError('proxy-failed', `the proxy ${proxy.host} ${what} (status 407)`);
}

/**
 * A connection by way of a proxy: to the proxy itself for http (which is then
 * asked for absolute URLs), a CONNECT tunnel for https.
 * https://httpwg.org/specs/rfc9110.html#CONNECT
 * @throws FailureError proxy-failed
 */
export async function connectThroughProxy(
  proxy: URL,
  host: string,
  port: number,
  tunnel: boolean,
  options: LiveOptions,
  signal: AbortSignal,
): Promise<Socket> {
  let socket: Socket;
  try {
    socket = await toProxy(proxy, options, signal);
  } catch (error) {
    throw proxyFault(proxy, 'cannot be used', error);
  }
  if (!tunnel) return socket;
  try {
    const { status } = await askForTunnel(socket, proxy, host, port, signal);
    if (status >= 200 && status <= 299) return socket;
    socket.destroy();
    if (status === PROXY_AUTHENTICATION_REQUIRED) throw wantsPassword(proxy);
    throw new FailureError(
      'proxy-failed',
      `the proxy ${proxy.host} refused to connect to ${host} port ${port} (status ${status})`,
    );
  } catch (error) {
    socket.destroy();
    if (error instanceof FailureError && error.kind === 'proxy-failed') throw error;
    throw proxyFault(proxy, 'did not answer CONNECT', error);
  }
}

function proxyFault(proxy: URL, what: string, error: unknown): FailureError {
  const { error: kind, detail } = networkFailure(error);
  return new FailureError('proxy-failed', `the proxy ${proxy.host} ${what}: ${detail ?? kind}`);
}

async function toProxy(proxy: URL, options: LiveOptions, signal: AbortSignal): Promise<Socket> {
  const secure = proxy.protocol === 'https:';
  const host = hostOf(proxy);
  const socket = await openTcp(host, portOf(proxy), options, {}, signal);
  if (!secure) return socket;
  const { startTls } = await import('./tls.js');
  return startTls(socket, host, { ...options, http1Only: true }, {}, signal);
}

async function askForTunnel(
  socket: Socket,
  proxy: URL,
  host: string,
  port: number,
  signal: AbortSignal,
): Promise<Head> {
  const authority = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  const authorization = proxyAuthorization(proxy);
  const lines = [`CONNECT ${authority} HTTP/1.1`, `Host: ${authority}`];
  if (authorization !== null) lines.push(`Proxy-Authorization: ${authorization}`);
  const wire = new Wire(socket);
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const head = await readHead(wire, signal);
  wire.release();
  return head;
}
