import type { CDPSession } from '@playwright/test';
import type { Header } from '../protocol/index.js';
import type { SeenFailure, SeenHop, SeenRequest } from './exchange.js';

interface HeaderObject {
  readonly [name: string]: string;
}

interface WillBeSent {
  readonly requestId: string;
  readonly documentURL: string;
  readonly request: {
    readonly url: string;
    readonly method: string;
    readonly headers: HeaderObject;
  };
  readonly type?: string;
  readonly initiator: { readonly type: string; readonly requestId?: string };
  readonly redirectResponse?: { readonly status: number; readonly headers: HeaderObject };
}

interface SentExtraInfo {
  readonly requestId: string;
  readonly headers: HeaderObject;
  readonly associatedCookies: readonly unknown[];
}

interface ReceivedExtraInfo {
  readonly requestId: string;
  readonly headers: HeaderObject;
  readonly statusCode: number;
}

interface LoadingFailed {
  readonly requestId: string;
  readonly errorText: string;
  readonly canceled?: boolean;
  readonly corsErrorStatus?: { readonly corsError: string };
}

/** What of each kind of extra information came, which may be before the request itself. */
interface Extra {
  readonly sent: SentExtraInfo[];
  readonly received: ReceivedExtraInfo[];
}

/** Milliseconds that requests under way are waited for, and between looks at them. */
const PATIENCE = 500;
const LOOK = 25;

/**
 * Records the requests of one page of Chromium with their headers as they stood on the wire, and
 * tells of those that failed. A preflight is a request of its own there.
 */
export class Recorder {
  readonly #requests = new Map<string, SeenRequest>();
  readonly #extra = new Map<string, Extra>();
  readonly #failed: { readonly id: string; readonly event: LoadingFailed }[] = [];

  /** Begins to listen. */
  async start(session: CDPSession): Promise<void> {
    session.on('Network.requestWillBeSent', (event: WillBeSent) => this.#willBeSent(event));
    session.on('Network.requestWillBeSentExtraInfo', (event: SentExtraInfo) =>
      this.#extraOf(event.requestId).sent.push(event),
    );
    session.on('Network.responseReceivedExtraInfo', (event: ReceivedExtraInfo) =>
      this.#extraOf(event.requestId).received.push(event),
    );
    session.on('Network.loadingFailed', (event: LoadingFailed) =>
      this.#failed.push({ id: event.requestId, event }),
    );
    session.on('Network.loadingFinished', ({ requestId }: { readonly requestId: string }) =>
      this.#forget(requestId),
    );
    await session.send('Network.enable');
  }

  /** Waits for the ends of requests under way, for a short time: they are told after the page knows them. */
  async settled(): Promise<void> {
    const ended = (): boolean =>
      [...this.#requests.values()].every(
        ({ id, kind }) => kind === 'preflight' || this.#failed.some((one) => one.id === id),
      );
    for (let waited = 0; waited < PATIENCE && !ended(); waited += LOOK) {
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
  }

  /** The requests of pages that failed so far, in order: neither preflights nor what the page gave up itself. */
  failures(): SeenFailure[] {
    return this.#failed.flatMap(({ id, event }) => {
      const request = this.#requests.get(id);
      const { canceled, corsErrorStatus, errorText } = event;
      if (request === undefined || request.kind === 'preflight') return [];
      if (canceled === true && corsErrorStatus === undefined) return [];
      const preflights = [...this.#requests.values()].filter(({ parent }) => parent === id);
      for (const each of [request, ...preflights]) this.#fill(each);
      const corsError = corsErrorStatus?.corsError ?? null;
      return [{ request, preflights, error: errorText, corsError }];
    });
  }

  #willBeSent(event: WillBeSent): void {
    const { requestId: id, request, type, initiator, redirectResponse } = event;
    const hop: SeenHop = {
      url: request.url,
      method: request.method,
      requestHeaders: Object.entries(request.headers),
      response: null,
    };
    const known = this.#requests.get(id);
    if (known !== undefined && redirectResponse !== undefined) {
      const { status, headers } = redirectResponse;
      known.hops.at(-1)!.response = { status, headers: linesOf(headers) };
      known.hops.push(hop);
      return;
    }
    this.#requests.set(id, {
      id,
      kind: type === 'Preflight' || initiator.type === 'preflight' ? 'preflight' : 'request',
      parent: initiator.requestId ?? null,
      initiator: type === 'XHR' ? 'xhr' : 'fetch',
      documentUrl: event.documentURL,
      hops: [hop],
      cookies: false,
    });
  }

  /** What went over the wire comes apart from the requests, in the order of their hops. */
  #fill(request: SeenRequest): void {
    const { sent, received } = this.#extraOf(request.id);
    request.cookies = sent.some(({ associatedCookies }) => associatedCookies.length > 0);
    for (const [index, hop] of request.hops.entries()) {
      const out = sent[index];
      const back = received[index];
      if (out !== undefined) hop.requestHeaders = linesOf(out.headers);
      if (back !== undefined) {
        hop.response = { status: back.statusCode, headers: linesOf(back.headers) };
      }
    }
  }

  #extraOf(id: string): Extra {
    let extra = this.#extra.get(id);
    if (extra === undefined) this.#extra.set(id, (extra = { sent: [], received: [] }));
    return extra;
  }

  /** What went well is not spoken of again; a preflight is, as long as its request is under way. */
  #forget(id: string): void {
    const request = this.#requests.get(id);
    if (request?.kind === 'preflight') return;
    const own = [...this.#requests.values()].filter(({ parent }) => parent === id);
    for (const each of [id, ...own.map((one) => one.id)]) {
      this.#requests.delete(each);
      this.#extra.delete(each);
    }
  }
}

/** Several lines of one name come as one, a line feed between their values. */
function linesOf(headers: HeaderObject): Header[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    value.split('\n').map((line): Header => [name, line]),
  );
}
