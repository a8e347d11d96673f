import {
  DEFAULT_MAX_AGE,
  getHeader,
  type Failure,
  type PreflightCache,
  type PreflightGrant,
  type PreflightQuery,
} from '../../protocol/index.js';
import type { EngineDecision } from '../engine.js';

/** A day, in seconds. */
const LIMIT = 86_400;

/** Entries; with one more, those that have expired go, or the one not used for longest. */
const SIZE = 100;

/** Methods that need not be listed; HEAD must be, though a preflight passes without it. */
const UNLISTED = new Set(['GET', 'POST']);

/** When each method and header name expires. */
interface Entry {
  readonly methods: Map<string, number>;
  readonly headerNames: Map<string, number>;
}

/** An entry a page origin, URL and credentials; `*` in it is a name like any other. */
class FirefoxPreflightCache implements PreflightCache {
  /** The one used last is last. */
  readonly #entries = new Map<string, Entry>();

  covers(query: PreflightQuery, method: string, headerNames: readonly string[]): boolean {
    const entry = this.#use(key(query, query.include));
    if (!entry) return false;
    const alive = (expires: number | undefined): boolean => (expires ?? 0) > query.now;
    if (!UNLISTED.has(method) && !alive(entry.methods.get(method))) return false;
    return headerNames.every((name) => alive(entry.headerNames.get(name)));
  }

  store(query: PreflightQuery, grant: PreflightGrant): void {
    if (grant.maxAge === 0) return;
    const at = key(query, query.include);
    const entry = this.#use(at) ?? this.#create(at, query.now);
    const expires = query.now + grant.maxAge;
    for (const method of grant.methods) entry.methods.set(method, expires);
    for (const name of grant.headerNames) entry.headerNames.set(name, expires);
  }

  #use(at: string): Entry | undefined {
    const entry = this.#entries.get(at);
    if (!entry) return undefined;
    this.#entries.delete(at);
    this.#entries.set(at, entry);
    return entry;
  }

  #create(at: string, now: number): Entry {
    if (this.#entries.size >= SIZE) this.#makeRoom(now);
    const entry: Entry = { methods: new Map(), headerNames: new Map() };
    this.#entries.set(at, entry);
    return entry;
  }

  #makeRoom(now: number): void {
    for (const [at, { methods, headerNames }] of this.#entries) {
      const times = [...methods.values(), ...headerNames.values()];
      if (times.every((expires) => expires <= now)) this.#entries.delete(at);
    }
    const [oldest] = this.#entries.keys();
    if (this.#entries.size >= SIZE && oldest !== undefined) this.#entries.delete(oldest);
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
  what: 'The CORS-preflight cache is kept apart for requests with and without credentials, does not take * as a wildcard, tells fragments of a URL apart, serves HEAD only where Access-Control-Allow-Methods lists it, keeps 100 URLs, is not asked for conditional requests of fetch() (it is for those of XMLHttpRequest), and forgets a URL whenever a request to it fails; the standard lets entries made with credentials serve all, knows wildcards, takes HEAD as listed, and forgets only after requests that needed a preflight.',
  source:
    'netwerk/protocol/http/nsCORSListenerProxy.cpp, nsPreflightCache; measured with Firefox 153',
  scenario: 'preflight-cache',
  behaviour: {
    conditionalUsesPreflightCache: (_context, initiator) => initiator === 'xhr',
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
