import { isMap, type YAMLMap } from 'yaml';
import {
  corsPolicy,
  exactOrigin,
  readAllowedOrigin,
  type AllowedOrigin,
  type CorsPolicy,
} from '../../policy/index.js';
import type { EnvoyCors } from '../support/envoy-cors.js';
import { originRegex, patternOrigin } from '../support/origin-regex.js';
import { compilePattern } from '../support/pattern.js';
import { itemsAt, nodeAt, spanOf, textAt } from '../support/yaml/read.js';
import type { Span } from '../target.js';

/** The corsPolicy of a virtual host: https://projectcontour.io/docs/main/config/cors/ */
export interface ContourCors {
  readonly span: Span;
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly expose: readonly string[];
  readonly maxAge: string | null;
  readonly credentials: boolean;
  readonly privateNetwork: boolean;
}

/** The policy of a virtual host; null where it has none. */
export function corsOf(virtualHost: YAMLMap): ContourCors | null {
  const cors = nodeAt(virtualHost, 'corsPolicy');
  if (!isMap(cors)) return null;
  const texts = (key: string): readonly string[] =>
    itemsAt(cors, key).flatMap((node) => textAt(node) ?? []);
  return {
    span: spanOf(cors),
    origins: texts('allowOrigin'),
    methods: texts('allowMethods'),
    headers: texts('allowHeaders'),
    expose: texts('exposeHeaders'),
    maxAge: textAt(cors, 'maxAge'),
    credentials: textAt(cors, 'allowCredentials') === 'true',
    privateNetwork: textAt(cors, 'allowPrivateNetwork') === 'true',
  };
}

/** Seconds of "10m", "600s", "1h30m"; "0" turns caching off. */
export function secondsOf(text: string | null): number | null {
  if (text === null) return null;
  if (text === '0') return 0;
  if (!/^(?:\d+(?:\.\d+)?(?:h|m|s|ms))+$/.test(text)) return null;
  const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  return Math.floor(
    parts.reduce((sum, [, n = '0', unit = 's']) => sum + Number(n) * units[unit]!, 0),
  );
}

/** What Go's net/url takes for a host and its port: a `*` is among it, a backslash is not. */
const GO_HOST = /^[A-Za-z0-9_.~!$&'()*+,;=<>"-][A-Za-z0-9_.~!$&'()*+,;=<>"[\]-]*(?::\d*)?$/;
const GO_BRACKETS = /^\[[0-9A-Fa-f:.]*\](?::\d*)?$/;

/**
 * How Contour reads an entry: `*`, an origin, or else a regular expression.
 * projectcontour/contour, internal/dag/httpproxy_processor.go (toCORSPolicy)
 */
export function entryOf(text: string): { readonly exact: string } | { readonly regex: string } {
  if (text === '*') return { regex: '.*' };
  const host = /^[a-z][a-z0-9+.-]*:\/\/([^/?#@]+)$/.exec(text)?.[1];
  return host !== undefined && (GO_HOST.test(host) || GO_BRACKETS.test(host))
    ? { exact: text }
    : { regex: text };
}

/** For the filter that Contour makes of it. */
export function envoyOf(cors: ContourCors): EnvoyCors {
  const age = secondsOf(cors.maxAge);
  return {
    matches: (origin) =>
      cors.origins.some((text) => {
        const entry = entryOf(text);
        if ('exact' in entry) return entry.exact.toLowerCase() === origin.toLowerCase();
        return compilePattern(entry.regex, true)?.test(origin) ?? false;
      }),
    allowMethods: cors.methods.join(','),
    allowHeaders: cors.headers.join(','),
    exposeHeaders: cors.expose.join(','),
    maxAge: age === null ? '' : String(age),
    allowCredentials: cors.credentials,
    allowPrivateNetwork: cors.privateNetwork,
    forwardsUnmatched: true,
    span: cors.span,
  };
}

/** Who an entry lets in; null where no policy says that. */
export function originOf(text: string): AllowedOrigin | null {
  const entry = entryOf(text);
  if ('regex' in entry)
    return entry.regex === '.*'
      ? { kind: 'any' }
      : entry.regex === 'null'
        ? { kind: 'null' }
        : patternOrigin(`^${entry.regex.replace(/^\^|\$$/g, '')}$`);
  const { value } = readAllowedOrigin(entry.exact.toLowerCase());
  return value?.kind === 'exact' ? value : null;
}

/** The policy that the settings make; null where an entry is none that a policy has. */
export function policyOf(cors: ContourCors): CorsPolicy | null {
  const origins = cors.origins.map(originOf);
  if (origins.some((each) => each === null)) return null;
  const list = (names: readonly string[]): readonly string[] | '*' =>
    names.length === 1 && names[0] === '*' ? '*' : names;
  const lower = (names: readonly string[]): readonly string[] | '*' =>
    list(names.map((name) => name.toLowerCase()));
  return corsPolicy({
    origins: origins.flatMap((each) =>
      each === null ? [] : each.kind === 'exact' ? exactOrigin(each.origin) : each,
    ),
    methods: list(cors.methods),
    requestHeaders: lower(cors.headers),
    exposedHeaders: lower(cors.expose),
    credentials: cors.credentials,
    maxAge: secondsOf(cors.maxAge),
    privateNetwork: cors.privateNetwork,
  });
}

/** An allowed origin as an entry; what is not read as an origin is written as a pattern. */
function entryFor(allowed: AllowedOrigin): string {
  if (allowed.kind === 'any') return '*';
  const plain = allowed.kind === 'exact' && 'exact' in entryOf(allowed.origin);
  return plain ? allowed.origin : originRegex(allowed);
}

/** A policy as a virtual host says it. allowMethods is required. */
export function corsJson(policy: CorsPolicy): Record<string, unknown> {
  const list = (names: readonly string[] | '*'): readonly string[] =>
    names === '*' ? ['*'] : names;
  const { methods, requestHeaders, exposedHeaders, credentials, maxAge, privateNetwork } = policy;
  return {
    allowCredentials: credentials,
    allowOrigin: policy.origins.map(entryFor),
    allowMethods: methods.length === 0 ? ['GET'] : list(methods),
    ...(requestHeaders.length === 0 ? {} : { allowHeaders: list(requestHeaders) }),
    ...(exposedHeaders.length === 0 ? {} : { exposeHeaders: list(exposedHeaders) }),
    ...(maxAge === null ? {} : { maxAge: maxAge === 0 ? '0' : `${maxAge}s` }),
    ...(privateNetwork ? { allowPrivateNetwork: true } : {}),
  };
}
