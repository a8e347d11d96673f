import {
  connect,
  constants,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type ClientSessionOptions,
  type IncomingHttpHeaders,
} from 'node:http2';
import type { Socket } from 'node:net';
import type { Header, HeaderList, NetworkRequest } from '../../protocol/index.js';
import { onAbort } from './abort.js';
import { readBodyStart } from './body.js';
import { FailureError, Http11Required, networkFailure } from './failures.js';
import { HEADER_LIMIT, headersTooLarge } from './head.js';
import type { HttpResult } from './http-result.js';
import { Wire } from './wire.js';

/** Headers that HTTP/2 forbids or says otherwise: https://httpwg.org/specs/rfc9113.html#section-8.2.2 */
const NOT_IN_HTTP2 = new Set([
  'host',
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'te',
  'upgrade',
  'http2-settings',
]);

/** An HTTP/2 session on a TLS socket that negotiated it. */
export function openSession(url: URL, socket: Socket): ClientHttp2Session {
  const options: ClientSessionOptions = {
    createConnection: () => socket,
    maxHeaderListPairs: 10_000,
    settings: { enablePush: false, maxHeaderListSize: HEADER_LIMIT },
  };
  const session = connect(url.origin, options);
  // Errors reach the streams; a session without one must not end the process.
  session.on('error', () => undefined);
  return session;
}

/**
 * One exchange on a session. Header names are lower-case on the wire in HTTP/2;
 * order and duplicates are kept.
 */
export async function sendHttp2(
  session: ClientHttp2Session,
  request: NetworkRequest,
  url: URL,
  headers: HeaderList,
  body: Buffer | null,
  signal: AbortSignal,
): Promise<HttpResult> {
  const sent = http2Headers(request, url, headers);
  const stream = session.request(Object.fromEntries(sent), { endStream: body === null });
  const answer = responseOf(stream, signal);
  const wire = new Wire(stream);
  if (body !== null) stream.end(body);
  const { seen, raw } = await answer;
  const firstByteAt = performance.now();
  if (raw.reduce((size, part) => size + part.length, 0) > HEADER_LIMIT) {
    stream.close(constants.NGHTTP2_CANCEL);
    throw headersTooLarge();
  }
  const encoding = seen['content-encoding'] ?? null;
  const start = await readBodyStart(wire, 'until-close', encoding, signal);
  if (!start.complete) stream.close(constants.NGHTTP2_CANCEL);
  return {
    response: {
      status: Number(seen[':status']),
      headers: pairs(raw).filter(([name]) => !name.startsWith(':')),
    },
    body: start.body,
    httpVersion: '2',
    firstByteAt,
    reusable: !session.closed,
    sent,
  };
}

interface Answer {
  readonly seen: IncomingHttpHeaders;
  readonly raw: readonly string[];
}

function responseOf(stream: ClientHttp2Stream, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const forget = onAbort(
      signal,
      () => void stream.destroy(new FailureError('time-out', 'no response came in time')),
    );
    stream.once('error', (error) => reject(streamFault(stream, error)));
    stream.once('close', () => {
      forget();
      reject(streamFault(stream, null));
    });
    // The third argument, the headers as they came, is not in the types yet.
    stream.once('response', ((seen: IncomingHttpHeaders, _flags: number, raw: string[]) => {
      forget();
      resolve({ seen, raw });
    }) as never);
  });
}

function streamFault(stream: ClientHttp2Stream, error: Error | null): Error {
  if (error instanceof FailureError) return error;
  const { rstCode } = stream;
  if (rstCode === constants.NGHTTP2_HTTP_1_1_REQUIRED) return new Http11Required();
  // nghttp2 takes no more than a few frames of headers; this is how it says so.
  if (/CONTINUATION/.test(error?.message ?? '')) {
    return new FailureError(
      'headers-too-large',
      'the response headers take more HTTP/2 frames than are accepted here',
    );
  }
  if (rstCode === constants.NGHTTP2_PROTOCOL_ERROR) {
    return new FailureError('malformed-response', 'the response breaks the rules of HTTP/2');
  }
  if (error === null) {
    return new FailureError('empty-response', 'the stream was closed before any response');
  }
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ERR_HTTP2_STREAM_ERROR') {
    return new FailureError(
      'connection-reset',
      `the stream was reset: ${networkFailure(error).detail}`,
    );
  }
  return error;
}

/**
 * The request's headers as HTTP/2 has them. node:http2 takes an object, so lines
 * of one name become one, as https://fetch.spec.whatwg.org/#concept-header-list-get-decode-split would read them.
 */
function http2Headers(request: NetworkRequest, url: URL, headers: HeaderList): Header[] {
  const byName = new Map<string, string>([
    [':method', request.method],
    [':authority', url.host],
    [':scheme', 'https'],
    [':path', url.pathname + url.search],
  ]);
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (NOT_IN_HTTP2.has(lower)) continue;
    const before = byName.get(lower);
    const separator = lower === 'cookie' ? '; ' : ', ';
    byName.set(lower, before === undefined ? value : `${before}${separator}${value}`);
  }
  return [...byName];
}

/** Node's flat list of raw headers as pairs. */
function pairs(flat: readonly string[]): Header[] {
  const headers: Header[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) headers.push([flat[i]!, flat[i + 1]!]);
  return headers;
}
