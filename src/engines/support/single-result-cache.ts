import {
  isCorsNonWildcardRequestHeader,
  isCorsSafelistedMethod,
  type PreflightCache,
  type PreflightGrant,
  type PreflightQuery,
} from '../../protocol/index.js';

interface Result {
  readonly include: boolean;
  readonly methods: readonly string[];
  readonly headerNames: readonly string[];
  readonly expires: number;
}

/** In what the caches of Chromium and WebKit differ from each other. */
export interface SingleResultCacheOptions {
  /** What the result is kept under; null: nothing is kept and nothing found. */
  readonly keyOf: (query: PreflightQuery) => string | null;
  /** Whether `*` counts by the credentials of the request that asks (and covers Authorization), not of the one that was asked for. */
  readonly wildcardByRequest: boolean;
  /** Whether a request that the result does not cover makes it go. */
  readonly forgetsOnMiss: boolean;
}

/**
 * A CORS-preflight cache that keeps the last preflight's result as a whole, one
 * for each origin and URL, as browsers do. The standard keeps an entry for each
 * method and header name, so that several preflights add up.
 */
export class SingleResultCache implements PreflightCache {
  readonly #results = new Map<string, Result>();
  readonly #options: SingleResultCacheOptions;

  constructor(options: SingleResultCacheOptions) {
    this.#options = options;
  }

  covers(query: PreflightQuery, method: string, headerNames: readonly string[]): boolean {
    const key = this.#options.keyOf(query);
    const result = key === null ? undefined : this.#results.get(key);
    if (key === null || !result) return false;
    if (result.expires > query.now && allows(result, query, method, headerNames, this.#options))
      return true;
    if (this.#options.forgetsOnMiss) this.#results.delete(key);
    return false;
  }

  store(query: PreflightQuery, grant: PreflightGrant): void {
    const key = this.#options.keyOf(query);
    if (key === null) return;
    this.#results.set(key, {
      include: query.include,
      methods: grant.methods,
      headerNames: grant.headerNames,
      expires: query.now + grant.maxAge,
    });
  }

  /** A request that fails leaves the cache as it is. */
  failed(): void {}
}

function allows(
  result: Result,
  query: PreflightQuery,
  method: string,
  headerNames: readonly string[],
  options: SingleResultCacheOptions,
): boolean {
  if (query.include && !result.include) return false;
  const wildcard = (list: readonly string[]): boolean =>
    !(options.wildcardByRequest ? query.include : result.include) && list.includes('*');
  const { methods } = result;
  if (!isCorsSafelistedMethod(method) && !methods.includes(method) && !wildcard(methods))
    return false;
  return headerNames.every((name) => {
    if (result.headerNames.includes(name)) return true;
    // Also where a wildcard covers Authorization on the way in, it is not found by it.
    const covered = options.wildcardByRequest || !isCorsNonWildcardRequestHeader(name);
    return covered && wildcard(result.headerNames);
  });
}
