import type { NetworkRequest, UrlRecord } from '../../protocol/index.js';
import type { Place } from '../target.js';
import { isVersion2, namesOf } from './config.js';
import { addsCorsHeaders } from './headers.js';
import { answersAlone, routeMatch } from './match.js';
import { isOdd, reaches } from './paths.js';
import { routedTo, type Reached } from './routing.js';

/** Why a policy cannot be put at a place of a configuration, a sentence each. */
export function obstacles(reached: Reached, place: Place, url: UrlRecord): readonly string[] {
  const { table, host } = reached;
  const whole = place.path === '/';
  const reasons: string[] = [];
  if (isVersion2(table))
    reasons.push(
      'This is written for the second version of the API, which Envoy has not read since 1.18: move to the third version first.',
    );
  const names = namesOf(host);
  if (names.length > 1)
    reasons.push(
      `Virtual host "${host.name}" is for several names (${names.join(', ')}): give ${url.hostname} one of its own first.`,
    );
  const around = whole ? [table.node] : [table.node, host.node];
  if (around.some(addsCorsHeaders))
    reasons.push(
      `response_headers_to_add of the ${addsCorsHeaders(table.node) ? 'route configuration' : `virtual host "${host.name}"`} adds Access-Control-* headers to answers elsewhere, too: take them out first.`,
    );
  const odd = host.routes
    .map(routeMatch)
    .find((match) => reaches(match, place.path) && isOdd(match));
  if (!whole && odd !== undefined)
    reasons.push(
      `A route of virtual host "${host.name}" that may answer there (${odd.value}) has conditions besides a plain path, so that preflights may take another route than their requests: put the policy by hand.`,
    );
  return [...reasons, ...answeredAlone(reached, url)];
}

/** Routes that answer without a service, for which the filter does nothing. */
function answeredAlone(reached: Reached, url: UrlRecord): readonly string[] {
  const alone = (['GET', 'OPTIONS'] as const).filter((method) => {
    const route = routedTo([reached.table], asked(url, method), url)?.route ?? null;
    return route !== null && answersAlone(route);
  });
  if (alone.length === 0) return [];
  const what = alone.length === 2 ? 'Requests' : alone[0] === 'GET' ? 'GET requests' : 'Preflights';
  return [
    `${what} to ${url.href} are answered by a route with redirect or direct_response, for which the CORS filter does nothing: give the place a route to its service first.`,
  ];
}

function asked(url: UrlRecord, method: string): NetworkRequest {
  return {
    kind: 'request',
    url: url.href,
    method,
    headers: [
      ['origin', 'https://app.example.com'],
      ...(method === 'OPTIONS' ? [['access-control-request-method', 'PUT'] as const] : []),
    ],
    body: null,
    credentials: false,
    redirectCount: 0,
  };
}
