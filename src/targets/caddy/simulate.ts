import { requestHeader } from '../../policy/index.js';
import { parseUrl, type NetworkRequest } from '../../protocol/index.js';
import type { SimulatedHeader, SimulatedResponse, Span, Upstream } from '../target.js';
import { matches, matcherOf, restOf, scopeOf, type Asked, type Scope } from './matchers.js';
import { apply, headerSteps, operation, type HeaderSteps } from './operations.js';
import { sorted } from './order.js';
import { arg, type Directive } from './parse.js';
import { siteFor, type Site } from './sites.js';

/** How a block ends: with an answer, with an error of a status, or not at all. */
type End =
  | { readonly kind: 'answer'; readonly response: SimulatedResponse }
  | { readonly kind: 'error'; readonly status: number; readonly span: Span };

/** What is being done for one request. */
class Exchange {
  /** Set so far: they stay when an error ends the handlers, deferred steps do not. */
  headers: SimulatedHeader[] = [];
  deferred: HeaderSteps[] = [];
  error: number | null = null;

  constructor(
    readonly request: NetworkRequest,
    readonly upstream: Upstream,
    public asked: Asked,
    readonly search: string,
  ) {}

  fill = (value: string): string =>
    value
      .replaceAll(/\{(?:http\.request\.)?header\.([^{}]+)\}/gi, (_, name: string) => {
        return requestHeader(this.request, name.toLowerCase()) ?? '';
      })
      .replaceAll(/\{(?:http\.request\.)?host\}/g, this.asked.host)
      .replaceAll(/\{(?:http\.request\.)?uri\}/g, this.asked.path + this.search)
      .replaceAll(/\{path\}|\{http\.request\.uri\.path\}/g, this.asked.path)
      .replaceAll(/\{(?:http\.error|err)\.status_code\}/g, String(this.error ?? ''));

  /** The answer as it goes out: the innermost deferred step is the first. */
  answer(
    status: number,
    own: readonly SimulatedHeader[],
    answeredBy: SimulatedResponse['answeredBy'],
    span: Span | null,
  ): End {
    let headers = [...this.headers, ...own];
    for (const step of this.deferred.toReversed()) {
      const present = (name: string): boolean =>
        headers.some((header) => header.name.toLowerCase() === name);
      if (step.unlessPresent?.some(present) === true) continue;
      headers = apply(headers, step.operations, this.fill);
    }
    // An empty value goes out as it is; browsers see it.
    return { kind: 'answer', response: { status, headers, answeredBy, span } };
  }
}

/** What Caddy answers: https://caddyserver.com/docs/caddyfile/directives. */
export function simulate(
  sites: readonly Site[],
  request: NetworkRequest,
  upstream: Upstream,
): SimulatedResponse {
  const url = parseUrl(request.url);
  const site = siteFor(sites, request);
  const empty: SimulatedResponse = { status: 200, headers: [], answeredBy: 'server', span: null };
  if (url === null || site === null) return empty;
  const { method, headers } = request;
  const asked: Asked = { method, headers, host: url.hostname, path: url.pathname };
  const exchange = new Exchange(request, upstream, asked, url.search);
  const scope = scopeOf(site.body);
  let end = run(site.body, scope, exchange, true);
  if (end?.kind === 'error') {
    const { status, span } = end;
    exchange.deferred = [];
    exchange.error = status;
    exchange.asked = asked;
    const handler = site.body.find(({ name }) => name === 'handle_errors');
    const block = handler?.block ?? [];
    end = handler === undefined ? null : run(block, scopeOf(block, scope), exchange, true, status);
    if (end?.kind !== 'answer') end = exchange.answer(status, [], 'server', span);
  }
  end ??= exchange.answer(200, [], 'server', null);
  return end.kind === 'answer' ? end.response : empty;
}

/** Does the directives of a block; null where none of them answers. */
function run(
  block: readonly Directive[],
  scope: Scope,
  exchange: Exchange,
  inOrder: boolean,
  status: number | null = null,
): End | null {
  const groups = new Set<string>();
  for (const directive of inOrder ? sorted(block, scope) : block) {
    const kind = directive.name.replace('_path', '');
    const exclusive = inOrder && (kind === 'handle' || kind === 'rewrite');
    if (exclusive && groups.has(kind)) continue;
    if (matches(directive, scope, exchange.asked) !== true) continue;
    if (exclusive) groups.add(kind);
    const end = step(directive, scope, exchange, status);
    if (end !== null) return end;
  }
  return null;
}

function step(
  directive: Directive,
  scope: Scope,
  exchange: Exchange,
  errorStatus: number | null,
): End | null {
  const { span, block } = directive;
  const rest = restOf(directive);
  const [first = '', second] = rest;
  const inner = block ?? [];
  switch (directive.name) {
    case 'header':
      for (const steps of headerSteps(directive))
        if (steps.deferred) exchange.deferred.push(steps);
        else exchange.headers = apply(exchange.headers, steps.operations, exchange.fill);
      return null;
    case 'handle':
    case 'route':
    case 'handle_path': {
      if (directive.name === 'handle_path') stripped(directive, exchange);
      const ordered = directive.name !== 'route';
      return run(inner, scopeOf(inner, scope), exchange, ordered, errorStatus);
    }
    case 'rewrite':
      exchange.asked = { ...exchange.asked, path: first.startsWith('/') ? bare(first) : '/' };
      return null;
    case 'uri':
      if (first === 'strip_prefix' && second !== undefined) strip(second, exchange);
      return null;
    case 'method':
      exchange.asked = { ...exchange.asked, method: first };
      return null;
    case 'redir': {
      const status = redirection(second ?? 'temporary');
      const location = { name: 'Location', value: exchange.fill(first), span };
      return exchange.answer(status, status === 200 ? [] : [location], 'server', span);
    }
    case 'basicauth':
    case 'basic_auth': {
      if (/^basic /i.test(requestHeader(exchange.request, 'authorization') ?? '')) return null;
      const value = 'Basic realm="restricted"';
      exchange.headers.push({ name: 'Www-Authenticate', value, span });
      return { kind: 'error', status: 401, span };
    }
    case 'error': {
      const status = /^\d{3}$/.test(first) && second === undefined ? first : (second ?? '500');
      return { kind: 'error', status: Number(status) || 500, span };
    }
    case 'respond': {
      const status = /^\d{3}$/.test(first) && second === undefined ? first : (second ?? '');
      return exchange.answer(Number(status) || (errorStatus ?? 200), [], 'server', span);
    }
    case 'reverse_proxy':
    case 'php_fastcgi':
    case 'file_server':
      return proxied(directive, exchange);
    default:
      return null;
  }
}

/** The upstream's headers come on top of those that are there. */
function proxied({ block, span }: Directive, exchange: Exchange): End {
  const { status, headers } = exchange.upstream(exchange.request);
  const lines = (block ?? []).filter(({ name }) => name === 'header_down');
  const operations = lines.map((line) =>
    operation(
      arg(line, 0),
      line.args.slice(1).map(({ value }) => value),
      line.span,
    ),
  );
  const given = headers.map(([name, value]) => ({ name, value, span: null }));
  const own = apply(given, operations, exchange.fill);
  return exchange.answer(status, own, 'upstream', span);
}

function stripped(directive: Directive, exchange: Exchange): void {
  strip((matcherOf(directive) ?? '').replace(/\/?\*$/, ''), exchange);
}

function strip(prefix: string, exchange: Exchange): void {
  const { path } = exchange.asked;
  if (prefix === '' || !path.toLowerCase().startsWith(prefix.toLowerCase())) return;
  const left = path.slice(prefix.length);
  exchange.asked = { ...exchange.asked, path: left.startsWith('/') ? left : `/${left}` };
}

function bare(target: string): string {
  return target.replace(/\?.*$/, '');
}

function redirection(code: string): number {
  if (code === 'permanent') return 301;
  if (code === 'html') return 200;
  return code === 'temporary' ? 302 : Number(code) || 302;
}
