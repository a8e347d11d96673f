import type { StreamingDriver } from '../drivers/streaming/index.js';
import { isNetworkFailure, type NetworkRequest, type NetworkResult } from '../protocol/index.js';
import { chunksOf, streamOf } from './streams.js';

/** What a request sends: bytes that can be sent again, or a stream that cannot. */
export type BodySource = Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;

/** What came back for one request of the protocol. */
export interface Received {
  readonly result: NetworkResult;
  readonly body: ReadableStream<Uint8Array> | null;
}

/**
 * Sends one request of the protocol. Rejects with the signal's reason once it fired.
 * @param fresh whether it is to have a connection of its own
 */
export type Transport = (
  request: NetworkRequest,
  body: BodySource | null,
  signal: AbortSignal,
  fresh: boolean,
) => Promise<Received>;

/** Over a fetch() of the caller's: headers are what it shows, lines of one name joined. */
export function overFetch(send: typeof globalThis.fetch): Transport {
  return async ({ url, method, headers }, body, signal) => {
    try {
      const response = await send(url, {
        method,
        headers: headers.map(([name, value]): [string, string] => [name, value]),
        redirect: 'manual',
        signal,
        ...(body === null ? {} : { body, duplex: 'half' }),
      } as RequestInit);
      const { status, statusText } = response;
      const result = { status, statusText, headers: [...response.headers.entries()] };
      return { result, body: response.body as ReadableStream<Uint8Array> | null };
    } catch (error) {
      signal.throwIfAborted();
      return { result: { error: 'connection-refused', ...detailOf(error) }, body: null };
    }
  };
}

/** Over a driver that sees the wire. */
export function overDriver(driver: StreamingDriver): Transport {
  return async (request, body, signal, fresh) => {
    const sent = body instanceof ReadableStream ? chunksOf(body, signal) : body;
    const answer = await driver.send(request, sent, signal, fresh);
    if ('error' in answer) return { result: answer, body: null };
    const stream = answer.body === null ? null : streamOf(answer.body, answer.close, signal);
    return { result: answer.response, body: stream };
  };
}

/** Whether a result is a response. */
export function hasResponse(
  result: NetworkResult,
): result is Exclude<NetworkResult, { readonly error: unknown }> {
  return !isNetworkFailure(result);
}

/** What a fetch() says of a network that failed stands in its error's cause. */
function detailOf(error: unknown): { readonly detail?: string } {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error && cause.message !== '' ? { detail: cause.message } : {};
}
