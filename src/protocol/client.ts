import type { Behaviour } from './behaviour.js';
import type { AddressSpace } from './checks/address-space.js';
import type { HeaderList } from './headers/list.js';
import type { SerializedOrigin } from './origin.js';
import type { PreflightCache } from './preflight/cache.js';
import type { RegistrableDomain } from './site.js';
import type { UrlRecord } from './url.js';

/** The cookies of a user agent, as far as the protocol needs them. */
export interface CookieStore {
  /** The value of the Cookie header for this request, or null for none. */
  cookieHeader(request: CookieRequest): string | null;
  /** Takes the Set-Cookie lines of a response. */
  receive(request: CookieRequest, responseHeaders: HeaderList): void;
}

/** What decides which cookies a request carries. */
export interface CookieRequest {
  readonly url: UrlRecord;
  readonly method: string;
  /** The page's origin. */
  readonly origin: SerializedOrigin;
  /** The URLs before this one, when there were redirects. */
  readonly redirectedFrom: readonly UrlRecord[];
  /** Seconds of the caller's clock. */
  readonly now: number;
}

/** Where page and servers are: https://wicg.github.io/local-network-access/#ip-address-space */
export interface AddressSpaces {
  readonly page: AddressSpace;
  of(url: UrlRecord): AddressSpace;
}

/** The page and the browser around it: https://fetch.spec.whatwg.org/#concept-request-client and what it keeps. */
export interface Client {
  readonly origin: SerializedOrigin;
  /** The origin of the page in the address bar; default `origin`, which for "null" is the same site as no other. */
  readonly topLevelOrigin?: SerializedOrigin;
  readonly behaviour: Behaviour;
  /** Where the script runs; default window. */
  readonly context?: 'window' | 'worker';
  readonly preflightCache: PreflightCache;
  readonly cookies?: CookieStore;
  /** Seconds, of any epoch; the protocol has no clock of its own. */
  readonly now: () => number;
  readonly registrableDomain?: RegistrableDomain;
  /** Without it, Local Network Access is not checked. */
  readonly addressSpaces?: AddressSpaces | undefined;
}
