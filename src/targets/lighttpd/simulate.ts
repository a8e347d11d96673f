import { requestHeader } from '../../policy/index.js';
import { parseUrl, type NetworkRequest } from '../../protocol/index.js';
import type { SimulatedHeader, SimulatedResponse, Span, Upstream } from '../target.js';
import type { Item, Model, Setting } from './contexts.js';
import { askedOf, holds, type Asked } from './matching.js';
import { knowsMethod } from './methods.js';
import { isLoaded, modulesOf, runsBefore, type Modules } from './modules.js';
import { redirection } from './redirect.js';

/** Settings by which a module passes requests on, and the module. */
export const PASSING: Readonly<Record<string, string>> = {
  'proxy.server': 'mod_proxy',
  'fastcgi.server': 'mod_fastcgi',
  'scgi.server': 'mod_scgi',
  'uwsgi.server': 'mod_uwsgi',
  'ajp13.server': 'mod_ajp13',
  'cgi.assign': 'mod_cgi',
};

/** An answer before the headers of mod_setenv come to it. */
interface Ended {
  readonly status: number;
  readonly headers: readonly SimulatedHeader[];
  readonly span: Span | null;
  /** The module that ended the request early; null for what comes behind all of them. */
  readonly by: string | null;
}

/** What lighttpd answers to a request with this configuration. Measured with 1.4.69. */
export function simulate(
  model: Model,
  request: NetworkRequest,
  upstream: Upstream,
): SimulatedResponse {
  const url = parseUrl(request.url);
  const none: SimulatedResponse = { status: 400, headers: [], answeredBy: 'server', span: null };
  if (url === null) return none;
  if (!knowsMethod(request.method)) return { ...none, status: 501 };
  const asked = askedOf(request, url);
  const setting = settingsFor(model, asked);
  const modules = modulesOf(model);
  const early = firstOf(modules, [
    redirected(setting, asked, modules),
    unauthorized(setting, asked, modules),
    denied(setting, asked, modules),
  ]);
  const sets =
    isLoaded(modules, 'mod_setenv') &&
    (early?.by == null || runsBefore(modules, 'mod_setenv', early.by));
  const passing = early === null ? passedOn(setting, asked, modules) : null;
  if (passing !== null) {
    const { status, headers } = upstream(request);
    const lines = headers.map(([name, value]) => ({ name, value, span: null }));
    const all = sets ? withSetenv(lines, setting) : lines;
    return { status, headers: all, answeredBy: 'upstream', span: passing };
  }
  const { status, headers, span } = early ?? fromFiles(asked);
  const all = sets ? withSetenv(headers, setting) : headers;
  return { status, headers: all, answeredBy: 'server', span };
}

export type Settings = (name: string) => Setting | undefined;

/** Of the contexts that match, the last one that has a setting says it; nothing is merged. */
export function settingsFor({ contexts }: Model, asked: Asked): Settings {
  const matching = contexts.filter((each) => holds(each, asked));
  return (name) => matching.findLast(({ settings }) => settings.has(name))?.settings.get(name);
}

function firstOf(modules: Modules, ends: readonly (Ended | null)[]): Ended | null {
  return ends
    .flatMap((each) => each ?? [])
    .reduce<Ended | null>(
      (first, each) =>
        first === null || !runsBefore(modules, first.by ?? '', each.by ?? '') ? each : first,
      null,
    );
}

function redirected(setting: Settings, asked: Asked, modules: Modules): Ended | null {
  const list = setting('url.redirect');
  if (list === undefined || !isLoaded(modules, 'mod_redirect')) return null;
  const found = redirection(list, asked);
  if (found === null) return null;
  const status = Number(setting('url.redirect-code')?.text ?? '') || 301;
  const headers = [{ name: 'Location', value: found.location, span: found.span }];
  return { status, headers, span: found.span, by: 'mod_redirect' };
}

/** The first entry whose key the path begins with: src/mod_auth.c. */
function unauthorized(setting: Settings, { path, request }: Asked, modules: Modules): Ended | null {
  if (!isLoaded(modules, 'mod_auth')) return null;
  const entry = setting('auth.require')?.items.find(({ key }) => path.startsWith(key ?? ''));
  if (entry === undefined || requestHeader(request, 'authorization') !== null) return null;
  const of = (key: string): string => entry.items.find((each) => each.key === key)?.value ?? '';
  const scheme = of('method') === 'digest' ? 'Digest' : 'Basic';
  const value = `${scheme} realm="${of('realm')}", charset="UTF-8"`;
  const { span } = entry;
  return {
    status: 401,
    headers: [{ name: 'WWW-Authenticate', value, span }],
    span,
    by: 'mod_auth',
  };
}

/** The ends of paths that nobody gets. */
function denied(setting: Settings, { path }: Asked, modules: Modules): Ended | null {
  if (!isLoaded(modules, 'mod_access')) return null;
  const entry = setting('url.access-deny')?.items.find(({ value }) =>
    path.toLowerCase().endsWith((value ?? '').toLowerCase()),
  );
  return entry === undefined
    ? null
    : { status: 403, headers: [], span: entry.span, by: 'mod_access' };
}

/** What passes a request on: an entry for the beginning or the end of its path. */
function passedOn(setting: Settings, { path }: Asked, modules: Modules): Span | null {
  for (const [name, module] of Object.entries(PASSING)) {
    if (!isLoaded(modules, module)) continue;
    const entry = setting(name)?.items.find(({ key }) => covers(key, path));
    if (entry !== undefined) return entry.span;
  }
  return null;
}

/** Keys that begin with a slash are prefixes, others endings; empty: everything. */
function covers(key: Item['key'], path: string): boolean {
  if (key === null || key === '') return true;
  return key.startsWith('/') ? path.startsWith(key) : path.endsWith(key);
}

/** Files: which there are is not known here; they are taken to be there. */
function fromFiles({ request }: Asked): Ended {
  const { method } = request;
  const own = { span: null, by: null };
  if (method === 'OPTIONS')
    return {
      ...own,
      status: 200,
      headers: [{ name: 'Allow', value: 'OPTIONS, GET, HEAD, POST', span: null }],
    };
  const reads = /^(?:GET|HEAD|POST)$/.test(method);
  return { ...own, status: reads ? 200 : 501, headers: [] };
}

/** `add` makes lines of their own, `set` puts one in place of all; empty ones send nothing: src/mod_setenv.c. */
function withSetenv(lines: readonly SimulatedHeader[], setting: Settings): SimulatedHeader[] {
  const added = items(setting('setenv.add-response-header'));
  let headers = [...lines, ...added.filter(({ value }) => value !== '')];
  for (const put of items(setting('setenv.set-response-header'))) {
    const same = ({ name }: SimulatedHeader): boolean =>
      name.toLowerCase() === put.name.toLowerCase();
    headers = headers.filter((each) => !same(each));
    if (put.value !== '') headers.push(put);
  }
  return headers;
}

function items(setting: Setting | undefined): readonly SimulatedHeader[] {
  return (setting?.items ?? []).flatMap(({ key, value, span }) =>
    key === null || value === null ? [] : [{ name: key, value, span }],
  );
}
