import type { Node } from 'yaml';
import { isPreflight, requestHeader } from '../../policy/index.js';
import type { NetworkRequest } from '../../protocol/index.js';
import { intrinsicsIn, knownText } from '../support/cloudformation/template.js';
import { itemsAt, nodeAt, spanOf } from '../support/yaml/read.js';
import type { SimulatedHeader, Span } from '../target.js';
import { takesOrigin } from './origin.js';

/** A text and where it stands. */
export interface Entry {
  readonly text: string;
  readonly span: Span;
}

/**
 * The CorsConfig of a response headers policy:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html
 */
export interface CloudFrontCors {
  readonly span: Span;
  readonly origins: readonly Entry[];
  /** With `ALL` as it stands. */
  readonly methods: readonly Entry[];
  readonly headers: readonly Entry[];
  readonly expose: readonly Entry[];
  /** Seconds; null where none is said. */
  readonly maxAge: number | null;
  readonly credentials: boolean;
  /** Whether it goes before what the origin sends. */
  readonly override: boolean;
  readonly overrideSpan: Span;
  /** What of it is known only when the template is deployed. */
  readonly unknown: readonly Node[];
}

/** Reads a CorsConfig; null where there is none. */
export function corsOf(node: Node | null): CloudFrontCors | null {
  if (node === null) return null;
  const entries = (name: string): readonly Entry[] =>
    itemsAt(node, name, 'Items').flatMap((item) => {
      const text = knownText(item);
      return text === null ? [] : [{ text, span: spanOf(item) }];
    });
  const age = knownText(node, 'AccessControlMaxAgeSec');
  return {
    span: spanOf(node),
    origins: entries('AccessControlAllowOrigins'),
    methods: entries('AccessControlAllowMethods'),
    headers: entries('AccessControlAllowHeaders'),
    expose: entries('AccessControlExposeHeaders'),
    maxAge: age !== null && /^\d+$/.test(age) ? Number(age) : null,
    credentials: knownText(node, 'AccessControlAllowCredentials') === 'true',
    override: knownText(node, 'OriginOverride') === 'true',
    overrideSpan: spanOf(nodeAt(node, 'OriginOverride') ?? node),
    unknown: intrinsicsIn(node),
  };
}

/** Every method that CloudFront knows, which `ALL` stands for. */
export const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'] as const;

/** The methods that are sent. */
export function methodsOf({ methods }: CloudFrontCors): readonly string[] {
  const texts = methods.map(({ text }) => text);
  return texts.includes('ALL') ? METHODS : texts;
}

/** The headers of a policy for a request; none without Origin, or for one that no entry takes. */
export function corsHeaders(
  cors: CloudFrontCors,
  request: NetworkRequest,
): readonly SimulatedHeader[] {
  const origin = requestHeader(request, 'origin');
  if (origin === null || !cors.origins.some(({ text }) => takesOrigin(text, origin))) return [];
  const any = cors.origins.some(({ text }) => text === '*');
  const names = (entries: readonly Entry[]): string => entries.map(({ text }) => text).join(', ');
  const given: readonly (readonly [string, string])[] = [
    ['Access-Control-Allow-Origin', any ? '*' : origin],
    ['Access-Control-Allow-Credentials', cors.credentials ? 'true' : ''],
    ...(isPreflight(request)
      ? ([
          ['Access-Control-Allow-Methods', methodsOf(cors).join(', ')],
          ['Access-Control-Allow-Headers', names(cors.headers)],
          ['Access-Control-Max-Age', cors.maxAge === null ? '' : String(cors.maxAge)],
        ] as const)
      : ([['Access-Control-Expose-Headers', names(cors.expose)]] as const)),
  ];
  return given.flatMap(([name, value]) => (value === '' ? [] : [{ name, value, span: cors.span }]));
}

/**
 * An answer of the origin with a policy's headers: in place of its own where the
 * policy goes before them, else only where it has no CORS header at all.
 */
export function withCors(
  cors: CloudFrontCors,
  request: NetworkRequest,
  headers: readonly SimulatedHeader[],
): readonly SimulatedHeader[] {
  const own = headers.some(({ name }) => /^access-control-/i.test(name));
  if (own && !cors.override) return headers;
  const set = corsHeaders(cors, request);
  const names = new Set(set.map(({ name }) => name.toLowerCase()));
  return [...headers.filter(({ name }) => !names.has(name.toLowerCase())), ...set];
}
