import type { Failure } from '../failure.js';
import type { HeaderList } from '../headers/list.js';
import { isCorsNonWildcardRequestHeader } from '../headers/names.js';
import { isCorsSafelistedMethod } from '../methods.js';

/** What is looked for in the CORS-preflight cache. Times are seconds of the caller's clock. */
export interface PreflightQuery {
  /** The request's serialized origin: `null` when a redirect has tainted it. */
  readonly origin: string;
  /** The page's serialized origin, whatever redirects did. */
  readonly pageOrigin: string;
  /** Whether redirects have tainted the origin, be it opaque from the start. */
  readonly tainted: boolean;
  readonly url: string;
  /** Stands for one fetch() and its redirects. */
  readonly fetch: object;
  /** The URL with its fragment. */
  readonly href: string;
  /** Whether the request's credentials mode is "include". */
  readonly include: boolean;
  readonly now: number;
}

/** What a successful preflight granted. */
export interface PreflightGrant {
  readonly methods: readonly string[];
  /** Lower-case. */
  readonly headerNames: readonly string[];
  /** Seconds. */
  readonly maxAge: number;
  /** The response's headers, which say all of the above. */
  readonly headers: HeaderList;
  /** Whether it does not allow the request that the preflight was sent for. */
  readonly refusing: boolean;
}

/** A CORS-preflight cache. https://fetch.spec.whatwg.org/#concept-cache */
export interface PreflightCache {
  /** Whether the cache spares the preflight. */
  covers(
    query: PreflightQuery,
    method: string,
    headerNames: readonly string[],
    forced: boolean,
  ): boolean;
  store(query: PreflightQuery, grant: PreflightGrant): void;
  /**
   * A request failed. https://fetch.spec.whatwg.org/#concept-cache-clear
   * @param preflighted whether any hop called for a preflight
   */
  failed(query: PreflightQuery, failure: Failure, preflighted: boolean): void;
}

/** When each entry expires. One name can have an entry made with credentials and one made without. */
type Entries = Map<string, number>;

interface UrlEntries {
  readonly methods: Entries;
  readonly headerNames: Entries;
}

/** The standard's cache: an entry a method and an entry a header name. */
export class StandardPreflightCache implements PreflightCache {
  readonly #entries = new Map<string, UrlEntries>();

  covers(
    query: PreflightQuery,
    method: string,
    headerNames: readonly string[],
    forced: boolean,
  ): boolean {
    const found = this.#entries.get(key(query));
    if (!found) return false;
    const needsMethod = forced || !isCorsSafelistedMethod(method);
    if (needsMethod && !matches(found.methods, [method, '*'], query)) return false;
    return headerNames.every((name) =>
      matches(
        found.headerNames,
        isCorsNonWildcardRequestHeader(name) ? [name] : [name, '*'],
        query,
      ),
    );
  }

  store(query: PreflightQuery, grant: PreflightGrant): void {
    const cacheKey = key(query);
    let found = this.#entries.get(cacheKey);
    if (!found)
      this.#entries.set(cacheKey, (found = { methods: new Map(), headerNames: new Map() }));
    for (const method of grant.methods) put(found.methods, method, query, grant.maxAge);
    for (const name of grant.headerNames) put(found.headerNames, name, query, grant.maxAge);
  }

  failed(query: PreflightQuery, _failure: Failure, preflighted: boolean): void {
    if (preflighted) this.#entries.delete(key(query));
  }
}

// An origin has no space, so the pair is unambiguous.
function key(query: PreflightQuery): string {
  return `${query.origin} ${query.url}`;
}

function slot(name: string, credentials: boolean): string {
  return credentials ? `+${name}` : `-${name}`;
}

function put(entries: Entries, name: string, query: PreflightQuery, maxAge: number): void {
  entries.set(slot(name, query.include), query.now + maxAge);
}

/**
 * https://fetch.spec.whatwg.org/#concept-cache-match: an entry made with
 * credentials serves every request, one made without only those without.
 */
function matches(entries: Entries, names: readonly string[], query: PreflightQuery): boolean {
  const alive = (expires: number | undefined): boolean =>
    expires !== undefined && expires > query.now;
  return names.some(
    (name) =>
      alive(entries.get(slot(name, true))) ||
      (!query.include && alive(entries.get(slot(name, false)))),
  );
}
