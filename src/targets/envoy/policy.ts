import {
  corsPolicy,
  readAllowedOrigin,
  type AllowedOrigin,
  type CorsPolicy,
} from '../../policy/index.js';
import { originRegex, patternOrigin } from '../support/origin-regex.js';
import type { CorsSettings } from './cors.js';
import { holds, type StringMatcher } from './match.js';

/** Who an entry lets in; null where no policy says that. */
export function originOf(matcher: StringMatcher): AllowedOrigin | null {
  const { kind, value } = matcher;
  // An entry that takes the text "*" lets everybody in.
  if (holds(matcher, '*') || (kind === 'regex' && value === '.+')) return { kind: 'any' };
  if (kind === 'regex') return patternOrigin(`^${value.replace(/^\^|\$$/g, '')}$`);
  if (kind !== 'exact') return null;
  const read = readAllowedOrigin(value).value;
  return read?.kind === 'exact' || read?.kind === 'null' ? read : null;
}

/** The policy that settings make; null where an entry is none that a policy has. */
export function policyOf(settings: CorsSettings): CorsPolicy | null {
  const origins = settings.origins.map(originOf);
  if (origins.includes(null)) return null;
  const any = origins.find((each) => each?.kind === 'any');
  const { maxAge, credentials, privateNetwork } = settings;
  const lower = (text: string): readonly string[] | '*' => {
    const names = namesOf(text);
    return names === '*' ? names : names.map((name) => name.toLowerCase());
  };
  return corsPolicy({
    origins: any === undefined || any === null ? origins.flatMap((each) => each ?? []) : [any],
    methods: namesOf(settings.methods),
    requestHeaders: lower(settings.headers),
    exposedHeaders: lower(settings.expose),
    credentials,
    maxAge: /^\d+$/.test(maxAge) ? Number(maxAge) : null,
    privateNetwork,
  });
}

function namesOf(text: string): readonly string[] | '*' {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.length === 1 && names[0] === '*' ? '*' : names;
}

/**
 * A policy as a CorsPolicy. What the levels around it say holds where this one says
 * nothing, so that what they say and the policy does not is answered with names that
 * need no permission.
 */
export function corsJson(policy: CorsPolicy, around: CorsSettings | null): Record<string, unknown> {
  const { methods, requestHeaders, exposedHeaders, maxAge, credentials, privateNetwork } = policy;
  const list = (names: readonly string[] | '*', inherited: string, harmless: string): string =>
    names === '*' ? '*' : names.length > 0 ? names.join(', ') : inherited === '' ? '' : harmless;
  const texts = {
    allow_methods: list(methods, around?.methods ?? '', 'GET'),
    allow_headers: list(requestHeaders, around?.headers ?? '', 'accept'),
    expose_headers: list(exposedHeaders, around?.expose ?? '', 'cache-control'),
    max_age: maxAge === null ? '' : String(maxAge),
  };
  return {
    '@type': 'type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy',
    allow_origin_string_match: policy.origins.map(matcherFor),
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')),
    allow_credentials: credentials,
    ...(privateNetwork || around?.privateNetwork === true
      ? { allow_private_network_access: privateNetwork }
      : {}),
    // A preflight of another origin would else go on to the service.
    forward_not_matching_preflights: false,
  };
}

/** Turns the filter off where a level around says that it is on. */
export const OFF = {
  '@type': 'type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy',
  filter_enabled: { default_value: { numerator: 0, denominator: 'HUNDRED' } },
};

function matcherFor(allowed: AllowedOrigin): Record<string, unknown> {
  switch (allowed.kind) {
    case 'any':
      return { safe_regex: { regex: '.*' } };
    case 'subdomains':
      return { safe_regex: { regex: originRegex(allowed) } };
    case 'null':
      return { exact: 'null' };
    case 'exact':
      return { exact: allowed.origin };
  }
}
