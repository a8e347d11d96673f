import { isMap, type YAMLMap } from 'yaml';
import {
  corsPolicy,
  readAllowedOrigin,
  writeAllowedOrigin,
  type AllowedOrigin,
  type CorsPolicy,
} from '../../policy/index.js';
import { EVERY_HEADER, type EnvoyCors } from '../support/envoy-cors.js';
import { itemsAt, nodeAt, spanOf, textAt } from '../support/yaml/read.js';
import type { Span } from '../target.js';

/** spec.cors of a SecurityPolicy: https://gateway.envoyproxy.io/docs/api/extension_types/#cors */
export interface GatewayCors {
  readonly span: Span;
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly expose: readonly string[];
  readonly maxAge: string | null;
  readonly credentials: boolean;
}

/** What the object's schema takes as an origin. */
const ORIGIN = /^(?:\*|https?:\/\/(?:\*|(?:\*\.)?(?:(?:[\w-]+\.?)+)?[\w-]+)(?::\d{1,5})?)$/;

/** The CORS settings of a policy; null where it has none. */
export function corsOf(policy: YAMLMap): GatewayCors | null {
  const cors = nodeAt(policy, 'spec', 'cors');
  if (!isMap(cors)) return null;
  const texts = (key: string): readonly string[] =>
    itemsAt(cors, key).flatMap((node) => textAt(node) ?? []);
  return {
    span: spanOf(cors),
    origins: texts('allowOrigins'),
    methods: texts('allowMethods'),
    headers: texts('allowHeaders'),
    expose: texts('exposeHeaders'),
    maxAge: textAt(cors, 'maxAge'),
    credentials: textAt(cors, 'allowCredentials') === 'true',
  };
}

/** Seconds of a duration as `24h`, `1m30s`. */
function seconds(text: string | null): number | null {
  if (text === null || !/^(?:\d+(?:\.\d+)?(?:h|m|s|ms))+$/.test(text)) return null;
  const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  return Math.floor(
    parts.reduce((sum, [, n = '0', unit = 's']) => sum + Number(n) * units[unit]!, 0),
  );
}

/**
 * For the filter that Envoy Gateway makes of it: a wildcard becomes `.*`, and a
 * preflight that does not match is not passed on.
 * envoyproxy/gateway, internal/gatewayapi/securitypolicy.go (buildCORS), internal/xds/translator/cors.go
 */
export function envoyOf(cors: GatewayCors): EnvoyCors {
  const age = seconds(cors.maxAge);
  return {
    matches: (origin) =>
      cors.origins.some((text) => {
        if (!text.includes('*')) return text === origin;
        const pattern = text.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
        return new RegExp(`^${pattern}$`).test(origin);
      }),
    // One "*" among others stands for all of them.
    allowMethods: cors.methods.includes('*') ? '*' : cors.methods.join(', '),
    allowHeaders: cors.headers.includes('*') ? '*' : cors.headers.join(', '),
    exposeHeaders: cors.expose.join(', '),
    maxAge: age === null ? '' : String(age),
    allowCredentials: cors.credentials,
    allowPrivateNetwork: false,
    forwardsUnmatched: false,
    span: cors.span,
  };
}

/** The policy that the settings make; null for wildcards that no policy has. */
export function policyOf(cors: GatewayCors): CorsPolicy | null {
  const origins = cors.origins.map((text): AllowedOrigin | null => {
    if (text === '*') return { kind: 'any' };
    const { value } = readAllowedOrigin(text);
    if (value === null || value.kind === 'any' || value.kind === 'null') return null;
    return value.kind === 'subdomains' ? { ...value, depth: 'any' } : value;
  });
  if (origins.some((each) => each === null)) return null;
  const list = (names: readonly string[]): readonly string[] | '*' =>
    names.includes('*') ? '*' : names;
  const lower = (names: readonly string[]): readonly string[] | '*' =>
    list(names.map((name) => name.toLowerCase()));
  return corsPolicy({
    origins: origins.flatMap((each) => each ?? []),
    methods: list(cors.methods),
    requestHeaders: lower(cors.headers),
    exposedHeaders: lower(cors.expose),
    credentials: cors.credentials,
    maxAge: seconds(cors.maxAge),
  });
}

/** A policy as spec.cors. */
export function corsJson(policy: CorsPolicy): Record<string, unknown> {
  const list = (names: readonly string[] | '*'): readonly string[] =>
    names === '*' ? ['*'] : names;
  const { methods, requestHeaders, exposedHeaders, credentials, maxAge } = policy;
  return {
    allowOrigins: policy.origins.map(entryFor),
    ...(methods.length === 0 ? {} : { allowMethods: list(methods) }),
    ...(requestHeaders.length === 0 ? {} : { allowHeaders: list(requestHeaders) }),
    ...(exposedHeaders.length === 0 ? {} : { exposeHeaders: list(exposedHeaders) }),
    ...(maxAge === null ? {} : { maxAge: `${maxAge}s` }),
    ...(credentials ? { allowCredentials: true } : {}),
  };
}

function entryFor(allowed: AllowedOrigin): string {
  return writeAllowedOrigin(allowed).replace('**', '*');
}

/** What SecurityPolicies cannot say of a policy, a sentence each. */
export function cannotSay(policy: CorsPolicy): string[] {
  const reasons = policy.origins.flatMap((allowed): string[] => {
    const text = writeAllowedOrigin(allowed);
    if (allowed.kind === 'null')
      return [
        'null: allowOrigins takes http and https origins only; serve the page from an origin of its own.',
      ];
    if (allowed.kind === 'subdomains' && allowed.depth === 'one')
      return [
        `${text}: a wildcard stands for any number of labels here; write ${text.replace('*', '**')} if that is meant, or list the names.`,
      ];
    return ORIGIN.test(entryFor(allowed))
      ? []
      : [
          `${text}: allowOrigins takes http and https, names of letters, digits, "-" and "_", and a port.`,
        ];
  });
  if (policy.requestHeaders === '*') reasons.push(EVERY_HEADER);
  if (policy.privateNetwork)
    reasons.push(
      'A SecurityPolicy has no word for Access-Control-Allow-Private-Network; let the API itself send it.',
    );
  return reasons;
}
