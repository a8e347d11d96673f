import { isMap, type YAMLMap } from 'yaml';
import {
  corsPolicy,
  exactOrigin,
  isPreflight,
  readAllowedOrigin,
  requestHeader,
  type AllowedOrigin,
  type CorsPolicy,
} from '../../policy/index.js';
import type { NetworkRequest } from '../../protocol/index.js';
import { originRegex, patternOrigin } from '../support/origin-regex.js';
import { compilePattern } from '../support/pattern.js';
import { entriesAt, itemsAt, nodeAt, spanOf, textAt } from '../support/yaml/read.js';
import type { SimulatedHeader, SimulatedResponse, Span, Upstream } from '../target.js';

/** The accessControl options of a headers middleware. */
export interface TraefikCors {
  readonly span: Span;
  readonly origins: readonly string[];
  readonly patterns: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly expose: readonly string[];
  readonly maxAge: number;
  readonly credentials: boolean;
  readonly vary: boolean;
}

/** The options of `headers` that CORS is about. https://doc.traefik.io/traefik/middlewares/http/headers/ */
export const OPTIONS = [
  'accessControlAllowCredentials',
  'accessControlAllowHeaders',
  'accessControlAllowMethods',
  'accessControlAllowOriginList',
  'accessControlAllowOriginListRegex',
  'accessControlExposeHeaders',
  'accessControlMaxAge',
  'addVaryHeader',
] as const;

/** The CORS options of a middleware; null where it has none. */
export function corsOf(spec: YAMLMap): TraefikCors | null {
  const headers = nodeAt(spec, 'headers');
  if (!isMap(headers) || !OPTIONS.some((option) => nodeAt(headers, option) !== null)) return null;
  const texts = (key: string): readonly string[] =>
    itemsAt(headers, key).flatMap((node) => textAt(node) ?? []);
  return {
    span: spanOf(headers),
    origins: texts('accessControlAllowOriginList'),
    patterns: texts('accessControlAllowOriginListRegex'),
    methods: texts('accessControlAllowMethods'),
    headers: texts('accessControlAllowHeaders'),
    expose: texts('accessControlExposeHeaders'),
    maxAge: Number(textAt(headers, 'accessControlMaxAge') ?? 0) || 0,
    credentials: textAt(headers, 'accessControlAllowCredentials') === 'true',
    vary: textAt(headers, 'addVaryHeader') === 'true',
  };
}

/**
 * What the headers middleware does: it answers every preflight with 200, and sets its
 * headers on what comes back, errors of Traefik's own among them.
 * traefik/traefik, pkg/middlewares/headers/header.go (processCorsHeaders, PostRequestModifyResponseHeaders)
 */
export function withCors(
  cors: TraefikCors,
  request: NetworkRequest,
  next: (request: NetworkRequest) => SimulatedResponse,
): SimulatedResponse {
  const { span, credentials } = cors;
  const origin = requestHeader(request, 'origin') ?? '';
  const allowed = allowedValue(cors, origin);
  const own = (given: readonly (readonly [string, string])[]): SimulatedHeader[] =>
    given.flatMap(([name, value]) => (value === '' ? [] : [{ name, value, span }]));
  if (
    request.method === 'OPTIONS' &&
    requestHeader(request, 'access-control-request-method') !== null
  )
    return {
      status: 200,
      answeredBy: 'server',
      span,
      headers: own([
        ['Access-Control-Allow-Credentials', credentials ? 'true' : ''],
        ['Access-Control-Allow-Headers', cors.headers.join(',')],
        ['Access-Control-Allow-Methods', cors.methods.join(',')],
        ['Access-Control-Allow-Origin', allowed ?? ''],
        ['Access-Control-Max-Age', String(cors.maxAge)],
      ]),
    };
  const answer = next(request);
  const set = own([
    ['Access-Control-Allow-Origin', allowed ?? ''],
    ['Access-Control-Allow-Credentials', credentials ? 'true' : ''],
    ['Access-Control-Expose-Headers', cors.expose.join(',')],
  ]);
  const names = new Set(set.map(({ name }) => name.toLowerCase()));
  const kept = answer.headers.filter(({ name }) => !names.has(name.toLowerCase()));
  return { ...answer, headers: withVary([...kept, ...set], cors) };
}

/** All Vary lines but the first are lost, and Origin put behind it. */
function withVary(
  headers: readonly SimulatedHeader[],
  { vary, span }: TraefikCors,
): readonly SimulatedHeader[] {
  if (!vary) return headers;
  const first = headers.find(({ name }) => name.toLowerCase() === 'vary');
  if (first?.value === 'Origin') return headers;
  const value = first === undefined ? 'Origin' : `${first.value},Origin`;
  return [
    ...headers.filter(({ name }) => name.toLowerCase() !== 'vary'),
    { name: 'Vary', value, span },
  ];
}

/** What is sent as Allow-Origin; null for nothing. Patterns match anywhere in the origin. */
function allowedValue(
  { origins, patterns, credentials }: TraefikCors,
  origin: string,
): string | null {
  for (const each of origins) {
    // With credentials "*" is echoed since 3.6.22.
    if (each === '*') return credentials ? origin : '*';
    if (each === origin) return origin;
  }
  return patterns.some((pattern) => matches(pattern, origin)) ? origin : null;
}

function matches(pattern: string, origin: string): boolean {
  return compilePattern(pattern, false)?.test(origin) ?? false;
}

/** The policy that a middleware makes; null where a pattern is none that a policy has. */
export function policyOf(cors: TraefikCors): CorsPolicy | null {
  const origins: (AllowedOrigin | null)[] = [
    ...cors.origins.map((text): AllowedOrigin | null => {
      if (text === '*') return { kind: 'any' };
      const { value } = readAllowedOrigin(text);
      return value?.kind === 'exact' || value?.kind === 'null' ? value : null;
    }),
    ...cors.patterns.map(patternOrigin),
  ];
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

/** A policy as the options of `headers`. */
export function corsJson(policy: CorsPolicy): Record<string, unknown> {
  const list = (names: readonly string[] | '*'): readonly string[] =>
    names === '*' ? ['*'] : names;
  const { origins, methods, requestHeaders, exposedHeaders, credentials, maxAge } = policy;
  const any = origins.some(({ kind }) => kind === 'any');
  const exact = origins.flatMap((each) =>
    each.kind === 'exact' ? each.origin : each.kind === 'null' ? 'null' : [],
  );
  const patterns = origins.flatMap((each) =>
    each.kind === 'subdomains' ? `^${originRegex(each)}$` : [],
  );
  return {
    ...(exact.length > 0 || any ? { accessControlAllowOriginList: any ? ['*'] : exact } : {}),
    ...(patterns.length > 0 ? { accessControlAllowOriginListRegex: patterns } : {}),
    ...(methods.length === 0 ? {} : { accessControlAllowMethods: list(methods) }),
    ...(requestHeaders.length === 0 ? {} : { accessControlAllowHeaders: list(requestHeaders) }),
    ...(exposedHeaders.length === 0 ? {} : { accessControlExposeHeaders: list(exposedHeaders) }),
    ...(credentials ? { accessControlAllowCredentials: true } : {}),
    ...(maxAge === null ? {} : { accessControlMaxAge: maxAge }),
    ...(any ? {} : { addVaryHeader: true }),
  };
}

/** A header that a middleware sets on every answer from behind it: `customResponseHeaders`. */
export interface CustomHeader {
  readonly name: string;
  /** Empty to take it away. */
  readonly value: string;
  readonly span: Span;
}

/** The CORS headers among customResponseHeaders. */
export function customCors(spec: YAMLMap): readonly CustomHeader[] {
  return entriesAt(spec, 'headers', 'customResponseHeaders')
    .filter(({ key }) => /^access-control-/i.test(key))
    .map(({ key, keySpan, value }) => ({ name: key, value: textAt(value) ?? '', span: keySpan }));
}

/** An answer with headers set or taken away. They are set before those of CORS. */
export function withCustom(
  custom: readonly CustomHeader[],
  answer: SimulatedResponse,
): SimulatedResponse {
  const names = new Set(custom.map(({ name }) => name.toLowerCase()));
  const kept = answer.headers.filter(({ name }) => !names.has(name.toLowerCase()));
  return { ...answer, headers: [...kept, ...custom.filter(({ value }) => value !== '')] };
}

/** Whether a request is one that some middleware before CORS would turn away: an upstream of a login. */
export function refusesPreflights(spec: YAMLMap): boolean {
  return ['basicAuth', 'digestAuth', 'forwardAuth'].some((key) => nodeAt(spec, key) !== null);
}

/** A login before the CORS middleware: who brings none is turned away. */
export const turnedAway: Upstream = () => ({
  status: 401,
  headers: [['WWW-Authenticate', 'Basic realm="traefik"']],
});

/** Whether a login lets a request through: what carries one is taken to be let in. */
export function carriesLogin(request: NetworkRequest): boolean {
  return (
    !isPreflight(request) &&
    (request.credentials || requestHeader(request, 'authorization') !== null)
  );
}
