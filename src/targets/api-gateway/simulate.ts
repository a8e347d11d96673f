import { isPreflight } from '../../policy/index.js';
import { parseUrl, type NetworkRequest } from '../../protocol/index.js';
import { passedOn } from '../support/passed-on.js';
import type { SimulatedHeader, SimulatedResponse, Span, Upstream } from '../target.js';
import { apiFor, type Api, type HttpApi } from './config.js';
import { corsHeaders } from './cors.js';
import { preflightHeaders, type RestApi } from './rest.js';
import { routeFor } from './routes.js';

/** What API Gateway answers; requests but preflights are taken to carry the login that a route asks for. */
export function simulate(
  apis: readonly Api[],
  request: NetworkRequest,
  upstream: Upstream,
): SimulatedResponse {
  const url = parseUrl(request.url);
  const api = url === null ? null : apiFor(apis, url.hostname);
  if (api === null || url === null) return own(404, [], null);
  return api.kind === 'http'
    ? http(api, request, url.pathname, upstream)
    : rest(api, request, url.pathname, upstream);
}

/**
 * An HTTP API with CORS answers preflights with 204, whoever asks, unless the route
 * that takes OPTIONS asks for a login; and takes the service's own CORS headers away.
 * What no route takes is passed on here as well: the file may not have all of them.
 */
function http(
  { cors, routes }: HttpApi,
  request: NetworkRequest,
  pathname: string,
  upstream: Upstream,
): SimulatedResponse {
  const route = routes === null ? null : routeFor(routes, request, pathname);
  if (cors !== null && isPreflight(request))
    return route?.guarded === true
      ? own(401, [], route.span)
      : own(204, corsHeaders(cors, request), cors.span);
  const answer = passedOn(upstream, request, route?.span ?? null);
  if (cors === null) return answer;
  const kept = answer.headers.filter(({ name }) => !/^access-control-/i.test(name));
  return { ...answer, headers: [...kept, ...corsHeaders(cors, request)] };
}

function rest(
  { cors, routes, guardsPreflights }: RestApi,
  request: NetworkRequest,
  pathname: string,
  upstream: Upstream,
): SimulatedResponse {
  const here = routes.filter((route) => routeFor([route], { method: route.method }, pathname));
  const ready = here.find(({ method }) => method === 'OPTIONS');
  if (request.method === 'OPTIONS' && cors !== null && ready === undefined)
    return guardsPreflights
      ? own(401, [], cors.span)
      : own(200, preflightHeaders(cors, here), cors.span);
  return passedOn(upstream, request, null);
}

function own(
  status: number,
  headers: readonly SimulatedHeader[],
  span: Span | null,
): SimulatedResponse {
  return { status, headers, answeredBy: 'server', span };
}
