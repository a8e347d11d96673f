import { parseUrl, type NetworkRequest } from '../../protocol/index.js';
import { requestHeader } from '../../policy/index.js';
import type { SimulatedHeader, SimulatedResponse, Upstream } from '../target.js';
import { placeOf } from './annotations.js';
import { answering, type Location } from './locations.js';
import { matchesOrigin } from './origins.js';
import { corsSettings, type CorsSettings } from './settings.js';

/**
 * What the controller answers. rootfs/etc/nginx/template/nginx.tmpl at v1.15.1: a
 * matched OPTIONS is 204 before anything else; `more_set_headers` replaces the
 * upstream's lines of the same names on every status; an unmatched request goes on
 * as if CORS were not enabled. Vary is never added.
 */
export function simulate(
  locations: readonly Location[],
  request: NetworkRequest,
  upstream: Upstream,
): SimulatedResponse {
  const url = parseUrl(request.url);
  const found = url === null ? null : answering(locations, url);
  if (found === null || found.kind === 'none')
    return { status: 404, headers: [], answeredBy: 'server', span: null };
  const { location } = found;
  const settings = corsSettings(location.annotations);
  const set =
    settings === null ? [] : corsHeaders(location, settings, requestHeader(request, 'origin'));
  const span = placeOf(location.ingress);
  if (set.length > 0 && request.method === 'OPTIONS')
    return { status: 204, headers: set, answeredBy: 'server', span };
  if (found.kind === 'default') return { status: 404, headers: set, answeredBy: 'server', span };
  const { status, headers } = upstream(request);
  const names = new Set(set.map(({ name }) => name.toLowerCase()));
  const kept = headers
    .filter(([name]) => !names.has(name.toLowerCase()))
    .map(([name, value]) => ({ name, value, span: null }));
  return { status, headers: [...kept, ...set], answeredBy: 'upstream', span: location.span };
}

function corsHeaders(
  { ingress, annotations }: Location,
  settings: CorsSettings,
  origin: string | null,
): SimulatedHeader[] {
  const any = settings.origins.entries.includes('*');
  const matched =
    origin !== null && settings.origins.entries.some((each) => matchesOrigin(each, origin));
  if (!any && !matched) return [];
  const header = (name: string, value: string, annotation: string): SimulatedHeader => {
    const span = annotations.get(annotation)?.span ?? annotations.get('enable-cors')?.span;
    return { name: `Access-Control-${name}`, value, span: span ?? placeOf(ingress) };
  };
  return [
    header('Allow-Origin', any ? '*' : (origin ?? ''), 'cors-allow-origin'),
    ...(settings.credentials
      ? [header('Allow-Credentials', 'true', 'cors-allow-credentials')]
      : []),
    header('Allow-Methods', settings.methods, 'cors-allow-methods'),
    header('Allow-Headers', settings.headers, 'cors-allow-headers'),
    ...(settings.expose === ''
      ? []
      : [header('Expose-Headers', settings.expose, 'cors-expose-headers')]),
    header('Max-Age', settings.maxAge, 'cors-max-age'),
  ];
}
