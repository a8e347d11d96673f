import type { Duplex } from 'node:stream';
import { connect } from '../live/connect.js';
import { isFromNetwork, networkFailure } from '../live/failures.js';
import { readHead } from '../live/head.js';
import { wireHeaders } from '../live/headers.js';
import { framingOf, pieces } from '../live/body.js';
import { refuseTwoLengths, requestBytes, staysOpen } from '../live/http1.js';
import { Wire } from '../live/wire.js';
import {
  getHeader,
  type HeaderList,
  type NetworkFailure,
  type NetworkRequest,
  type NetworkResponse,
} from '../../protocol/index.js';
import { decoded } from './decode.js';
import { IdleConnections, type Connection } from './idle.js';
import { writeChunks } from './upload.js';

/** How the streaming driver reaches servers. */
export interface StreamingOptions {
  /** Opens the connection for a URL, ready for HTTP/1.1; TCP, and TLS for https, without it. */
  readonly open?: (url: URL, signal: AbortSignal) => Promise<Duplex>;
  /** Accept any certificate; only without `open`. */
  readonly insecure?: boolean;
  /** Headers sent with every request unless it has its own. */
  readonly extraHeaders?: HeaderList;
}

/** The bytes that a request sends: all at once, or as they come. */
export type RequestBody = Uint8Array | AsyncIterable<unknown>;

/** A response whose body is still under way. */
export interface StreamedAnswer {
  readonly response: NetworkResponse;
  /** Decompressed; null where the response has none. Throws where it is cut off or badly framed. */
  readonly body: AsyncGenerator<Uint8Array, void, undefined> | null;
  /** For whoever does not read the body to its end: closes the connection. */
  readonly close: () => void;
}

export interface StreamingDriver {
  /**
   * Sends one request, any number of them at the same time.
   * @param fresh whether it gets a connection of its own
   * @returns the answer, or what the network failed with
   * @throws TypeError where a streamed body holds anything but bytes; the signal's reason once it fired
   */
  send(
    request: NetworkRequest,
    body: RequestBody | null,
    signal: AbortSignal,
    fresh?: boolean,
  ): Promise<StreamedAnswer | NetworkFailure>;
}

/** Methods without side effects, which alone go over a used connection: https://httpwg.org/specs/rfc9112.html#persistent.retryable.requests */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A driver for those who want the body: HTTP/1.1, headers as they stood on the wire, methods in
 * the case they were given. Open connections do not keep the process alive once nothing is asked.
 */
export function createStreamingDriver(options: StreamingOptions = {}): StreamingDriver {
  const idle = new IdleConnections();
  const open = options.open ?? tcpOrTls(options.insecure === true);
  return {
    send: async (request, body, signal, fresh = false) => {
      const url = new URL(request.url);
      const length = body === null ? null : body instanceof Uint8Array ? body.length : 'unknown';
      const headers = wireHeaders(request, url, options.extraHeaders ?? [], length);
      const exchange = (connection: Connection) =>
        over(connection, request, url, headers, body, signal, idle);
      try {
        const used = !fresh && SAFE.has(request.method) ? idle.take(url.origin) : null;
        if (used !== null) {
          const answer = await exchange(used).catch((error: unknown) => {
            if (signal.aborted || !wasClosed(error)) throw error;
            return null;
          });
          if (answer !== null) return answer;
        }
        const socket = await open(url, signal);
        return await exchange({ socket, wire: new Wire(socket) });
      } catch (error) {
        signal.throwIfAborted();
        if (!isFromNetwork(error)) throw error;
        return networkFailure(error);
      }
    },
  };
}

function tcpOrTls(insecure: boolean): NonNullable<StreamingOptions['open']> {
  return async (url, signal) => {
    const connection = await connect(
      url,
      { insecure, http1Only: true, maxTimeMs: Infinity },
      {},
      signal,
    );
    return connection.socket;
  };
}

/** A server may close an idle connection at any moment. */
function wasClosed(error: unknown): boolean {
  if (!isFromNetwork(error)) return false;
  const { error: kind } = networkFailure(error);
  return kind === 'connection-reset' || kind === 'empty-response';
}

async function over(
  connection: Connection,
  request: NetworkRequest,
  url: URL,
  headers: HeaderList,
  body: RequestBody | null,
  signal: AbortSignal,
  idle: IdleConnections,
): Promise<StreamedAnswer> {
  const { socket, wire } = connection;
  try {
    const target = url.pathname + url.search;
    const whole = body instanceof Uint8Array ? Buffer.from(body) : null;
    socket.write(requestBytes(request.method, target, headers, whole), 'latin1');
    const reading = readHead(wire, signal);
    const upload = body === null || body instanceof Uint8Array ? null : writeChunks(socket, body);
    const head = await (upload === null ? reading : Promise.race([reading, failing(upload)]));
    refuseTwoLengths(head);
    const framing = framingOf(request, head);
    const reusable = upload === null && framing !== 'until-close' && staysOpen(head);
    let complete = false;
    const end = (): void => {
      complete = true;
      if (reusable) idle.give(url.origin, connection);
      else socket.destroy();
    };
    const { status, statusText } = head;
    const response = { status, statusText, headers: head.headers };
    const close = (): void => void (complete || socket.destroy());
    if (framing === 'none' || (typeof framing === 'object' && framing.length === 0)) {
      end();
      return { response, body: framing === 'none' ? null : nothing(), close };
    }
    const coded = ending(pieces(wire, framing, signal), end);
    const encoding = getHeader(head.headers, 'content-encoding');
    return { response, body: decoded(coded, encoding), close };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** Never resolves; rejects where the upload fails for a reason of its own. */
function failing(upload: Promise<void>): Promise<never> {
  return new Promise((_, reject) => {
    upload.catch(reject);
  });
}

/** A body that is there and empty. */
async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {}

/** Passes a body on and tells when all of it was there. */
async function* ending(
  body: AsyncGenerator<Buffer, void, undefined>,
  end: () => void,
): AsyncGenerator<Buffer, void, undefined> {
  yield* body;
  end();
}
