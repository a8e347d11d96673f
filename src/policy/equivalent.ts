import { isCorsSafelistedMethod, isCorsSafelistedResponseHeader } from '../protocol/index.js';
import { writeAllowedOrigin } from './allowed-origin.js';
import type { CorsPolicy } from './policy.js';

/** Names for which a value decides are not here: they are safelisted with some values only. */
const ALWAYS_SAFELISTED = new Set(['accept', 'accept-language', 'content-language']);

/** Whether a request-header (lower-case) needs no permission, nearly whatever its value. */
export function isAlwaysSafelisted(name: string): boolean {
  return ALWAYS_SAFELISTED.has(name);
}

/**
 * Whether browsers let the same through under both, apart from how long they
 * remember it where `wanted` does not say. Names and methods that need no
 * permission count for nothing: servers that must say a list say one of those.
 */
export function isEquivalent(policy: CorsPolicy, wanted: CorsPolicy): boolean {
  const origins = (each: CorsPolicy): string => key(each.origins.map(writeAllowedOrigin));
  if (origins(policy) !== origins(wanted)) return false;
  if (policy.origins.length === 0) return true;
  return (
    without(policy.methods, isCorsSafelistedMethod) ===
      without(wanted.methods, isCorsSafelistedMethod) &&
    without(policy.requestHeaders, isAlwaysSafelisted) ===
      without(wanted.requestHeaders, isAlwaysSafelisted) &&
    without(policy.exposedHeaders, isCorsSafelistedResponseHeader) ===
      without(wanted.exposedHeaders, isCorsSafelistedResponseHeader) &&
    policy.credentials === wanted.credentials &&
    (wanted.maxAge === null || policy.maxAge === wanted.maxAge) &&
    policy.privateNetwork === wanted.privateNetwork
  );
}

function without(list: readonly string[] | '*', noise: (name: string) => boolean): string {
  return list === '*' ? '*' : key(list.filter((name) => !noise(name)));
}

function key(list: readonly string[]): string {
  return [...new Set(list)].toSorted().join(' ');
}
