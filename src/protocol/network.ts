import type { HeaderList } from './headers/list.js';

/** What the protocol yields: one HTTP request that the browser would send now. */
export interface NetworkRequest {
  /** A CORS-preflight, or the request itself (also after a redirect). */
  readonly kind: 'preflight' | 'request';
  /** Serialized URL without fragment. */
  readonly url: string;
  readonly method: string;
  /**
   * The headers that the page or the protocol decides, in the order they were
   * decided: those of the page, then `origin`, `access-control-request-*`,
   * `cookie`. What a network stack adds by itself (Host, User-Agent, …) is not here.
   */
  readonly headers: HeaderList;
  readonly body: string | null;
  /** includeCredentials of https://fetch.spec.whatwg.org/#http-network-or-cache-fetch */
  readonly credentials: boolean;
  /** How many redirects were followed before this request. */
  readonly redirectCount: number;
}

/** What the protocol receives: a response as it stood on the wire … */
export interface NetworkResponse {
  readonly status: number;
  readonly statusText?: string;
  readonly headers: HeaderList;
}

/** … or the reason why there is none. */
export interface NetworkFailure {
  readonly error: NetworkFailureKind;
  /** What the network stack said, for people. */
  readonly detail?: string;
}

/** Why no response came: https://fetch.spec.whatwg.org/#concept-network-error from the network itself. */
export const NETWORK_FAILURES = [
  'host-not-found',
  'connection-refused',
  'connection-reset',
  'network-unreachable',
  'time-out',
  'certificate-expired',
  'certificate-not-yet-valid',
  'certificate-wrong-host',
  'certificate-self-signed',
  'certificate-unknown-issuer',
  'certificate-revoked',
  'certificate-invalid',
  'tls-failed',
  'not-tls',
  'not-http',
  'malformed-response',
  'headers-too-large',
  'empty-response',
  'proxy-failed',
  'no-answer-recorded',
] as const;

/** How a network fails. */
export type NetworkFailureKind = (typeof NETWORK_FAILURES)[number];

/** What comes back for one network request. */
export type NetworkResult = NetworkResponse | NetworkFailure;

/** Whether the network gave no response. */
export function isNetworkFailure(result: NetworkResult): result is NetworkFailure {
  return 'error' in result;
}
