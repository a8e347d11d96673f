import type { ExchangeMeta } from '../../evidence/index.js';
import type { NetworkRequest } from '../../protocol/index.js';
import { Alarm } from './alarm.js';
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
  const alarm = new Alarm(options.signal);
  // A preflight and its request have one URL, and parsing is dear.
  let [text, url]: [string, URL | null] = ['', null];
  let deadline: number | null = null;
  return {
    send: (request) => {
      if (deadline === null || options.maxTimeEach === true)
        deadline = performance.now() + options.maxTimeMs;
      if (url === null || text !== request.url) [text, url] = [request.url, new URL(request.url)];
      return send(request, url, options, pool, deadline, alarm);
    },
    close: () => pool.close(),
  };
}

async function send(
  request: NetworkRequest,
  url: URL,
  options: LiveOptions,
  pool: Pool,
  deadline: number,
  alarm: Alarm,
): Promise<LiveExchange> {
  options.signal?.throwIfAborted();
  const started = performance.now();
  const body = request.body === null ? null : Buffer.from(request.body, 'utf8');
  const headers = wireHeaders(request, url, options.extraHeaders ?? [], body?.length ?? null);
  const sending = { request, url, headers, body };
  const facts: ConnectionFacts = {};
  const signal = alarm.set(Math.ceil(Math.max(0, deadline - started)));
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
    alarm.clear();
  }
}

function metaOf(facts: ConnectionFacts, started: number, http: HttpResult | null): ExchangeMeta {
  const { remoteAddress, tls, certificate, dns, connect, tlsDone } = facts;
  const timings: Mutable<ExchangeMeta['timings']> = { total: performance.now() - started };
  if (dns !== undefined) timings.dns = dns - started;
  if (connect !== undefined) timings.connect = connect - started;
  if (tlsDone !== undefined) timings.tls = tlsDone - started;
  if (http !== null) timings.firstByte = http.firstByteAt - started;
  const meta: Mutable<ExchangeMeta> = { timings, sentHeaders: http?.sent ?? [] };
  if (http !== null) {
    meta.httpVersion = http.httpVersion;
    meta.bodyStart = http.body.text;
    meta.bodyTruncated = http.body.truncated;
  }
  if (remoteAddress !== undefined) meta.remoteAddress = remoteAddress;
  if (tls !== undefined) meta.tls = tls;
  if (certificate !== undefined) meta.certificate = certificate;
  return meta;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
