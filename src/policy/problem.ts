import type { CorsPolicy } from './policy.js';

/** What can be wrong with a policy; the words for each are a reporter's. */
export type PolicyProblemCode =
  | 'no-origins'
  | 'any-origin-with-credentials'
  | 'any-origin-with-others'
  | 'opaque-origin'
  | 'opaque-origin-with-credentials'
  | 'wildcard-below-public-suffix'
  | 'http-origin-with-credentials'
  | 'localhost-origin'
  | 'https-page-of-an-http-api'
  | 'no-methods'
  | 'literal-wildcard-methods'
  | 'invalid-method'
  | 'forbidden-method'
  | 'method-normalized'
  | 'method-lower-case'
  | 'literal-wildcard-request-headers'
  | 'invalid-request-header'
  | 'forbidden-request-header'
  | 'safelisted-request-header'
  | 'authorization-under-wildcard'
  | 'literal-wildcard-exposed-headers'
  | 'invalid-exposed-header'
  | 'forbidden-exposed-header'
  | 'safelisted-exposed-header'
  | 'invalid-max-age'
  | 'max-age-zero'
  | 'max-age-over-limit';

/**
 * One thing wrong with a policy: `error` where it does not do what it says,
 * `warning` where it does more or less than it seems to, `note` for noise.
 */
export interface PolicyProblem {
  readonly code: PolicyProblemCode;
  readonly severity: 'error' | 'warning' | 'note';
  readonly about: keyof CorsPolicy;
  /** The entry or value that it is about. */
  readonly value: string;
}

/** What is known of where a policy is to hold. */
export interface PolicyContext {
  /** The API's scheme. */
  readonly apiScheme?: 'http' | 'https';
  /** Whether a domain is a public suffix, below which names belong to anybody: `github.io`. */
  readonly publicSuffix?: (domain: string) => boolean;
}
