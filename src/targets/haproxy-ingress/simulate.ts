import { requestHeader } from '../../policy/index.js';
import { parseUrl, type Header, type NetworkRequest } from '../../protocol/index.js';
import { placeOf } from '../ingress-nginx/annotations.js';
import type { SimulatedHeader, SimulatedResponse, Upstream } from '../target.js';
import { locationFor, type Location } from './objects.js';
import { settingsOf, type CorsSettings } from './settings.js';

/**
 * What the controllers' HAProxy answers. haproxy-ingress:
 * rootfs/etc/templates/haproxy/haproxy.tmpl and rootfs/etc/lua/services.lua
 * (every OPTIONS is 204 with the headers; http-response rules set them on what
 * the service sends; to others the first origin). haproxytech:
 * pkg/annotations/ingress/resSetCORS.go (http-after-response rules under a match).
 */
export function simulate(
  locations: readonly Location[],
  request: NetworkRequest,
  upstream: Upstream,
): SimulatedResponse {
  const url = parseUrl(request.url);
  const location = url === null ? null : locationFor(locations, url);
  if (location === null) return { status: 404, headers: [], answeredBy: 'server', span: null };
  const settings = settingsOf(location.object);
  const span = placeOf(location.object.map);
  const origin = requestHeader(request, 'origin');
  const answers = settings?.answersOptions === true && request.method === 'OPTIONS';
  const isSaid = settings !== null && (isTech(location) || settings.origins.length > 0);
  const from = answers && isSaid ? { status: 204, headers: [] } : upstream(request);
  const headers =
    settings === null || !isSaid
      ? from.headers.map(plain)
      : withCors(location, settings, origin, from.headers, answers);
  return answers && isSaid
    ? { status: 204, headers, answeredBy: 'server', span }
    : { status: from.status, headers, answeredBy: 'upstream', span: location.span };
}

function isTech({ object }: Location): boolean {
  return object.controller === 'haproxytech';
}

function plain([name, value]: Header): SimulatedHeader {
  return { name, value, span: null };
}

/** Whether an origin is one of those that the annotations name. */
function isNamed({ origins, patterns }: CorsSettings, origin: string | null): boolean {
  if (origin === null) return false;
  return origins.includes(origin) || patterns.some((pattern) => tests(pattern, origin));
}

function tests(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern).test(text);
  } catch {
    return false;
  }
}

function withCors(
  location: Location,
  settings: CorsSettings,
  origin: string | null,
  upstream: readonly Header[],
  isAnswer: boolean,
): readonly SimulatedHeader[] {
  const { annotations, map } = location.object;
  const tech = isTech(location);
  const any = settings.origins.includes('*');
  const named = isNamed(settings, origin);
  if (tech && !(any ? origin !== null : named)) return upstream.map(plain);
  const header = (name: string, value: string, annotation: string): SimulatedHeader => {
    const span = annotations.get(annotation)?.span ?? annotations.get('cors-enable')?.span;
    return { name, value, span: span ?? placeOf(map) };
  };
  const dynamic = !tech && settings.origins.length + settings.patterns.length > 1;
  const [first = '*'] = settings.origins;
  const echoed = tech ? !any : dynamic && named;
  const vary = upstream.findLast(([name]) => name.toLowerCase() === 'vary')?.[1];
  const set = [
    header('Access-Control-Allow-Origin', echoed ? (origin ?? '') : first, 'cors-allow-origin'),
    ...(settings.methods === ''
      ? []
      : [header('Access-Control-Allow-Methods', settings.methods, 'cors-allow-methods')]),
    header('Access-Control-Allow-Headers', settings.headers, 'cors-allow-headers'),
    ...(settings.credentials
      ? [header('Access-Control-Allow-Credentials', 'true', 'cors-allow-credentials')]
      : []),
    ...(settings.expose === ''
      ? []
      : [header('Access-Control-Expose-Headers', settings.expose, 'cors-expose-headers')]),
    ...(tech || isAnswer
      ? [header('Access-Control-Max-Age', settings.maxAge, 'cors-max-age')]
      : []),
    ...(dynamic
      ? [header('Vary', vary === undefined ? 'Origin' : `${vary},Origin`, 'cors-allow-origin')]
      : []),
  ];
  const names = new Set(set.map(({ name }) => name.toLowerCase()));
  return [...upstream.filter(([name]) => !names.has(name.toLowerCase())).map(plain), ...set];
}
