import { parseUrl, type NetworkRequest } from '../../protocol/index.js';
import { requestHeader } from '../../policy/index.js';
import type { SimulatedHeader, SimulatedResponse, Upstream } from '../target.js';
import { locationAction, serverAction, wwwRedirect, type Action } from './actions.js';
import { DEFAULT_CONTROLLER, type Controller } from './controller.js';
import { answering } from './locations.js';
import type { IngressObject } from './object.js';
import { matchesOrigin } from './origins.js';
import type { Location, Servers } from './servers.js';
import { corsSettings, type CorsSettings } from './settings.js';

/** What the controller answered, and by whose word. */
export interface ControllerAnswer extends SimulatedResponse {
  /** The location that answered; null where the whole server or none did. */
  readonly location: Location | null;
  /** What kept the request from the backend, by annotation; null where nothing did. */
  readonly action: string | null;
}

/**
 * What the controller answers. rootfs/etc/nginx/template/nginx.tmpl at v1.15.1: a
 * matched OPTIONS is 204 before redirects and authentication of its location;
 * `more_set_headers` replaces the upstream's lines of the same names on every
 * status; an unmatched request goes on as if CORS were not enabled. Vary is never
 * added.
 */
export function simulate(
  servers: Servers,
  request: NetworkRequest,
  upstream: Upstream,
  controller: Controller = DEFAULT_CONTROLLER,
): ControllerAnswer {
  const url = parseUrl(request.url);
  const www = url === null ? null : wwwRedirect(servers, url, controller);
  if (www !== null) return byAction(www, [], null);
  const found = url === null ? null : answering(servers, url);
  if (found === null || url === null)
    return {
      status: 404,
      headers: [],
      answeredBy: 'server',
      span: null,
      location: null,
      action: null,
    };
  const { server, location } = found;
  const before = serverAction(server, request, url);
  if (before !== null) return byAction(before, [], null);
  const { annotations, span } = location.ingress;
  const settings = corsSettings(annotations, controller.version);
  const set =
    settings === null
      ? []
      : corsHeaders(location.ingress, settings, request, controller.version.severalOrigins);
  const answered = { answeredBy: 'server', location, action: null } as const;
  if (set.length > 0 && request.method === 'OPTIONS')
    return { status: 204, headers: set, span, ...answered };
  const action = locationAction(servers, location, request, url, controller);
  // A named location answers such an error instead: what was set here is not set there.
  // That goes for the controller's own 401 as well, whose challenge stays.
  const custom = customErrors(location.ingress, controller);
  if (action !== null) return byAction(action, custom.includes(action.status) ? [] : set, location);
  if (location.backend === null)
    return { status: 404, headers: custom.includes(404) ? [] : set, span, ...answered };
  const { status, headers } = upstream(request);
  if (custom.includes(status)) return { status, headers: [], span, ...answered };
  const names = new Set([...set.map(({ name }) => name.toLowerCase()), ...controller.hideHeaders]);
  const kept = headers
    .filter(([name]) => !names.has(name.toLowerCase()))
    .map(([name, value]) => ({ name, value, span: null }));
  return {
    status,
    headers: [...kept, ...set],
    answeredBy: 'upstream',
    span: location.span,
    location,
    action: null,
  };
}

function byAction(
  { by, status, headers, span }: Action,
  set: readonly SimulatedHeader[],
  location: Location | null,
): ControllerAnswer {
  const own = headers.map(([name, value]) => ({ name, value, span }));
  return {
    status,
    headers: [...own, ...set],
    answeredBy: 'server',
    span,
    location,
    action: by,
  };
}

function customErrors(
  { annotations }: IngressObject,
  { customHttpErrors }: Controller,
): readonly number[] {
  const own = annotations.get('custom-http-errors')?.value;
  return own === undefined ? customHttpErrors : own.split(',').map(Number);
}

function corsHeaders(
  { annotations, span }: IngressObject,
  settings: CorsSettings,
  request: NetworkRequest,
  compares: boolean,
): SimulatedHeader[] {
  const origin = requestHeader(request, 'origin');
  const { entries } = settings.origins;
  const [only = '*'] = entries;
  const any = entries.includes('*');
  const matched =
    !compares || (origin !== null && entries.some((each) => matchesOrigin(each, origin)));
  if (!any && !matched) return [];
  const header = (name: string, value: string, annotation: string): SimulatedHeader => {
    const from = annotations.get(annotation)?.span ?? annotations.get('enable-cors')?.span;
    return { name: `Access-Control-${name}`, value, span: from ?? span };
  };
  const allowed = any ? '*' : compares ? (origin ?? '') : only;
  const always = [
    header('Allow-Origin', allowed, 'cors-allow-origin'),
    ...(settings.credentials
      ? [header('Allow-Credentials', 'true', 'cors-allow-credentials')]
      : []),
  ];
  const preflight = [
    header('Allow-Methods', settings.methods, 'cors-allow-methods'),
    header('Allow-Headers', settings.headers, 'cors-allow-headers'),
  ];
  const expose =
    settings.expose === ''
      ? []
      : [header('Expose-Headers', settings.expose, 'cors-expose-headers')];
  const maxAge = header('Max-Age', settings.maxAge, 'cors-max-age');
  // Up to 1.0.4 these were for OPTIONS alone.
  if (!compares) return request.method === 'OPTIONS' ? [...always, ...preflight, maxAge] : always;
  return [...always, ...preflight, ...expose, maxAge];
}
