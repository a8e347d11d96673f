import type { YAMLMap } from 'yaml';
import { parseUrl, type NetworkRequest, type UrlRecord } from '../../protocol/index.js';
import { envoyCorsBefore, type EnvoyCors } from '../support/envoy-cors.js';
import { passedOn } from '../support/passed-on.js';
import { spanOf } from '../support/yaml/read.js';
import type { SimulatedResponse, Upstream } from '../target.js';
import { corsFilter, type RouteTable } from './config.js';
import { envoyOf, levelsOf, settingsOf } from './cors.js';
import { fieldAt, fieldText } from './field.js';
import { withHeaders } from './headers.js';
import { reachedBy, routedTo, type Routed } from './routing.js';

/**
 * What Envoy answers. Routes that answer by themselves, and requests without a
 * route, get nothing of the CORS filter.
 */
export function simulate(
  tables: readonly RouteTable[],
  request: NetworkRequest,
  upstream: Upstream,
): SimulatedResponse {
  const url = parseUrl(request.url);
  const reached = url === null ? null : reachedBy(tables, url);
  if (url === null || reached === null) return own(404, [], null);
  if (fieldText(reached.host.node, 'require_tls') === 'ALL' && url.protocol === 'http:')
    return own(301, [`https://${url.host}${url.pathname}${url.search}`], spanOf(reached.host.node));
  const routed = routedTo(tables, request, url);
  if (routed === null) return own(404, [], null);
  const { route } = routed;
  const alone = byItself(routed, url);
  if (alone !== null) return { ...alone, headers: withHeaders(routed, alone.headers) };
  const service = (asked: NetworkRequest): SimulatedResponse => {
    const answer = passedOn(upstream, asked, spanOf(route));
    return { ...answer, headers: withHeaders(routed, answer.headers) };
  };
  const cors = filterFor(routed);
  return cors === null ? service(request) : envoyCorsBefore(cors, request, service);
}

const filters = new WeakMap<YAMLMap, { readonly cors: EnvoyCors | null }>();

/** What the filter does for a route; null where nothing. Found once for each: it is asked with every request. */
function filterFor({ table, host, route }: Routed): EnvoyCors | null {
  const known = filters.get(route);
  if (known !== undefined) return known.cors;
  const missing = table.manager !== null && corsFilter(table.manager) === null;
  const settings = missing ? null : settingsOf(levelsOf(table, host, route));
  const cors = settings === null ? null : envoyOf(settings);
  filters.set(route, { cors });
  return cors;
}

const CODES: Readonly<Record<string, number>> = {
  FOUND: 302,
  SEE_OTHER: 303,
  TEMPORARY_REDIRECT: 307,
  PERMANENT_REDIRECT: 308,
};

/** What a route answers without a service; null where it goes to one. */
function byItself({ route }: Routed, url: UrlRecord): SimulatedResponse | null {
  const direct = fieldAt(route, 'direct_response');
  if (direct !== null) return own(Number(fieldText(direct, 'status') ?? 200), [], spanOf(direct));
  const redirect = fieldAt(route, 'redirect');
  if (redirect === null) return null;
  const text = (name: string): string | null => fieldText(redirect, name);
  const https = text('https_redirect') === 'true';
  const scheme = https ? 'https' : (text('scheme_redirect') ?? url.protocol.replace(':', ''));
  const host = text('host_redirect') ?? url.hostname;
  const port = text('port_redirect') ?? (https ? '' : url.port);
  const path = text('path_redirect') ?? prefixed(route, text('prefix_rewrite'), url.pathname);
  const search = text('strip_query') === 'true' ? '' : url.search;
  const location = `${scheme}://${host}${port === '' ? '' : `:${port}`}${path}${search}`;
  return own(CODES[text('response_code') ?? ''] ?? 301, [location], spanOf(redirect));
}

function prefixed(route: Routed['route'], rewrite: string | null, pathname: string): string {
  if (rewrite === null) return pathname;
  const prefix =
    fieldText(route, 'match', 'prefix') ?? fieldText(route, 'match', 'path_separated_prefix') ?? '';
  return rewrite + pathname.slice(prefix.length);
}

function own(
  status: number,
  locations: readonly string[],
  span: SimulatedResponse['span'],
): SimulatedResponse {
  const headers = locations.map((value) => ({ name: 'Location', value, span }));
  return { status, headers, answeredBy: 'server', span };
}
