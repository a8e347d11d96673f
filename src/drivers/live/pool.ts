import type { ClientHttp2Session } from 'node:http2';
import type { Header, NetworkRequest } from '../../protocol/index.js';
import { connect, type Connection } from './connect.js';
import { Http11Required, networkFailure } from './failures.js';
import { lasting, type ConnectionFacts } from './facts.js';
import { sendHttp1 } from './http1.js';
import type { HttpResult } from './http-result.js';
import type { LiveOptions } from './options.js';
import { Wire } from './wire.js';

/** Methods without side effects, which alone may be sent twice: https://httpwg.org/specs/rfc9110.html#safe.methods */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A request with all that goes on the wire. */
export interface Sending {
  readonly request: NetworkRequest;
  readonly url: URL;
  readonly headers: Header[];
  readonly body: Buffer | null;
}

/** A connection in use or idle. */
interface Pooled extends Connection {
  /** Those that hold for each exchange over it. */
  readonly facts: ConnectionFacts;
  /** For HTTP/1.x. */
  readonly wire?: Wire;
  /** For HTTP/2. */
  readonly session?: ClientHttp2Session;
}

/** The connections to servers, one for each origin, kept open between requests. */
export class Pool {
  readonly #options: LiveOptions;
  readonly #connections = new Map<string, Pooled>();
  /** Origins that asked for HTTP/1.1 after HTTP/2 was negotiated. */
  readonly #http1Only = new Set<string>();

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  /**
   * One exchange, over the connection that is open to this origin if there is one.
   * @param facts filled in as the connection comes about, also where it fails
   */
  async exchange(
    sending: Sending,
    facts: ConnectionFacts,
    signal: AbortSignal,
  ): Promise<HttpResult> {
    const { origin } = sending.url;
    const open = this.#connections.get(origin);
    if (open && isUsable(open, sending.request)) {
      Object.assign(facts, open.facts);
      try {
        return this.#kept(open, origin, await this.#over(open, sending, signal));
      } catch (error) {
        this.#forget(origin);
        if (!this.#mayRepeat(sending, error)) throw error;
      }
    }
    this.#forget(origin);
    try {
      return await this.#overNew(sending, facts, signal);
    } catch (error) {
      this.#forget(origin);
      if (!this.#wantsHttp1(origin, error)) throw error;
      return await this.#overNew(sending, facts, signal);
    }
  }

  async #overNew(
    sending: Sending,
    facts: ConnectionFacts,
    signal: AbortSignal,
  ): Promise<HttpResult> {
    const pooled = await this.#open(sending.url, facts, signal);
    return this.#kept(pooled, sending.url.origin, await this.#over(pooled, sending, signal));
  }

  close(): void {
    for (const origin of this.#connections.keys()) this.#forget(origin);
  }

  async #open(url: URL, facts: ConnectionFacts, signal: AbortSignal): Promise<Pooled> {
    const http1Only = this.#options.http1Only === true || this.#http1Only.has(url.origin);
    const connection = await connect(url, { ...this.#options, http1Only }, facts, signal);
    let pooled: Pooled;
    if (connection.protocol === 'h2') {
      const { openSession } = await import('./http2.js');
      const session = openSession(url, connection.socket);
      pooled = { ...connection, facts: lasting(facts), session };
    } else {
      pooled = { ...connection, facts: lasting(facts), wire: new Wire(connection.socket) };
    }
    this.#connections.set(url.origin, pooled);
    return pooled;
  }

  #over(pooled: Pooled, sending: Sending, signal: AbortSignal): Promise<HttpResult> {
    const { session, socket, wire } = pooled;
    const { request, url, headers, body } = sending;
    if (session) return this.#overHttp2(session, sending, signal);
    const { proxy } = this.#options;
    if (proxy !== undefined && url.protocol === 'http:')
      return this.#overProxy(pooled, sending, new URL(proxy), signal);
    const target = url.pathname + url.search;
    return sendHttp1(socket, wire!, request, target, headers, body, signal);
  }

  async #overHttp2(
    session: ClientHttp2Session,
    { request, url, headers, body }: Sending,
    signal: AbortSignal,
  ): Promise<HttpResult> {
    const { sendHttp2 } = await import('./http2.js');
    return sendHttp2(session, request, url, headers, body, signal);
  }

  /** Forgets an HTTP/1.x connection that can carry no more requests. */
  #kept({ session }: Pooled, origin: string, http: HttpResult): HttpResult {
    if (!http.reusable && !session) this.#forget(origin);
    return http;
  }

  /** Plain http by way of a proxy: it is asked for the whole URL. https://httpwg.org/specs/rfc9112.html#absolute-form */
  async #overProxy(
    { socket, wire }: Pooled,
    { request, url, headers, body }: Sending,
    proxy: URL,
    signal: AbortSignal,
  ): Promise<HttpResult> {
    const { PROXY_AUTHENTICATION_REQUIRED, proxyAuthorization, wantsPassword } =
      await import('./proxy.js');
    const authorization = proxyAuthorization(proxy);
    const toProxy: Header[] =
      authorization === null ? headers : [...headers, ['Proxy-Authorization', authorization]];
    const target = url.origin + url.pathname + url.search;
    const http = await sendHttp1(socket, wire!, request, target, toProxy, body, signal);
    if (http.response.status === PROXY_AUTHENTICATION_REQUIRED) throw wantsPassword(proxy);
    // What the proxy is told for itself is not part of the request to the server.
    return { ...http, sent: headers };
  }

  /** A server may close an idle connection at any moment: https://httpwg.org/specs/rfc9112.html#persistent.retryable.requests */
  #mayRepeat({ request, url }: Sending, error: unknown): boolean {
    if (this.#wantsHttp1(url.origin, error)) return true;
    const { error: kind } = networkFailure(error);
    return SAFE.has(request.method) && (kind === 'connection-reset' || kind === 'empty-response');
  }

  #wantsHttp1(origin: string, error: unknown): boolean {
    if (!(error instanceof Http11Required) || this.#http1Only.has(origin)) return false;
    this.#http1Only.add(origin);
    return true;
  }

  #forget(origin: string): void {
    const pooled = this.#connections.get(origin);
    this.#connections.delete(origin);
    pooled?.session?.destroy();
    pooled?.socket.destroy();
  }
}

/**
 * A request with side effects gets a connection of its own on HTTP/1.x: on a
 * used one that the server closes meanwhile, nobody could say whether it arrived.
 */
function isUsable({ socket, wire, session }: Pooled, request: NetworkRequest): boolean {
  if (socket.destroyed) return false;
  if (session) return !session.closed && !session.destroyed;
  return wire!.idle && SAFE.has(request.method);
}
