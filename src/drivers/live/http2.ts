import type { ClientHttp2Session, ClientHttp2Stream, IncomingHttpHeaders } from 'node:http2';
import type { Socket } from 'node:net';
import type { HeaderList, NetworkRequest } from '../../protocol/index.js';
import { readBodyStart } from './body.js';
import { FailureError } from './failures.js';
import { pairs, type HttpResult } from './http1.js';

/** Headers that HTTP/2 forbids or says otherwise: https://httpwg.org/specs/rfc9113.html#section-8.2.2 */
const NOT_IN_HTTP2 = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding', 'upgrade']);

/** An HTTP/2 session on a TLS socket that negotiated it. */
export async function openSession(url: URL, socket: Socket): Promise<ClientHttp2Session> {
  const { connect } = await import('node:http2');
  const session = connect(url.origin, { createConnection: () => socket as never });
  // Errors reach the streams; a session without one must not end the process.
  session.on('error', () => undefined);
  return session;
}

/** One exchange on a session. Header names are lower-case on the wire in HTTP/2. */
export function sendHttp2(
  session: ClientHttp2Session,
  request: NetworkRequest,
  url: URL,
  headers: HeaderList,
  body: Buffer | null,
  signal: AbortSignal,
): Promise<HttpResult> {
  return new Promise((resolve, reject) => {
    const stream = session.request(
      {
        ':method': request.method,
        ':scheme': 'https',
        ':authority': url.host,
        ':path': url.pathname + url.search,
        ...combined(headers),
      },
      { endStream: body === null },
    );
    const abort = (): void =>
      void stream.destroy(new FailureError('time-out', 'no response came in time'));
    signal.addEventListener('abort', abort, { once: true });
    stream.once('error', reject);
    stream.once('close', () => {
      signal.removeEventListener('abort', abort);
      reject(new FailureError('empty-response', 'the stream was closed before any response'));
    });
    stream.once('response', (seen: IncomingHttpHeaders, _flags: number, raw?: string[]) => {
      const firstByteAt = performance.now();
      void finish(stream, seen, raw ?? [], firstByteAt).then(resolve, reject);
    });
    if (body !== null) stream.end(body);
  });
}

async function finish(
  stream: ClientHttp2Stream,
  seen: IncomingHttpHeaders,
  raw: readonly string[],
  firstByteAt: number,
): Promise<HttpResult> {
  const body = await readBodyStart(stream, seen['content-encoding']);
  if (body.truncated) stream.destroy();
  return {
    response: {
      status: Number(seen[':status']),
      headers: pairs(raw).filter(([name]) => !name.startsWith(':')),
    },
    body,
    httpVersion: '2',
    firstByteAt,
    reusable: true,
  };
}

/** node:http2 takes an object: lines of one name become a list, which it sends as separate lines. */
function combined(headers: HeaderList): Record<string, string | string[]> {
  const object: Record<string, string | string[]> = {};
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (NOT_IN_HTTP2.has(lower)) continue;
    const before = object[lower];
    object[lower] = before === undefined ? value : [before, value].flat();
  }
  return object;
}
