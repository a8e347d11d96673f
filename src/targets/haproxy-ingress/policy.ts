import {
  corsPolicy,
  coversOrigin,
  readAllowedOrigin,
  writeAllowedOrigin,
  type AllowedOrigin,
  type CorsPolicy,
} from '../../policy/index.js';
import { patternOrigin } from '../support/origin-regex.js';
import type { CorsSettings } from './settings.js';

/** A policy that settings make, or a sentence why they make none. */
export function policyOf(settings: CorsSettings): CorsPolicy | string {
  const { methods, headers, expose, credentials, maxAge } = settings;
  const origins = originsOf(settings);
  if (typeof origins === 'string') return origins;
  return corsPolicy({
    origins,
    methods: names(methods),
    requestHeaders: lower(names(headers)),
    exposedHeaders: lower(names(expose)),
    credentials,
    maxAge: /^\d+$/.test(maxAge) ? Number(maxAge) : null,
  });
}

function originsOf({ origins, patterns }: CorsSettings): readonly AllowedOrigin[] | string {
  const found = new Map<string, AllowedOrigin>();
  for (const entry of origins) {
    const { value } = readAllowedOrigin(entry);
    if (value !== null && value.kind !== 'subdomains') found.set(writeAllowedOrigin(value), value);
  }
  for (const pattern of patterns.flatMap(alternatives)) {
    const allowed = patternOrigin(pattern);
    if (allowed === null) return `The pattern ${pattern} is no origin or pattern of sub-domains.`;
    found.set(writeAllowedOrigin(allowed), allowed);
  }
  const all = [...found.values()];
  if (all.some(({ kind }) => kind === 'any') && all.length > 1)
    return 'Origins are named, and all others get "*".';
  // It stands first where there are patterns only, and one of them covers it.
  const patternsOnly = all.filter(({ kind }) => kind === 'subdomains');
  return all.filter(
    (each) =>
      each.kind !== 'exact' ||
      each.origin !== origins[0] ||
      !patternsOnly.some(
        (pattern) => coversOrigin(pattern, each.origin) && placeholderOf(pattern) === each.origin,
      ),
  );
}

/** An origin that a pattern covers, for where one has to be named. */
export function placeholderOf(allowed: AllowedOrigin): string | null {
  return allowed.kind === 'subdomains' ? writeAllowedOrigin(allowed).replace(/\*+/, 'any') : null;
}

/** `^(?:a|b)$` in its parts, each anchored. */
function alternatives(pattern: string): readonly string[] {
  const inner = /^\^\((?:\?:)?(.*)\)\$$/.exec(pattern)?.[1];
  if (inner === undefined) return [pattern];
  const parts: string[] = [''];
  let depth = 0;
  for (const [char] of inner.matchAll(/\\[^]|[^]/g)) {
    if (char === '(' || char === '[') depth++;
    if (char === ')' || char === ']') depth--;
    if (depth < 0) return [pattern];
    if (char === '|' && depth === 0) parts.push('');
    else parts[parts.length - 1] += char;
  }
  return parts.map((part) => `^${part}$`);
}

function names(list: string): readonly string[] | '*' {
  const all = list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return all.includes('*') ? '*' : all;
}

function lower(list: readonly string[] | '*'): readonly string[] | '*' {
  return list === '*' ? '*' : list.map((name) => name.toLowerCase());
}
