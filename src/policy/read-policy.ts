import { normalizeMethod } from '../protocol/index.js';
import { writeAllowedOrigin, type AllowedOrigin } from './allowed-origin.js';
import type { CorsPolicy } from './policy.js';
import { readAllowedOrigin, type OriginFault } from './read-origin.js';

/** A policy as people write it, each list entry by entry. */
export interface PolicyText {
  /** `https://app.example.com`, `https://*.example.com`, `https://**.example.com`, `*`, `null`. */
  readonly origins: readonly string[];
  readonly methods?: readonly string[];
  readonly requestHeaders?: readonly string[];
  readonly exposedHeaders?: readonly string[];
  /** Default: no. */
  readonly credentials?: boolean;
  /** Seconds; null for no matter. */
  readonly maxAge?: string | number | null;
}

/** One entry that cannot be read. */
export interface PolicyFault {
  readonly about: 'origins' | 'methods' | 'requestHeaders' | 'exposedHeaders' | 'maxAge';
  /** As it was written. */
  readonly entry: string;
  readonly fault: OriginFault | 'wildcard-with-others' | 'not-a-number';
  /** What was meant, where that is clear. */
  readonly meant: string | null;
}

/** A policy when all of it can be read, and every entry that cannot. */
export interface PolicyReading {
  readonly value: CorsPolicy | null;
  readonly problems: readonly PolicyFault[];
}

/**
 * Reads a policy: origins strictly (see readAllowedOrigin), methods as browsers
 * send them, header names in lower case, each once. Whether it is sensible is
 * for validatePolicy to say.
 */
export function readPolicy(text: PolicyText): PolicyReading {
  const problems: PolicyFault[] = [];
  const value: CorsPolicy = {
    origins: readOrigins(text.origins, problems),
    methods: readList('methods', (text.methods ?? []).map(normalizeMethod), problems),
    requestHeaders: readList('requestHeaders', (text.requestHeaders ?? []).map(lower), problems),
    exposedHeaders: readList('exposedHeaders', (text.exposedHeaders ?? []).map(lower), problems),
    credentials: text.credentials === true,
    maxAge: readMaxAge(text.maxAge ?? null, problems),
    privateNetwork: false,
  };
  return { value: problems.length === 0 ? value : null, problems };
}

function readOrigins(entries: readonly string[], problems: PolicyFault[]): AllowedOrigin[] {
  const origins = new Map<string, AllowedOrigin>();
  for (const entry of entries) {
    const { value, fault, repaired } = readAllowedOrigin(entry);
    if (value !== null) origins.set(writeAllowedOrigin(value), value);
    if (fault === null) continue;
    const meant = repaired === null ? null : writeAllowedOrigin(repaired);
    problems.push({ about: 'origins', entry, fault, meant });
  }
  return [...origins.values()];
}

function readList(
  about: 'methods' | 'requestHeaders' | 'exposedHeaders',
  entries: readonly string[],
  problems: PolicyFault[],
): readonly string[] | '*' {
  const list = [...new Set(entries)];
  if (!list.includes('*')) return list;
  if (list.length > 1)
    problems.push({ about, entry: list.join(','), fault: 'wildcard-with-others', meant: null });
  return '*';
}

function readMaxAge(given: string | number | null, problems: PolicyFault[]): number | null {
  if (given === null) return null;
  const text = String(given);
  if (!/^-?\d{1,15}$/.test(text)) {
    problems.push({ about: 'maxAge', entry: text, fault: 'not-a-number', meant: null });
    return null;
  }
  return Number(text);
}

function lower(name: string): string {
  return name.toLowerCase();
}
