import type { StepId } from './steps.js';

/** Why the CORS check returned failure: https://fetch.spec.whatwg.org/#concept-cors-check */
export type CorsCheckFailureCode =
  | 'allow-origin-missing'
  | 'multiple-allow-origin-values'
  | 'invalid-allow-origin-value'
  | 'allow-origin-mismatch'
  | 'wildcard-origin-with-credentials'
  | 'allow-credentials-not-true';

/** Every way to a network error (or to the TypeError of a constructor) that the protocol knows. */
export type FailureCode =
  | CorsCheckFailureCode
  // Request constructor, XMLHttpRequest.open
  | 'url-unparsable'
  | 'url-includes-credentials'
  | 'method-invalid'
  | 'method-forbidden'
  | 'no-cors-method'
  | 'header-name-invalid'
  | 'header-value-invalid'
  | 'body-with-get-or-head'
  // main fetch
  | 'same-origin-mode'
  | 'no-cors-redirect-mode'
  | 'scheme-not-http'
  | 'bad-port'
  | 'mixed-content'
  // Local Network Access
  | 'local-network-permission-denied'
  | 'local-network-from-insecure-page'
  // CORS-preflight fetch
  | 'preflight-redirect'
  | 'preflight-status-not-ok'
  | 'allow-methods-malformed'
  | 'allow-headers-malformed'
  | 'method-not-allowed'
  | 'header-not-allowed'
  // HTTP-redirect fetch
  | 'redirect-mode-error'
  | 'redirect-location-invalid'
  | 'redirect-scheme-not-http'
  | 'redirect-includes-credentials'
  | 'too-many-redirects'
  // response
  | 'cross-origin-resource-policy'
  | 'network-failure';

/** At which part of the exchange the failure happened. */
export type During = 'before' | 'preflight' | 'redirect' | 'response';

/** What the failure is about; which of these are there depends on the code. */
export interface FailureDetails {
  /** The response's status. */
  readonly status?: number;
  /** The header at fault, lower-case, and its combined value as received (null: absent). */
  readonly header?: string;
  readonly value?: string | null;
  /** What would have been right, where one value would. */
  readonly expected?: string;
  readonly method?: string;
  /** The request-header at fault, lower-case, and all that are not allowed. */
  readonly name?: string;
  readonly names?: readonly string[];
  /** Where a redirect points. */
  readonly location?: string;
  /** The kind of network failure, and what the network stack said. */
  readonly network?: string;
  readonly detail?: string;
}

/** Why the outcome is a network error, in the terms of the standard. */
export interface Failure {
  readonly step: StepId;
  readonly code: FailureCode;
  readonly during: During;
  /** The request's current URL then, with its fragment. */
  readonly url: string;
  /** Index of the network request whose response failed (or that was not sent). */
  readonly exchange: number;
  readonly details: FailureDetails;
}
