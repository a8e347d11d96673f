import type { EngineName } from '../engines/index.js';
import type { Cause } from '../evidence/index.js';
import type { Client, Outcome } from '../protocol/index.js';
import type { RuleId } from '../rules/index.js';
import type { BrowserCookies } from './browser-cookies.js';

/** How a page calls. */
export interface CreateFetchOptions {
  /** Origin of the page, as browsers serialize it. */
  readonly origin: string;
  /** Whose rules are enforced; Chromium's without it. */
  readonly engine?: EngineName;
  /** Sends the requests; without it they go out over HTTP/1.1, and headers are seen as they stood on the wire. */
  readonly fetch?: typeof globalThis.fetch;
  /** The browser's cookies, given on from page to page; some of the function's own without it. */
  readonly cookieJar?: BrowserCookies;
  /** Remembers preflights from call to call; one of the function's own without it. */
  readonly preflightCache?: Client['preflightCache'];
  /** URL of the page, for relative URLs and Referer: `location` where there is one of that origin, else the origin's root. */
  readonly pageUrl?: string;
}

/** Why a call was refused: the `cause` of the TypeError that is thrown. */
export interface CorsRefusal {
  readonly outcome: Outcome;
  readonly causes: readonly Cause<RuleId>[];
  /** What the browser would print. */
  readonly console: readonly string[];
}
