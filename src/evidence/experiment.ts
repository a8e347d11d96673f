/**
 * Requests beyond those the browser makes, which a rule can ask for when one
 * response is not enough to tell a cause from its neighbours. Only GET, HEAD
 * and OPTIONS.
 */
export type ExperimentId =
  /** The failed preflight's request itself, as the browser would send it after a good preflight (GET and HEAD only). */
  | 'request-itself'
  /** GET of the same URL with the same Origin. */
  | 'get'
  /** The same as the failed exchange, without Origin. */
  | 'without-origin'
  /** The same as the failed exchange, with another origin. */
  | 'other-origin'
  /** A preflight that asks for GET and no headers. */
  | 'simple-preflight'
  /** The same preflight at the root of the host. */
  | 'root-preflight'
  /** GET of the root of the host with the same Origin. */
  | 'root-get'
  /** GET of the same URL by https. */
  | 'https'
  /** The failed exchange with the path's trailing slash added or removed. */
  | 'trailing-slash'
  /** The failed exchange once more. */
  | 'again';

/** The most experiments that one diagnosis makes. */
export const EXPERIMENT_LIMIT = 8;

/** The origin of the `other-origin` experiment: a name that no server can have on its list (RFC 2606). */
export const OTHER_ORIGIN = 'https://whycors-other-origin.example';
