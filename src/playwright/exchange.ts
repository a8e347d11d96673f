import type { Header } from '../protocol/index.js';

/** One request of a page to one URL, as the browser's own instruments saw it: a hop of a redirect is one of its own. */
export interface SeenHop {
  readonly url: string;
  readonly method: string;
  /** As far as they are known: what went over the wire, else what the page asked for. */
  requestHeaders: readonly Header[];
  /** Null as long as nothing came back. */
  response: { readonly status: number; readonly headers: readonly Header[] } | null;
}

/** One request of a page and all its hops. */
export interface SeenRequest {
  readonly id: string;
  readonly kind: 'preflight' | 'request';
  /** The request that a preflight is for. */
  readonly parent: string | null;
  readonly initiator: 'fetch' | 'xhr';
  /** The document that asked. */
  readonly documentUrl: string;
  readonly hops: SeenHop[];
  /** Whether cookies were sent, or kept from being sent by their own rules alone. */
  cookies: boolean;
}

/** Why a request failed, by the browser. */
export interface SeenFailure {
  readonly request: SeenRequest;
  /** The preflights before it, in order. */
  readonly preflights: readonly SeenRequest[];
  /** `net::ERR_…` */
  readonly error: string;
  /** Chromium's CorsError. */
  readonly corsError: string | null;
}
