import type { CorsPolicy } from '../../policy/index.js';
import type { NamedOrigin } from './origin-regex.js';

/** Origins of a policy as libraries take them. */
export interface OriginGroups {
  /** Every origin may; the lists are empty then. */
  readonly any: boolean;
  /** Origins that are compared as they are, `null` among them. */
  readonly exact: readonly string[];
  readonly patterns: readonly Extract<NamedOrigin, { kind: 'subdomains' }>[];
}

/** Sorts a policy's origins by what it takes to compare them. */
export function originGroups({ origins }: CorsPolicy): OriginGroups {
  const any = origins.some(({ kind }) => kind === 'any');
  if (any) return { any, exact: [], patterns: [] };
  const exact: string[] = [];
  const patterns: Extract<NamedOrigin, { kind: 'subdomains' }>[] = [];
  for (const each of origins) {
    if (each.kind === 'null') exact.push('null');
    else if (each.kind === 'exact') exact.push(each.origin);
    else if (each.kind === 'subdomains') patterns.push(each);
  }
  return { any, exact, patterns };
}
