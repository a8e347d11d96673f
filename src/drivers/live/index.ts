import type { Agent } from 'node:http';
import type { ClientHttp2Session } from 'node:http2';
import type { ExchangeMeta } from '../../evidence/index.js';
import type { Header, HeaderList, NetworkRequest, NetworkResult } from '../../protocol/index.js';
import { connect, type Connection, type ConnectionFacts } from './connect.js';
import { networkFailure } from './failures.js';
import { wireHeaders } from './headers.js';
import { agentFor, sendHttp1, type HttpResult } from './http1.js';
import type { LiveDriver, LiveExchange, LiveOptions } from './options.js';
import { proxyAuthorization } from './proxy.js';

export type { LiveDriver, LiveExchange, LiveOptions } from './options.js';
export { readResolve } from './resolve.js';

/** A connection in use or idle, one for each origin. */
interface Pooled {
  readonly connection: Connection;
  readonly agent: Agent;
  session?: ClientHttp2Session;
}

/**
 * A driver that asks real servers. HTTP/1.1, and HTTP/2 where TLS negotiates
 * it; headers come back as they stood on the wire. Not for two requests to one
 * origin at the same time: a diagnosis asks one after the other.
 */
export function createLiveDriver(options: LiveOptions): LiveDriver {
  const pool = new Map<string, Pooled>();
  const close = (pooled: Pooled): void => {
    pooled.session?.destroy();
    pooled.agent.destroy();
    pooled.connection.socket.destroy();
  };
  return {
    send: (request) => send(request, options, pool),
    close: () => {
      for (const pooled of pool.values()) close(pooled);
      pool.clear();
    },
  };
}

async function send(
  request: NetworkRequest,
  options: LiveOptions,
  pool: Map<string, Pooled>,
): Promise<LiveExchange> {
  const url = new URL(request.url);
  const started = performance.now();
  const facts: ConnectionFacts = {};
  const timer = new AbortController();
  const alarm = setTimeout(() => timer.abort(), options.maxTimeMs);
  const { headers, body } = wireHeaders(request, url, options.extraHeaders ?? []);
  try {
    const http = await overConnection(
      request,
      url,
      headers,
      body,
      options,
      pool,
      facts,
      timer.signal,
    );
    return { result: http.response, meta: meta(headers, facts, started, http) };
  } catch (error) {
    forget(pool, url.origin);
    const result: NetworkResult = networkFailure(error);
    return { result, meta: meta(headers, facts, started, null) };
  } finally {
    clearTimeout(alarm);
  }
}

async function overConnection(
  request: NetworkRequest,
  url: URL,
  headers: Header[],
  body: Buffer | null,
  options: LiveOptions,
  pool: Map<string, Pooled>,
  facts: ConnectionFacts,
  signal: AbortSignal,
): Promise<HttpResult> {
  const idle = pool.get(url.origin);
  if (idle && !idle.connection.socket.destroyed) {
    const { remoteAddress, tls, certificate } = idle.connection.facts;
    Object.assign(facts, { remoteAddress, tls, certificate });
    const before = performance.now();
    try {
      return await exchange(idle, request, url, headers, body, options, pool, signal);
    } catch (error) {
      // A server may close an idle connection at any moment; only then is once more allowed,
      // and only what has no side effects: https://httpwg.org/specs/rfc9112.html#persistent.retryable.requests
      const { error: kind } = networkFailure(error);
      const closed = kind === 'connection-reset' || kind === 'empty-response';
      if (!closed || request.body !== null || performance.now() - before > 1_000) throw error;
      forget(pool, url.origin);
    }
  }
  const connection = await connect(url, options, facts, signal);
  const fresh: Pooled = { connection, agent: agentFor(connection.socket) };
  pool.set(url.origin, fresh);
  return exchange(fresh, request, url, headers, body, options, pool, signal);
}

async function exchange(
  pooled: Pooled,
  request: NetworkRequest,
  url: URL,
  headers: Header[],
  body: Buffer | null,
  options: LiveOptions,
  pool: Map<string, Pooled>,
  signal: AbortSignal,
): Promise<HttpResult> {
  if (pooled.connection.protocol === 'h2') {
    const { openSession, sendHttp2 } = await import('./http2.js');
    pooled.session ??= await openSession(url, pooled.connection.socket);
    return sendHttp2(pooled.session, request, url, headers, body, signal);
  }
  const viaProxy = options.proxy !== undefined && url.protocol === 'http:';
  const target = viaProxy ? request.url : url.pathname + url.search;
  const authorization = viaProxy ? proxyAuthorization(new URL(options.proxy!)) : null;
  const { socket } = pooled.connection;
  const sent: Header[] =
    authorization === null ? headers : [...headers, ['Proxy-Authorization', authorization]];
  const http = await sendHttp1(socket, pooled.agent, request, target, sent, body, signal);
  if (!http.reusable) forget(pool, url.origin);
  return http;
}

function forget(pool: Map<string, Pooled>, origin: string): void {
  pool.get(origin)?.connection.socket.destroy();
  pool.delete(origin);
}

function meta(
  sentHeaders: HeaderList,
  facts: ConnectionFacts,
  started: number,
  http: HttpResult | null,
): ExchangeMeta {
  const { remoteAddress, tls, certificate, dns, connect: tcp, tlsTime } = facts;
  return {
    sentHeaders,
    ...(remoteAddress === undefined ? {} : { remoteAddress }),
    ...(tls === undefined ? {} : { tls }),
    ...(certificate === undefined ? {} : { certificate }),
    timings: {
      ...(dns === undefined ? {} : { dns }),
      ...(tcp === undefined ? {} : { connect: tcp }),
      ...(tlsTime === undefined ? {} : { tls: tlsTime }),
      ...(http === null ? {} : { firstByte: http.firstByteAt - started }),
      total: performance.now() - started,
    },
    ...(http === null
      ? {}
      : {
          httpVersion: http.httpVersion,
          bodyStart: http.body.text,
          bodyTruncated: http.body.truncated,
        }),
  };
}
