import { isPreflight, requestHeader } from '../../policy/index.js';
import type { NetworkRequest } from '../../protocol/index.js';
import type { SimulatedHeader, SimulatedResponse, Span, Upstream } from '../target.js';
import { passedOn } from './passed-on.js';

/** What Envoy's CORS filter is told, by whatever wrote its configuration. */
export interface EnvoyCors {
  /** Whether an entry matches a text. */
  readonly matches: (text: string) => boolean;
  /** As the header has them; empty where it is not sent. `*` alone is answered with what was asked for. */
  readonly allowMethods: string;
  readonly allowHeaders: string;
  readonly exposeHeaders: string;
  /** Seconds; empty where it is not sent. */
  readonly maxAge: string;
  readonly allowCredentials: boolean;
  readonly allowPrivateNetwork: boolean;
  /** Whether a preflight of an origin that does not match goes on to the service; else it is answered without Allow-Origin. */
  readonly forwardsUnmatched: boolean;
  readonly span: Span;
}

/** What Envoy's CORS filter does with a request before a service that answers as it is. */
export function envoyCors(
  cors: EnvoyCors,
  request: NetworkRequest,
  next: Upstream,
  nextSpan: Span | null,
): SimulatedResponse {
  return envoyCorsBefore(cors, request, (asked) => passedOn(next, asked, nextSpan));
}

/**
 * What Envoy's CORS filter does with a request: it answers preflights of origins
 * that match with 200, and sets its headers on other answers to them in the place of
 * those that come from behind it. The origin is always echoed, and Vary never sent.
 * envoyproxy/envoy, source/extensions/filters/http/cors/cors_filter.cc
 */
export function envoyCorsBefore(
  cors: EnvoyCors,
  request: NetworkRequest,
  next: (request: NetworkRequest) => SimulatedResponse,
): SimulatedResponse {
  const origin = requestHeader(request, 'origin');
  // An entry that takes the text "*" takes every origin.
  const matched = origin !== null && (cors.matches('*') || cors.matches(origin));
  const { span } = cors;
  if (isPreflight(request) && (matched || !cors.forwardsUnmatched))
    return {
      status: 200,
      headers: preflightHeaders(cors, request, matched ? origin : ''),
      answeredBy: 'server',
      span,
    };
  const answer = next(request);
  const set = matched ? plainHeaders(cors, origin) : [];
  const names = new Set(set.map(({ name }) => name.toLowerCase()));
  const kept = answer.headers.filter(({ name }) => !names.has(name.toLowerCase()));
  return { ...answer, headers: [...kept, ...set] };
}

function preflightHeaders(
  cors: EnvoyCors,
  request: NetworkRequest,
  origin: string,
): SimulatedHeader[] {
  const asked = requestHeader(request, 'access-control-request-private-network') === 'true';
  const asAsked = (said: string, name: string): string =>
    said === '*' ? (requestHeader(request, name) ?? '') : said;
  return lines(cors.span, [
    ['Access-Control-Allow-Origin', origin],
    ['Access-Control-Allow-Credentials', cors.allowCredentials ? 'true' : ''],
    ['Access-Control-Allow-Methods', asAsked(cors.allowMethods, 'access-control-request-method')],
    ['Access-Control-Allow-Headers', asAsked(cors.allowHeaders, 'access-control-request-headers')],
    ['Access-Control-Max-Age', cors.maxAge],
    ['Access-Control-Allow-Private-Network', cors.allowPrivateNetwork && asked ? 'true' : ''],
  ]);
}

function plainHeaders(cors: EnvoyCors, origin: string): SimulatedHeader[] {
  return lines(cors.span, [
    ['Access-Control-Allow-Origin', origin],
    ['Access-Control-Allow-Credentials', cors.allowCredentials ? 'true' : ''],
    ['Access-Control-Expose-Headers', cors.exposeHeaders],
  ]);
}

function lines(span: Span, given: readonly (readonly [string, string])[]): SimulatedHeader[] {
  return given.flatMap(([name, value]) => (value === '' ? [] : [{ name, value, span }]));
}

/** Why "every request header" is not what Envoy can say: what it echoes has Authorization in it. */
export const EVERY_HEADER =
  'Envoy answers "*" with the headers that are asked for, Authorization among them, which the policy does not allow: list the names.';
