import { isPreflight, requestHeader } from '../../policy/index.js';
import { parseUrl, type NetworkRequest } from '../../protocol/index.js';
import type { SimulatedHeader, SimulatedResponse, Upstream } from '../target.js';
import { filterOf, type CorsFilter } from './filter.js';
import { changedHeaders, headerChanges, placeOf, redirectOf, rewritten } from './modifiers.js';
import { answering } from './precedence.js';
import type { Match } from './routes.js';

/**
 * What the specification has an implementation answer (GEP-1767): a preflight is
 * answered by the gateway; one from another origin gets no headers, with a status
 * that implementations choose (204 here; 200 and 403 are others). Filters work in
 * the order of the list, as they should where that is possible.
 */
export function simulate(
  matches: readonly Match[],
  request: NetworkRequest,
  upstream: Upstream,
): SimulatedResponse {
  const url = parseUrl(request.url);
  const match = url === null ? null : answering(matches, url, request);
  if (url === null || match === null)
    return { status: 404, headers: [], answeredBy: 'server', span: null };
  const { rule } = match;
  const filter = filterOf(rule);
  const headers = filter === null ? [] : corsHeaders(filter, request);
  const redirect = redirectOf(match, url);
  const first = redirect !== null && placeOf(rule, 'RequestRedirect') < placeOf(rule, 'CORS');
  if (filter !== null && !first && isPreflight(request))
    return { status: 204, headers, answeredBy: 'server', span: filter.span };
  if (redirect !== null) {
    const location = { name: 'Location', value: redirect.location, span: redirect.span };
    const { status, span } = redirect;
    return { status, headers: [location, ...(first ? [] : headers)], answeredBy: 'server', span };
  }
  const { status, headers: sent } = upstream(rewritten(match, url, request));
  const names = new Set(headers.map(({ name }) => name.toLowerCase()));
  const kept = sent
    .filter(([name]) => !names.has(name.toLowerCase()))
    .map(([name, value]) => ({ name, value, span: null }));
  const changed = changedHeaders([...kept, ...headers], headerChanges(rule));
  return { status, headers: changed, answeredBy: 'upstream', span: match.span };
}

/** With credentials, `*` would count for nothing: what is asked for is echoed then. */
function corsHeaders(
  { policy, entries, span }: CorsFilter,
  request: NetworkRequest,
): SimulatedHeader[] {
  const origin = requestHeader(request, 'origin');
  if (origin === null || !entries.some(({ covers }) => covers(origin))) return [];
  const any = policy.origins.some(({ kind }) => kind === 'any');
  const list = (names: readonly string[] | '*', asked: string): string =>
    names !== '*'
      ? names.join(', ')
      : policy.credentials
        ? (requestHeader(request, asked) ?? '')
        : '*';
  const found = [
    ['Access-Control-Allow-Origin', any && !policy.credentials ? '*' : origin],
    ['Access-Control-Allow-Credentials', policy.credentials ? 'true' : ''],
    ...(isPreflight(request)
      ? [
          ['Access-Control-Allow-Methods', list(policy.methods, 'access-control-request-method')],
          [
            'Access-Control-Allow-Headers',
            list(policy.requestHeaders, 'access-control-request-headers'),
          ],
          ['Access-Control-Max-Age', String(policy.maxAge)],
        ]
      : [
          [
            'Access-Control-Expose-Headers',
            policy.exposedHeaders === '*' ? '*' : policy.exposedHeaders.join(', '),
          ],
        ]),
  ];
  return found.flatMap(([name = '', value = '']) => (value === '' ? [] : [{ name, value, span }]));
}
