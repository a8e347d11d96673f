import type { AllowedOrigin } from './allowed-origin.js';

/**
 * What a server is to allow, in no server's own terms: everything that the CORS
 * protocol lets it say. A target turns it into its configuration and back.
 */
export interface CorsPolicy {
  /** Who may read; `any` stands alone. */
  readonly origins: readonly AllowedOrigin[];
  /** Methods as a browser sends them, or `*` for all (https://fetch.spec.whatwg.org/#http-access-control-allow-methods). */
  readonly methods: readonly string[] | '*';
  /** Names of request-headers, lower-case, or `*` for all but Authorization. */
  readonly requestHeaders: readonly string[] | '*';
  /** Names of response-headers that pages may read besides the safelisted ones, lower-case, or `*`. */
  readonly exposedHeaders: readonly string[] | '*';
  /** Whether requests may carry cookies, client certificates and HTTP authentication. */
  readonly credentials: boolean;
  /** Seconds that a preflight may be remembered; null: no matter (browsers take 5 where a server says nothing). */
  readonly maxAge: number | null;
  /**
   * Whether to answer `Access-Control-Request-Private-Network`. Chromium asked so
   * until Local Network Access, which asks the user and no server, took its place.
   */
  readonly privateNetwork: boolean;
}

/** A policy that allows nobody anything, with what is given laid over it. */
export function corsPolicy(given: Partial<CorsPolicy> = {}): CorsPolicy {
  return {
    origins: [],
    methods: [],
    requestHeaders: [],
    exposedHeaders: [],
    credentials: false,
    maxAge: null,
    privateNetwork: false,
    ...given,
  };
}

/** Whether a list of names or methods holds one; names are given in lower case. */
export function allows(list: readonly string[] | '*', name: string): boolean {
  return list === '*' || list.includes(name);
}
