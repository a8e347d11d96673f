import type { ExchangeMeta } from '../../evidence/index.js';
import type { NetworkRequest } from '../../protocol/index.js';
import { FailureError, isFromNetwork, networkFailure } from './failures.js';
import type { ConnectionFacts } from './facts.js';
import { wireHeaders } from './headers.js';
import type { HttpResult } from './http-result.js';
import type { LiveDriver, LiveExchange, LiveOptions } from './options.js';
import { Pool } from './pool.js';

export type { LiveDriver, LiveExchange, LiveOptions } from './options.js';
export { readProxy } from './proxy-option.js';
export { readResolve } from './resolve.js';

/**
 * A driver that asks real servers. HTTP/1.1, and HTTP/2 where TLS negotiates
 * it; headers come back as they stood on the wire. Not for two requests at the
 * same time: a diagnosis asks one after the other.
 */
export function createLiveDriver(options: LiveOptions): LiveDriver {
  const pool = new Pool(options);
  let deadline: number | null = null;
  return {
    send: (request) => {
      if (deadline === null || options.maxTimeEach === true)
        deadline = performance.now() + options.maxTimeMs;
      return send(request, options, pool, deadline);
    },
    close: () => pool.close(),
  };
}

async function send(
  request: NetworkRequest,
  options: LiveOptions,
  pool: Pool,
  deadline: number,
): Promise<LiveExchange> {
  options.signal?.throwIfAborted();
  const started = performance.now();
  const url = new URL(request.url);
  const body = request.body === null ? null : Buffer.from(request.body, 'utf8');
  const headers = wireHeaders(request, url, options.extraHeaders ?? [], body?.length ?? null);
  const sending = { request, url, headers, body };
  const facts: ConnectionFacts = {};
  const timer = new AbortController();
  const alarm = setTimeout(() => timer.abort(), Math.ceil(Math.max(0, deadline - started)));
  const signal = options.signal ? AbortSignal.any([timer.signal, options.signal]) : timer.signal;
  try {
    // Timers are not exact to the millisecond.
    if (deadline - started < 1)
      throw new FailureError('time-out', 'no time was left for this request');
    const http = await pool.exchange(sending, facts, signal);
    return { result: http.response, meta: metaOf(facts, started, http) };
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!isFromNetwork(error)) throw error;
    return { result: networkFailure(error), meta: metaOf(facts, started, null) };
  } finally {
    clearTimeout(alarm);
  }
}

function metaOf(facts: ConnectionFacts, started: number, http: HttpResult | null): ExchangeMeta {
  const { remoteAddress, tls, certificate, dns, connect, tlsDone } = facts;
  return {
    ...(http === null ? {} : { httpVersion: http.httpVersion }),
    ...(remoteAddress === undefined ? {} : { remoteAddress }),
    ...(tls === undefined ? {} : { tls }),
    timings: {
      ...(dns === undefined ? {} : { dns: dns - started }),
      ...(connect === undefined ? {} : { connect: connect - started }),
      ...(tlsDone === undefined ? {} : { tls: tlsDone - started }),
      ...(http === null ? {} : { firstByte: http.firstByteAt - started }),
      total: performance.now() - started,
    },
    ...(http === null ? {} : { bodyStart: http.body.text, bodyTruncated: http.body.truncated }),
    sentHeaders: http?.sent ?? [],
    ...(certificate === undefined ? {} : { certificate }),
  };
}
