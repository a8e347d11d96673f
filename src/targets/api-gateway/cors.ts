import { isMap, type Node } from 'yaml';
import {
  corsPolicy,
  exactOrigin,
  isPreflight,
  readAllowedOrigin,
  requestHeader,
  writeAllowedOrigin,
  type AllowedOrigin,
  type CorsPolicy,
} from '../../policy/index.js';
import type { NetworkRequest } from '../../protocol/index.js';
import { intrinsicsIn, knownText } from '../support/cloudformation/template.js';
import { itemsAt, nodeAt, spanOf } from '../support/yaml/read.js';
import type { SimulatedHeader, Span } from '../target.js';

/** A text and where it stands. */
export interface Entry {
  readonly text: string;
  readonly span: Span;
}

/**
 * The CORS configuration of an HTTP API:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export interface HttpCors {
  readonly span: Span;
  readonly origins: readonly Entry[];
  readonly methods: readonly Entry[];
  readonly headers: readonly Entry[];
  readonly expose: readonly Entry[];
  /** Seconds; null where none is said. */
  readonly maxAge: (Entry & { readonly seconds: number }) | null;
  readonly credentials: boolean;
  /** What of it is known only when the template is deployed. */
  readonly unknown: readonly Node[];
}

/** In lower camel case in OpenAPI, else with a capital letter. */
function fieldOf(node: Node | null, name: string): Node | null {
  return nodeAt(node, name) ?? nodeAt(node, name[0]!.toLowerCase() + name.slice(1));
}

/**
 * The configuration that some parts make: SAM adds what Globals say before what an
 * API says, lists together and else the API's own. Null where there is no part.
 */
export function corsOf(parts: readonly Node[]): HttpCors | null {
  const [last] = parts.slice(-1);
  if (last === undefined) return null;
  const span = spanOf(last);
  // SAM: every origin, method and header.
  if (parts.every((part) => knownText(part) === 'true')) {
    const all = [{ text: '*', span }];
    return { ...EMPTY, span, origins: all, methods: all, headers: all };
  }
  const lists = (name: string): readonly Entry[] =>
    parts.flatMap((part) =>
      itemsAt(fieldOf(part, name)).flatMap((item) => {
        const text = knownText(item);
        return text === null ? [] : [{ text, span: spanOf(item) }];
      }),
    );
  const own = (name: string): Node | null =>
    parts.map((part) => fieldOf(part, name)).findLast((node) => node !== null) ?? null;
  const age = own('MaxAge');
  const seconds = knownText(age);
  return {
    span,
    origins: lists('AllowOrigins'),
    methods: lists('AllowMethods'),
    headers: lists('AllowHeaders'),
    expose: lists('ExposeHeaders'),
    maxAge:
      seconds !== null && /^-?\d+$/.test(seconds)
        ? { text: seconds, seconds: Number(seconds), span: spanOf(age) }
        : null,
    credentials: knownText(own('AllowCredentials')) === 'true',
    unknown: parts.flatMap((part) => (isMap(part) ? intrinsicsIn(part) : [part])),
  };
}

const EMPTY: Omit<HttpCors, 'span'> = {
  origins: [],
  methods: [],
  headers: [],
  expose: [],
  maxAge: null,
  credentials: false,
  unknown: [],
};

/** Whether an entry lets an origin in: itself, `*`, or every one of a scheme (`https://*`). */
export function letsIn(entry: string, origin: string): boolean {
  if (/^https?:\/\/\*$/.test(entry)) return origin.startsWith(entry.slice(0, -1));
  return entry === '*' || entry === origin;
}

/** The headers that the gateway adds for a request; none without Origin or for one that no entry lets in. */
export function corsHeaders(cors: HttpCors, request: NetworkRequest): readonly SimulatedHeader[] {
  const origin = requestHeader(request, 'origin');
  if (origin === null || !cors.origins.some(({ text }) => letsIn(text, origin))) return [];
  const any = cors.origins.some(({ text }) => text === '*');
  const join = (entries: readonly Entry[]): string => entries.map(({ text }) => text).join(',');
  const given: readonly (readonly [string, string])[] = [
    ['Access-Control-Allow-Origin', any ? '*' : origin],
    ['Access-Control-Allow-Credentials', cors.credentials ? 'true' : ''],
    ...(isPreflight(request)
      ? ([
          ['Access-Control-Allow-Methods', join(cors.methods)],
          ['Access-Control-Allow-Headers', join(cors.headers)],
          ['Access-Control-Max-Age', cors.maxAge?.text ?? ''],
        ] as const)
      : ([['Access-Control-Expose-Headers', join(cors.expose)]] as const)),
  ];
  return given.flatMap(([name, value]) => (value === '' ? [] : [{ name, value, span: cors.span }]));
}

/** The policy that a configuration makes; null for what no policy has, and for what is not known. */
export function policyOf(cors: HttpCors): CorsPolicy | null {
  if (cors.unknown.length > 0) return null;
  const origins = cors.origins.map(({ text }): AllowedOrigin | null => {
    const { value } = readAllowedOrigin(text);
    return value?.kind === 'subdomains' ? null : value;
  });
  if (origins.includes(null)) return null;
  const names = (entries: readonly Entry[]): readonly string[] | '*' =>
    entries.some(({ text }) => text === '*') ? '*' : entries.map(({ text }) => text);
  // A name beside "*" is Authorization, which that leaves out.
  const headers = names(cors.headers);
  if (headers === '*' && cors.headers.length > 1) return null;
  const lower = (list: readonly string[] | '*'): readonly string[] | '*' =>
    list === '*' ? list : list.map((name) => name.toLowerCase());
  const any = origins.find((each) => each?.kind === 'any');
  return corsPolicy({
    origins:
      any === undefined || any === null
        ? origins.flatMap((each) =>
            each === null ? [] : each.kind === 'exact' ? exactOrigin(each.origin) : each,
          )
        : [any],
    methods: names(cors.methods),
    requestHeaders: lower(headers),
    exposedHeaders: lower(names(cors.expose)),
    credentials: cors.credentials,
    maxAge: cors.maxAge?.seconds ?? null,
  });
}

/** A policy as the gateway takes it. */
export function corsJson(policy: CorsPolicy, camel: boolean): Record<string, unknown> {
  const list = (names: readonly string[] | '*'): readonly string[] =>
    names === '*' ? ['*'] : names;
  const { origins, methods, requestHeaders, exposedHeaders, credentials, maxAge } = policy;
  const json = {
    AllowOrigins: origins.map(writeAllowedOrigin),
    ...(methods.length === 0 ? {} : { AllowMethods: list(methods) }),
    ...(requestHeaders.length === 0 ? {} : { AllowHeaders: list(requestHeaders) }),
    ...(exposedHeaders.length === 0 ? {} : { ExposeHeaders: list(exposedHeaders) }),
    ...(credentials ? { AllowCredentials: true } : {}),
    ...(maxAge === null ? {} : { MaxAge: maxAge }),
  };
  if (!camel) return json;
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [name[0]!.toLowerCase() + name.slice(1), value]),
  );
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Whether the gateway takes a method. */
export function isMethod(name: string): boolean {
  return name === '*' || METHODS.has(name);
}

/** The longest time that the gateway takes, in seconds. */
export const LONGEST = 86_400;

/** Why an HTTP API cannot say a policy, a sentence each. */
export function cannotSay(policy: CorsPolicy): readonly string[] {
  const { origins, methods, credentials, maxAge, privateNetwork } = policy;
  const reasons: string[] = [];
  for (const each of origins) {
    const text = writeAllowedOrigin(each);
    if (each.kind === 'subdomains')
      reasons.push(
        `${text}: AllowOrigins has no wildcard but *, http://* and https://*: list the names, or let the service answer by itself.`,
      );
    else if (each.kind === 'null' || (each.kind === 'exact' && !/^https?:/.test(each.origin)))
      reasons.push(`${text}: AllowOrigins takes origins of http and https only.`);
  }
  if (credentials && origins.some(({ kind }) => kind === 'any'))
    reasons.push('API Gateway refuses AllowCredentials together with the origin "*".');
  if (methods !== '*')
    for (const method of methods)
      if (!isMethod(method))
        reasons.push(
          `AllowMethods takes ${[...METHODS].join(', ')} and *, and not ${method}: allow "*", or let the service answer by itself.`,
        );
  if (maxAge !== null && maxAge > LONGEST)
    reasons.push(`MaxAge is ${LONGEST} seconds at most, not ${maxAge}.`);
  if (privateNetwork)
    reasons.push('API Gateway has no word for Access-Control-Allow-Private-Network.');
  return reasons;
}
