import {
  corsPolicy,
  exactOrigin,
  isPreflight,
  readAllowedOrigin,
  requestHeader,
  type AllowedOrigin,
  type CorsPolicy,
} from '../../policy/index.js';
import { parseUrl, type NetworkRequest } from '../../protocol/index.js';
import { originRegex, patternOrigin } from '../support/origin-regex.js';
import { compilePattern } from '../support/pattern.js';
import { itemsAt, spanOf, textAt } from '../support/yaml/read.js';
import type { SimulatedHeader, SimulatedResponse, Span, Upstream } from '../target.js';
import { configOf, type CorsPlugin } from './objects.js';

/** The plugin's configuration: https://developer.konghq.com/plugins/cors/reference/ */
export interface KongCors {
  readonly span: Span;
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly exposed: readonly string[];
  readonly credentials: boolean;
  readonly maxAge: string | null;
  readonly preflightContinue: boolean;
  readonly privateNetwork: boolean;
}

/** Sent where `methods` is not set. */
const ALL_METHODS = [
  'GET',
  'HEAD',
  'PUT',
  'PATCH',
  'POST',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'CONNECT',
];

/** Methods that the plugin's schema takes. */
export const METHODS: ReadonlySet<string> = new Set(ALL_METHODS);

/** What looks like no regular expression to the plugin. */
const PLAIN = /^[A-Za-z0-9.:/-]+$/;

/** The configuration of a plugin. */
export function corsOf(plugin: CorsPlugin): KongCors {
  const config = configOf(plugin);
  const texts = (key: string): readonly string[] =>
    itemsAt(config, key).flatMap((node) => textAt(node) ?? []);
  const methods = texts('methods');
  return {
    span: spanOf(config ?? plugin.node),
    origins: texts('origins'),
    methods: methods.length === 0 ? ALL_METHODS : methods,
    headers: texts('headers'),
    exposed: texts('exposed_headers'),
    credentials: textAt(config, 'credentials') === 'true',
    maxAge: textAt(config, 'max_age'),
    preflightContinue: textAt(config, 'preflight_continue') === 'true',
    privateNetwork: textAt(config, 'private_network') === 'true',
  };
}

/**
 * What the plugin does: kong/plugins/cors/handler.lua. Every preflight gets 200, of
 * origins that do not match without Allow-Origin.
 */
export function withCors(
  cors: KongCors,
  request: NetworkRequest,
  upstream: Upstream,
  span: Span | null,
): SimulatedResponse {
  const origin = requestHeader(request, 'origin');
  if (isPreflight(request) && !cors.preflightContinue)
    return {
      status: 200,
      headers: lines(cors.span, [...originLines(cors, origin), ...preflightLines(cors, request)]),
      answeredBy: 'server',
      span: cors.span,
    };
  const { status, headers } = upstream(request);
  const set = isPreflight(request)
    ? []
    : lines(cors.span, [
        ...originLines(cors, origin),
        ['Access-Control-Expose-Headers', cors.exposed.join(',')],
      ]);
  const names = new Set(
    set.map(({ name }) => name.toLowerCase()).filter((name) => name !== 'vary'),
  );
  // What does not match is not left to the service either.
  if (!isPreflight(request)) names.add('access-control-allow-origin');
  const kept = headers
    .filter(([name]) => !names.has(name.toLowerCase()))
    .map(([name, value]) => ({ name, value, span: null }));
  return { status, headers: [...kept, ...set], answeredBy: 'upstream', span };
}

type Line = readonly [name: string, value: string];

/** configure_origin and configure_credentials. */
function originLines(cors: KongCors, origin: string | null): readonly Line[] {
  const { origins, credentials } = cors;
  const [only = '*'] = origins;
  const vary: Line = ['Vary', 'Origin'];
  // Beside others "*" goes before all of them, where there is an Origin to compare.
  const among = origins.length > 1 && origin !== null && origins.includes('*');
  if (among || (origins.length <= 1 && only === '*')) {
    if (!credentials || origin === null)
      return [['Access-Control-Allow-Origin', '*'], ...(among ? [vary] : [])];
    return [
      ['Access-Control-Allow-Origin', origin],
      ['Access-Control-Allow-Credentials', 'true'],
      vary,
    ];
  }
  const allowed = origins.length === 1 && PLAIN.test(only) ? only : matchedOrigin(origins, origin);
  return [
    ['Access-Control-Allow-Origin', allowed ?? ''],
    ['Access-Control-Allow-Credentials', credentials ? 'true' : ''],
    vary,
  ];
}

function matchedOrigin(origins: readonly string[], origin: string | null): string | null {
  if (origin === null) return null;
  const url = parseUrl(origin);
  const host = url?.hostname ?? origin;
  const found = origins.some((entry) => {
    if (PLAIN.test(entry)) return normalized(entry) === normalized(origin);
    // Anchored at both ends, whether the entry says so or not; without a colon it is for the host.
    const pattern = entry.replace(/^\^/, '').replace(/\$?$/, '$');
    const subject = entry.includes(':') ? normalized(origin) : host;
    return compilePattern(`^(?:${pattern})`, false)?.test(subject) ?? false;
  });
  return found ? normalized(origin) : null;
}

/** Scheme, host and port alone, without the scheme's own port: a slash at the end of an entry counts for nothing. */
function normalized(origin: string): string {
  const [bare = origin] = /^[a-z][a-z0-9+.-]*:\/\/[^/]+/i.exec(origin) ?? [];
  return bare.replace(/^(http:\/\/[^:]+):80$/, '$1').replace(/^(https:\/\/[^:]+):443$/, '$1');
}

function preflightLines(cors: KongCors, request: NetworkRequest): readonly Line[] {
  const asked = (name: string): string => requestHeader(request, name) ?? '';
  const network = asked('access-control-request-private-network') === 'true';
  return [
    [
      'Access-Control-Allow-Headers',
      cors.headers.length > 0 ? cors.headers.join(',') : asked('access-control-request-headers'),
    ],
    ['Access-Control-Allow-Methods', cors.methods.join(',')],
    ['Access-Control-Max-Age', cors.maxAge ?? ''],
    ['Access-Control-Allow-Private-Network', cors.privateNetwork && network ? 'true' : ''],
  ];
}

function lines(span: Span, given: readonly Line[]): SimulatedHeader[] {
  return given.flatMap(([name, value]) => (value === '' ? [] : [{ name, value, span }]));
}

/**
 * Who an entry lets in; null for patterns that no policy has, and for what no origin is.
 * @param several whether there are others: then what comes behind the port counts for nothing
 */
export function originOf(entry: string, several: boolean): AllowedOrigin | null {
  if (entry === '*') return { kind: 'any' };
  if (!PLAIN.test(entry))
    return entry.includes(':') ? patternOrigin(`^${entry.replace(/^\^|\$$/g, '')}$`) : null;
  const { value, repaired, fault } = readAllowedOrigin(entry);
  const read = several && fault !== 'upper-case' ? (value ?? repaired) : value;
  return read?.kind === 'exact' || read?.kind === 'null' ? read : null;
}

/** The policy that a configuration makes; null for patterns that no policy has, and for mirrored headers with credentials. */
export function policyOf(cors: KongCors): CorsPolicy | null {
  const origins =
    cors.origins.length === 0
      ? [{ kind: 'any' as const }]
      : cors.origins.map((entry) => originOf(entry, cors.origins.length > 1));
  if (origins.some((each) => each === null)) return null;
  const any = origins.find((each) => each?.kind === 'any');
  const lower = (names: readonly string[]): readonly string[] | '*' =>
    names.length === 1 && names[0] === '*' ? '*' : names.map((name) => name.toLowerCase());
  return corsPolicy({
    origins:
      any === undefined || any === null
        ? origins.flatMap((each) =>
            each === null ? [] : each.kind === 'exact' ? exactOrigin(each.origin) : each,
          )
        : [any],
    methods: cors.methods,
    requestHeaders: cors.headers.length === 0 ? '*' : lower(cors.headers),
    exposedHeaders: lower(cors.exposed),
    credentials: cors.credentials,
    maxAge: cors.maxAge === null ? null : Number(cors.maxAge),
    privateNetwork: cors.privateNetwork,
  });
}

/** A policy as the plugin's configuration. What is left out would mean everything. */
export function corsJson(policy: CorsPolicy): Record<string, unknown> {
  const list = (names: readonly string[] | '*', instead: string): readonly string[] =>
    names === '*' ? ['*'] : names.length === 0 ? [instead] : names;
  const { methods, requestHeaders, exposedHeaders, credentials, maxAge, privateNetwork } = policy;
  return {
    origins: policy.origins.map(entryFor),
    methods: list(methods, 'GET'),
    headers: list(requestHeaders, 'Accept'),
    ...(exposedHeaders.length === 0 ? {} : { exposed_headers: list(exposedHeaders, '') }),
    credentials,
    ...(maxAge === null ? {} : { max_age: maxAge }),
    ...(privateNetwork ? { private_network: true } : {}),
  };
}

function entryFor(allowed: AllowedOrigin): string {
  if (allowed.kind === 'any') return '*';
  if (allowed.kind === 'null') return 'null';
  const plain = allowed.kind === 'exact' && PLAIN.test(allowed.origin);
  return plain ? allowed.origin : `^${originRegex(allowed)}$`;
}
