import {
  DEFAULT_MAX_AGE,
  getHeader,
  isCorsSafelistedMethod,
  type Failure,
  type PreflightCache,
  type PreflightGrant,
  type PreflightQuery,
} from '../../protocol/index.js';
import type { EngineDecision } from '../engine.js';

/** A day, in seconds. */
const LIMIT = 86_400;

/** When each method and header name expires. */
interface Entry {
  readonly methods: Map<string, number>;
  readonly headerNames: Map<string, number>;
}

/** An entry a page origin, URL and credentials; `*` in it is a name like any other. */
class FirefoxPreflightCache implements PreflightCache {
  readonly #entries = new Map<string, Entry>();

  covers(query: PreflightQuery, method: string, headerNames: readonly string[]): boolean {
    const entry = this.#entries.get(key(query, query.include));
    if (!entry) return false;
    const alive = (expires: number | undefined): boolean => (expires ?? 0) > query.now;
    if (!isCorsSafelistedMethod(method) && !alive(entry.methods.get(method))) return false;
    return headerNames.every((name) => alive(entry.headerNames.get(name)));
  }

  store(query: PreflightQuery, grant: PreflightGrant): void {
    if (grant.maxAge === 0) return;
    const at = key(query, query.include);
    const entry = this.#entries.get(at) ?? { methods: new Map(), headerNames: new Map() };
    const expires = query.now + grant.maxAge;
    for (const method of grant.methods) entry.methods.set(method, expires);
    for (const name of grant.headerNames) entry.headerNames.set(name, expires);
    this.#entries.set(at, entry);
  }

  /** Any failure of a request that was sent takes the entries of its URL along. */
  failed(query: PreflightQuery, { during }: Failure): void {
    if (during === 'before') return;
    this.#entries.delete(key(query, true));
    this.#entries.delete(key(query, false));
  }
}

function key({ pageOrigin, href }: PreflightQuery, include: boolean): string {
  return `${include ? 'cred' : 'nocred'} ${pageOrigin} ${href}`;
}

/** Firefox's CORS-preflight cache. */
export const preflightCache: EngineDecision = {
  id: 'preflight-cache',
  what: 'The CORS-preflight cache is kept apart for requests with and without credentials, does not take * as a wildcard, tells fragments of a URL apart, is not asked for conditional requests, and forgets a URL whenever a request to it fails; the standard lets entries made with credentials serve all, knows wildcards, and forgets only after requests that needed a preflight.',
  source:
    'netwerk/protocol/http/nsCORSListenerProxy.cpp, nsPreflightCache; measured with Firefox 153',
  scenario: 'preflight-cache',
  behaviour: {
    conditionalUsesPreflightCache: () => false,
    createPreflightCache: () => new FirefoxPreflightCache(),
  },
};

/** Access-Control-Max-Age: at most a day; what is no number keeps the preflight out of the cache. */
export const maxAge: EngineDecision = {
  id: 'max-age',
  what: 'Access-Control-Max-Age counts for at most 86400 s, and a value that is no number keeps the preflight out of the cache; the standard takes 5 s then and leaves the limit to browsers.',
  source: 'netwerk/protocol/http/nsCORSListenerProxy.cpp, AddResultToCache',
  scenario: 'max-age',
  behaviour: {
    maxAge: (headers) => {
      const value = getHeader(headers, 'access-control-max-age');
      if (value === null || value === '') return DEFAULT_MAX_AGE;
      return /^[0-9]+$/.test(value) ? Math.min(Number(value), LIMIT) : 0;
    },
  },
};
