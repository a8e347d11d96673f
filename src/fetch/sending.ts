import {
  hasHeader,
  isRedirectStatus,
  parseUrl,
  type Behaviour,
  type Header,
  type NetworkRequest,
  type NetworkResult,
} from '../protocol/index.js';
import type { PageRequest } from './read-request.js';
import { policyOf, refererFor } from './referrer.js';
import { hasResponse, type BodySource, type Received, type Transport } from './transport.js';

/** https://httpwg.org/specs/rfc9110.html#status.421 */
const MISDIRECTED = 421;

/** The network side of one fetch(): what goes out for each request of the protocol, and the last body that came back. */
export class Sending {
  readonly #request: PageRequest;
  readonly #source: BodySource | null;
  readonly #transport: Transport;
  readonly #behaviour: Behaviour;
  #policy: string;
  /** A redirect came, and the stream that would have to be sent again is gone. */
  #streamIsGone = false;
  #last: Received | null = null;

  constructor(
    request: PageRequest,
    source: BodySource | null,
    transport: Transport,
    behaviour: Behaviour,
  ) {
    this.#request = request;
    this.#source = source;
    this.#transport = transport;
    this.#behaviour = behaviour;
    this.#policy = request.given.referrerPolicy;
  }

  /** What came back last, its body not read yet. */
  get last(): Received | null {
    return this.#last;
  }

  /**
   * Sends one request of the protocol.
   * @throws TypeError where a streamed body would have to be sent twice; the signal's reason
   */
  async send(request: NetworkRequest): Promise<NetworkResult> {
    if (this.#streamIsGone) {
      throw new TypeError('a redirect asks for a streamed body once more');
    }
    this.discard();
    const { signal } = this.#request;
    const body = request.kind === 'request' && request.body !== null ? this.#source : null;
    const sent = { ...request, headers: [...request.headers, ...this.#added(request)] };
    let received = await orAborted(this.#transport(sent, body, signal, false), signal);
    if (statusOf(received) === MISDIRECTED && !(body instanceof ReadableStream)) {
      void received.body?.cancel();
      received = await orAborted(this.#transport(sent, body, signal, true), signal);
    }
    this.#last = received;
    this.#noteRedirect(received.result, body);
    return received.result;
  }

  /** Gives the last body up. */
  discard(): void {
    void this.#last?.body?.cancel();
    this.#last = null;
  }

  /** https://fetch.spec.whatwg.org/#concept-http-redirect-fetch: the stream's step, and the referrer policy. */
  #noteRedirect(result: NetworkResult, body: BodySource | null): void {
    if (!hasResponse(result) || !isRedirectStatus(result.status)) return;
    if (!hasHeader(result.headers, 'location')) return;
    this.#streamIsGone = body instanceof ReadableStream && result.status !== 303;
    this.#policy = policyOf(result.headers) ?? this.#policy;
  }

  /** What https://fetch.spec.whatwg.org/#http-network-or-cache-fetch adds that has no part in CORS. */
  #added({ kind, url, headers }: NetworkRequest): Header[] {
    const { referrer, given, asked } = this.#request;
    const added: Header[] = [];
    const referer = refererFor(referrer, this.#policy, parseUrl(url)!, this.#behaviour);
    if (referer !== null) added.push(['Referer', referer]);
    added.push(['Sec-Fetch-Mode', kind === 'preflight' ? 'cors' : asked.mode]);
    added.push(['Sec-Fetch-Dest', 'empty']);
    if (kind === 'preflight') return added;
    const add = (name: string, value: string): void => {
      if (!hasHeader(headers, name.toLowerCase())) added.push([name, value]);
    };
    if (given.cache === 'no-cache') add('Cache-Control', 'max-age=0');
    if (given.cache === 'no-store' || given.cache === 'reload') {
      add('Pragma', 'no-cache');
      add('Cache-Control', 'no-cache');
    }
    if (hasHeader(headers, 'range')) added.push(['Accept-Encoding', 'identity']);
    return added;
  }
}

function statusOf({ result }: Received): number {
  return hasResponse(result) ? result.status : 0;
}

/** A fetch() of the caller's may know nothing of signals. */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
