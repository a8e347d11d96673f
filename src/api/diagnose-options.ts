import type { EngineName } from '../engines/index.js';

/** The call of a page, the page's browser, and how servers are reached. */
export interface DiagnoseOptions {
  /** What the page calls; without a scheme it gets the one that the command would give it. */
  readonly url: string;
  /** Default: GET, or POST with a body. */
  readonly method?: string;
  /** The headers that the page sets. */
  readonly headers?: Readonly<Record<string, string>> | readonly (readonly [string, string])[];
  /** As text given to fetch(). */
  readonly body?: string;
  /** Default: `same-origin`. */
  readonly credentials?: 'omit' | 'same-origin' | 'include';
  /** Default: `cors`. */
  readonly mode?: 'cors' | 'no-cors' | 'same-origin';
  /** Default: `follow`. */
  readonly redirect?: 'follow' | 'error' | 'manual';
  /** Whether fetch() or XMLHttpRequest makes the call. Default: `fetch`. */
  readonly initiator?: 'fetch' | 'xhr';
  /** The page's origin; what is not as browsers serialize it is brought into that form, with a note. */
  readonly origin: string;
  /** One engine, or several; the report tells of the first that refuses. Default: the three browsers. */
  readonly engine?: EngineName | readonly EngineName[];
  /** Cookies of the API, as in a Cookie header; they go along only with `credentials: 'include'`. */
  readonly cookie?: string;
  /** Whether a request with side effects (POST, PUT, DELETE …) may be sent. Default: no. */
  readonly send?: boolean;
  /** Whether rules may ask for more than the browser does (GET, HEAD, OPTIONS, at most eight). Default: yes. */
  readonly experiments?: boolean;
  /** Milliseconds for all of it. Default: 20,000. */
  readonly maxTimeMs?: number;
  /** Accept any certificate; browsers still refuse it, and the report does not see that. Default: no. */
  readonly insecure?: boolean;
  /** PEM text of certificates to trust besides Node's own. */
  readonly ca?: string;
  /** Fixed addresses, each `host:port:address`. */
  readonly resolve?: readonly string[];
  /** The http:// or https:// URL of a proxy. */
  readonly proxy?: string;
  /** Stops it; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}
