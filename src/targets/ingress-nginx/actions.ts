import { requestHeader } from '../../policy/index.js';
import type { NetworkRequest, UrlRecord } from '../../protocol/index.js';
import type { Span } from '../target.js';
import { isInNetworks } from './addresses.js';
import { parseBool, type Annotation } from './annotations.js';
import type { Controller } from './controller.js';
import { serverFor } from './locations.js';
import type { Location, Server, Servers } from './servers.js';

/** An answer that annotations make the controller give by itself, without its CORS headers. */
export interface Action {
  /** The annotation, or what else of the object makes it. */
  readonly by: string;
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly span: Span;
}

/**
 * What a whole server does before CORS is looked at: rootfs/etc/nginx/template/nginx.tmpl
 * has these outside of every location.
 */
export function serverAction(
  { ingresses }: Server,
  request: NetworkRequest,
  url: UrlRecord,
): Action | null {
  for (const { annotations } of ingresses) {
    const certificate = annotations.get('auth-tls-secret');
    const verify = annotations.get('auth-tls-verify-client')?.value ?? 'on';
    // Browsers send no client certificate with a preflight: https://fetch.spec.whatwg.org/#cors-preflight-fetch
    if (certificate !== undefined && verify === 'on' && !request.credentials)
      if (url.protocol === 'https:')
        return { by: 'auth-tls-secret', status: 400, headers: [], span: certificate.span };
    const root = annotations.get('app-root');
    if (root !== undefined && url.pathname === '/')
      return redirect('app-root', 302, url.origin + root.value, root);
  }
  return null;
}

/** from-to-www-redirect: the other of `www.host` and `host`, where no object has a rule for it. */
export function wwwRedirect(
  servers: Servers,
  url: UrlRecord,
  { redirectCode }: Controller,
): Action | null {
  if (servers.has(url.hostname)) return null;
  const { hostname } = url;
  const other = hostname.startsWith('www.') ? hostname.slice(4) : `www.${hostname}`;
  for (const { annotations } of servers.get(other)?.ingresses ?? []) {
    const given = annotations.get('from-to-www-redirect');
    if (given === undefined || parseBool(given.value) !== true) continue;
    const location = url.origin.replace(hostname, other) + rest(url);
    return redirect('from-to-www-redirect', redirectCode, location, given);
  }
  return null;
}

/**
 * What a location does after CORS has answered its preflights: in nginx's order,
 * `return` of permanent-redirect, the redirect to https, then authentication.
 */
export function locationAction(
  servers: Servers,
  { ingress, path }: Location,
  request: NetworkRequest,
  url: UrlRecord,
  controller: Controller,
): Action | null {
  const { annotations } = ingress;
  const code = (name: string, usual: number): number => {
    const given = Number(annotations.get(name)?.value);
    return given >= 300 && given < 400 ? given : usual;
  };
  const temporal = annotations.get('temporal-redirect');
  if (temporal !== undefined)
    return redirect(
      'temporal-redirect',
      code('temporal-redirect-code', 302),
      temporal.value,
      temporal,
    );
  const permanent = annotations.get('permanent-redirect');
  if (permanent !== undefined)
    return redirect(
      'permanent-redirect',
      code('permanent-redirect-code', 301),
      permanent.value,
      permanent,
    );
  if (url.protocol === 'http:') {
    const secure = secured(servers, ingress, url, controller);
    if (secure !== null)
      return {
        by: secure.by,
        status: controller.redirectCode,
        // Without a port: $best_http_host is the request's Host header, whose port stays.
        headers: [['Location', `https://${url.host}${rest(url)}`]],
        span: secure.span,
      };
  }
  const denied = denial(ingress, controller);
  if (denied !== null) return denied;
  if (/^\/\.well-known\/acme-challenge(\/|$)/.test(path)) return null;
  return authentication(ingress, request, url, controller);
}

/** What sends http requests to https: the annotation, or TLS with the controller's default. */
function secured(
  servers: Servers,
  { annotations, span }: Location['ingress'],
  url: UrlRecord,
  { sslRedirect, forceSslRedirect }: Controller,
): { readonly by: string; readonly span: Span } | null {
  const forced = annotations.get('force-ssl-redirect');
  if (parseBool(forced?.value) ?? forceSslRedirect)
    return { by: 'force-ssl-redirect', span: forced?.span ?? span };
  const given = annotations.get('ssl-redirect');
  if (!(parseBool(given?.value) ?? sslRedirect)) return null;
  // createServers: one object with spec.tls gives the host a certificate, its own or the default one.
  const server = serverFor(servers, url.hostname);
  if (server === null || server.host === '' || !server.ingresses.some(({ tls }) => tls))
    return null;
  return { by: 'ssl-redirect', span: given?.span ?? span };
}

/** Lists of addresses, of which whitelist- is the old name of allowlist-. */
function denial(
  { annotations }: Location['ingress'],
  { clientAddress }: Controller,
): Action | null {
  if (clientAddress === null) return null;
  for (const by of ['allowlist-source-range', 'whitelist-source-range', 'denylist-source-range']) {
    const given = annotations.get(by);
    if (given === undefined) continue;
    const inside = isInNetworks(clientAddress, given.value);
    if (inside === (by === 'denylist-source-range'))
      return { by, status: 403, headers: [], span: given.span };
  }
  return null;
}

/**
 * A request without a login is turned away: one that carries Authorization or
 * cookies is taken to be let in, which no configuration tells.
 */
function authentication(
  { annotations, span }: Location['ingress'],
  request: NetworkRequest,
  url: UrlRecord,
  { globalAuthUrl }: Controller,
): Action | null {
  const authorized = requestHeader(request, 'authorization') !== null;
  const type = annotations.get('auth-type');
  if (type !== undefined && /^(basic|digest)$/.test(type.value) && !authorized) {
    const realm = annotations.get('auth-realm')?.value ?? 'Authentication Required';
    const scheme = type.value === 'basic' ? 'Basic' : 'Digest';
    const challenge = ['WWW-Authenticate', `${scheme} realm="${realm}"`] as const;
    return { by: 'auth-type', status: 401, headers: [challenge], span: type.span };
  }
  const own = annotations.get('auth-url');
  const global =
    globalAuthUrl !== null && parseBool(annotations.get('enable-global-auth')?.value) !== false;
  if ((own === undefined && !global) || authorized || request.credentials) return null;
  const by = own === undefined ? 'global-auth-url' : 'auth-url';
  const signIn = annotations.get('auth-signin');
  if (signIn === undefined) return { by, status: 401, headers: [], span: own?.span ?? span };
  const joint = signIn.value.includes('?') ? '&' : '?';
  const back = signIn.value.includes('rd=')
    ? ''
    : `${joint}rd=${encodeURIComponent(url.origin + rest(url))}`;
  return redirect('auth-signin', 302, signIn.value + back, signIn);
}

function redirect(by: string, status: number, to: string, { span }: Annotation): Action {
  return { by, status, headers: [['Location', to]], span };
}

function rest({ pathname, search }: UrlRecord): string {
  return pathname + search;
}
