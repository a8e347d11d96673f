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
import { itemsAt, nodeAt, spanOf, textAt } from '../support/yaml/read.js';
import type { Span } from '../target.js';
import { holds, stringMatch, type StringMatch } from './routes.js';

/** A corsPolicy of a route: https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy */
export interface IstioCors {
  readonly span: Span;
  readonly origins: readonly (StringMatch & { readonly span: Span })[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly expose: readonly string[];
  /** Seconds; null where none is said. */
  readonly maxAge: number | null;
  readonly credentials: boolean;
  readonly unmatchedPreflights: string;
}

/** The corsPolicy of a route; null where it has none. */
export function corsOf(route: YAMLMap): IstioCors | null {
  const cors = nodeAt(route, 'corsPolicy');
  if (!isMap(cors)) return null;
  const texts = (key: string): readonly string[] =>
    itemsAt(cors, key).flatMap((node) => textAt(node) ?? []);
  return {
    span: spanOf(cors),
    origins: [
      ...itemsAt(cors, 'allowOrigins').flatMap((node) => {
        const match = stringMatch(node);
        return match === null ? [] : [{ ...match, span: spanOf(node) }];
      }),
      // Deprecated since 1.6, and still read: whole origins, or "*".
      ...itemsAt(cors, 'allowOrigin').flatMap((node) => {
        const value = textAt(node);
        return value === null ? [] : [{ kind: 'exact' as const, value, span: spanOf(node) }];
      }),
    ],
    methods: texts('allowMethods'),
    headers: texts('allowHeaders'),
    expose: texts('exposeHeaders'),
    maxAge: seconds(textAt(cors, 'maxAge')),
    credentials: textAt(cors, 'allowCredentials') === 'true',
    unmatchedPreflights: textAt(cors, 'unmatchedPreflights') ?? 'FORWARD',
  };
}

/** A duration as `24h`, `90s`, `1m30s`: https://protobuf.dev/reference/protobuf/google.protobuf/#duration */
export function seconds(text: string | null): number | null {
  if (text === null || !/^(?:\d+(?:\.\d+)?(?:h|m|s|ms))+$/.test(text)) return null;
  const units = { h: 3600, m: 60, s: 1, ms: 0.001 } as const;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  const all = parts.reduce(
    (sum, [, count = '0', unit = 's']) => sum + Number(count) * units[unit as keyof typeof units],
    0,
  );
  return Math.floor(all);
}

/** For the filter that Istio makes of it. */
export function envoyOf(cors: IstioCors): EnvoyCors {
  return {
    matches: (origin) =>
      cors.origins.some(
        (each) => (each.kind === 'exact' && each.value === '*') || holds(each, origin),
      ),
    allowMethods: cors.methods.join(','),
    allowHeaders: cors.headers.join(','),
    exposeHeaders: cors.expose.join(','),
    maxAge: cors.maxAge === null ? '' : String(cors.maxAge),
    allowCredentials: cors.credentials,
    allowPrivateNetwork: false,
    forwardsUnmatched: cors.unmatchedPreflights !== 'IGNORE',
    span: cors.span,
  };
}

/** Who an entry lets in; null where no policy says that. */
export function originOf({ kind, value }: StringMatch): AllowedOrigin | null {
  if (kind === 'exact') {
    if (value === '*') return { kind: 'any' };
    const read = readAllowedOrigin(value).value;
    return read?.kind === 'exact' || read?.kind === 'null' ? read : null;
  }
  if (kind === 'regex') return value === '.*' ? { kind: 'any' } : patternOrigin(`^${value}$`);
  return null;
}

/** The policy that a route's settings make; null where an entry is none that a policy has. */
export function policyOf(cors: IstioCors): CorsPolicy | null {
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
    maxAge: cors.maxAge,
  });
}

/** A policy as a route says it. */
export function corsJson(policy: CorsPolicy): Record<string, unknown> {
  const list = (names: readonly string[] | '*'): readonly string[] =>
    names === '*' ? ['*'] : names;
  const { methods, requestHeaders, exposedHeaders, maxAge } = policy;
  return {
    allowOrigins: policy.origins.map((allowed) =>
      allowed.kind === 'any'
        ? { regex: '.*' }
        : allowed.kind === 'subdomains'
          ? { regex: originRegex(allowed) }
          : { exact: allowed.kind === 'null' ? 'null' : allowed.origin },
    ),
    ...(methods.length === 0 ? {} : { allowMethods: list(methods) }),
    ...(requestHeaders.length === 0 ? {} : { allowHeaders: list(requestHeaders) }),
    ...(exposedHeaders.length === 0 ? {} : { exposeHeaders: list(exposedHeaders) }),
    allowCredentials: policy.credentials,
    ...(maxAge === null ? {} : { maxAge: `${maxAge}s` }),
    // A preflight of another origin would else go on to the service.
    unmatchedPreflights: 'IGNORE',
  };
}
