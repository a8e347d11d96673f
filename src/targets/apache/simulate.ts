import { parseUrl, type NetworkRequest } from '../../protocol/index.js';
import type { SimulatedHeader, SimulatedResponse, Span, Upstream } from '../target.js';
import { denied } from './access.js';
import { Context } from './context.js';
import { setEnv, setEnvIf } from './environment.js';
import { sent, withHeaders } from './headers.js';
import { named, type Directive } from './parse.js';
import { handlerOf } from './proxy.js';
import { redirected } from './redirect.js';
import { engineOn, rewrite, rulesOf, type Rewritten } from './rewrite.js';
import { scopesFor } from './sections.js';
import { serverFor, type Server, type Site } from './servers.js';

type Scopes = readonly (readonly Directive[])[];

/** An answer that Apache gives itself. */
interface Ended {
  readonly status: number;
  readonly headers: readonly SimulatedHeader[];
  readonly span: Span;
}

/** Apache gives up after ten: LimitInternalRecursion. */
const REDIRECTS = 10;

/** What Apache answers to a request with this configuration. */
export function simulate(
  site: Site,
  request: NetworkRequest,
  upstream: Upstream,
): SimulatedResponse {
  const url = parseUrl(request.url);
  if (url === null) return { status: 400, headers: [], answeredBy: 'server', span: null };
  const context = new Context(request, url);
  const server = serverFor(site, url);
  for (let turn = 0; turn < REDIRECTS; turn++) {
    const answer = turnOf(site, server, context, upstream, turn > 0);
    if ('status' in answer) return answer;
    context.path = answer.path;
    // What the first turn set is called REDIRECT_… in the next one.
    const before = [...context.env];
    context.env.clear();
    for (const [name, value] of before) context.env.set(`REDIRECT_${name}`, value);
  }
  return { status: 500, headers: [], answeredBy: 'server', span: null };
}

/** One turn of a request through Apache's phases, or the path with which it begins anew. */
function turnOf(
  site: Site,
  server: Server,
  context: Context,
  upstream: Upstream,
  again: boolean,
): SimulatedResponse | { readonly path: string } {
  if (!site.htaccess) for (const scope of [server.main, server.own]) setEnvIf(scope, context);
  let scopes = scopesFor(site, server, context);
  const error = ({ status, headers, span }: Ended): SimulatedResponse => {
    // Of the table onsuccess, an answer without content alone keeps what was there early.
    if (status !== 204) context.asked.clear();
    const onsuccess = status === 204 ? context.early : [];
    const tables = withHeaders({ always: headers, onsuccess }, scopes, context, true);
    return { status, headers: sent(tables), answeredBy: 'server', span };
  };
  const all = [...server.main, ...server.own, ...scopes.slice(2).flat()];
  const { passed, proxied: handed, script } = handlerOf(all, context.path);
  const translated = site.htaccess ? null : translate(server, context, passed);
  if (translated?.kind === 'answer') return error(ended(translated));
  // A path that a rule replaced is one of files, whatever ProxyPass says.
  if (translated?.kind === 'path' && passed) {
    if (context.request.method !== 'OPTIONS') return error(notFound(translated.span));
    const allow = { name: 'Allow', value: 'GET,POST,OPTIONS,HEAD,TRACE', span: null };
    const tables = withHeaders({ always: [], onsuccess: [allow] }, scopes, context, false);
    const { span: by } = translated;
    return { status: 200, headers: sent(tables), answeredBy: 'server', span: by };
  }
  const proxied = translated?.kind === 'proxy' || handed;
  const span = deciding(server, scopes);
  const inner = site.htaccess ? scopes : scopes.slice(2);
  for (const scope of inner) setEnvIf(scope, context);
  const refused = denied(scopes, context);
  if (refused !== null) {
    const { status, challenge } = refused;
    const name = 'WWW-Authenticate';
    const headers = challenge === null ? [] : [{ name, value: challenge, span: refused.span }];
    return error({ status, headers, span: refused.span });
  }
  for (const scope of scopes) setEnv(scope, context);
  const fixed = fixup(site, inner, scopes, context, again);
  if (fixed?.kind === 'answer') return error(ended(fixed));
  if (fixed?.kind === 'path' && fixed.path !== context.path) return fixed;
  scopes = scopesFor(site, server, context);
  const { status, headers } = upstream(context.request);
  const own = headers.map(([name, value]) => ({ name, value, span: null }));
  // mod_proxy_http replaces what was there early.
  const replaced = proxied && !script;
  if (replaced) context.asked.clear();
  const early = replaced || site.htaccess ? [] : context.early;
  const filled = script
    ? { always: own, onsuccess: early }
    : { always: [], onsuccess: [...early, ...own] };
  const tables = withHeaders(filled, scopes, context, false);
  return { status, headers: sent(tables), answeredBy: 'upstream', span };
}

/** Before authentication: the rules and redirects of the server itself. */
function translate(
  { main, own, directive }: Server,
  context: Context,
  passed: boolean,
): Rewritten | null {
  // A virtual host does not inherit the rules of the main server.
  const done = engineOn([own]) ? rewrite(rulesOf(own), null, context) : null;
  // mod_rewrite comes before mod_proxy, and that before mod_alias.
  if (done !== null || passed) return done;
  const moved = redirected(directive === null ? own : [...own, ...main], context, false);
  return moved === null ? null : { kind: 'answer', ...moved };
}

/** After authentication: the rules and redirects of folders and locations. */
function fixup(
  site: Site,
  inner: Scopes,
  scopes: Scopes,
  context: Context,
  again: boolean,
): Rewritten | null {
  const rules = inner.findLast(
    (scope) => named(scope, 'rewriterule', 'rewritecond', 'rewriteengine').length > 0,
  );
  if (rules !== undefined && engineOn(scopes) && !(again && site.htaccess)) {
    const done = rewrite(rulesOf(rules), '/', context);
    if (done !== null) return done;
  }
  for (const scope of inner.toReversed()) {
    const moved = redirected(scope, context, !site.htaccess);
    if (moved !== null) return { kind: 'answer', ...moved };
  }
  return null;
}

function notFound(span: Span): Ended {
  return { status: 404, headers: [], span };
}

function ended({ status, location, span }: Rewritten & { kind: 'answer' }): Ended {
  return {
    status,
    headers: location === null ? [] : [{ name: 'Location', value: location, span }],
    span,
  };
}

/** What of the configuration is innermost where a request goes. */
function deciding({ directive }: Server, scopes: Scopes): Span | null {
  return (
    scopes.slice(2).findLast((scope) => scope.length > 0)?.[0]?.span ?? directive?.span ?? null
  );
}
