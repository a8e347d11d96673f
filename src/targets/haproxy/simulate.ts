import { parseUrl, type NetworkRequest } from '../../protocol/index.js';
import type { SimulatedResponse, Span, Upstream } from '../target.js';
import { applies } from './condition.js';
import { exchangeOf, type Exchange } from './exchange.js';
import { expand } from './format.js';
import { changeHeaders, endedBy, setVariable, type Ended } from './actions.js';
import { word } from './parse.js';
import { rulesOf, type Rule, type RuleKind } from './rules.js';
import { frontendFor, linesOf, type Proxy, type Site } from './site.js';

/** What HAProxy answers to a request with this configuration. */
export function simulate(
  site: Site,
  request: NetworkRequest,
  upstream: Upstream,
): SimulatedResponse {
  const url = parseUrl(request.url);
  const frontend = url === null ? null : frontendFor(site, url);
  if (url === null || frontend === null)
    return { status: 503, headers: [], answeredBy: 'server', span: null };
  return simulateAt(site, frontend, exchangeOf(request, url), request, upstream);
}

/**
 * The way of a request: http-request rules of the frontend, its redirects, the
 * choice of a backend and its rules; then http-response rules, the backend's first
 * and only on what the server behind it sent; then http-after-response rules, which
 * run on every answer. Measured with 2.6.12.
 */
function simulateAt(
  site: Site,
  frontend: Proxy,
  exchange: Exchange,
  request: NetworkRequest,
  upstream: Upstream,
): SimulatedResponse {
  if (frontend.mode !== 'http') return passed(request, upstream, frontend.section.head.span);
  capture(frontend, exchange);
  const monitor = linesOf(frontend.section, 'monitor-uri').find(
    (line) => word(line, 1) === exchange.path,
  );
  if (monitor !== undefined)
    return own({ status: 200, headers: [], span: monitor.span }, [frontend], exchange);
  const early = requestRules(frontend, exchange);
  if (early !== null) return own(early, [frontend], exchange);
  const { backend, span } = chosen(site, frontend, exchange);
  const proxies = backend === null || backend === frontend ? [frontend] : [backend, frontend];
  const late = backend === null || backend === frontend ? null : requestRules(backend, exchange);
  if (late !== null) return own(late, proxies, exchange);
  const serves =
    backend !== null && linesOf(backend.section, 'server', 'server-template').length > 0;
  if (!serves) return own({ status: 503, headers: [], span }, proxies, exchange);
  const { status, headers } = upstream(sentOn(request, exchange));
  exchange.response = {
    status,
    headers: headers.map(([name, value]) => ({ name, value, span: null })),
  };
  for (const proxy of proxies) {
    const ended = responseRules(proxy, 'http-response', exchange);
    if (ended !== null) return own(ended, proxies, exchange);
  }
  return answered(proxies, exchange, 'upstream', span);
}

/** TCP mode: HAProxy sees no requests. */
function passed(request: NetworkRequest, upstream: Upstream, span: Span): SimulatedResponse {
  const { status, headers } = upstream(request);
  const lines = headers.map(([name, value]) => ({ name, value, span: null }));
  return { status, headers: lines, answeredBy: 'upstream', span };
}

function sentOn(request: NetworkRequest, { headers }: Exchange): NetworkRequest {
  return { ...request, headers: headers.filter(([name]) => name.toLowerCase() !== 'host') };
}

/** An answer of HAProxy's own. */
function own(ended: Ended, proxies: readonly Proxy[], exchange: Exchange): SimulatedResponse {
  exchange.response = { status: ended.status, headers: [...ended.headers] };
  return answered(proxies, exchange, 'server', ended.span);
}

function answered(
  proxies: readonly Proxy[],
  exchange: Exchange,
  answeredBy: 'server' | 'upstream',
  span: Span | null,
): SimulatedResponse {
  for (const proxy of proxies) responseRules(proxy, 'http-after-response', exchange);
  const { status, headers } = exchange.response ?? { status: 503, headers: [] };
  return { status, headers, answeredBy, span };
}

function requestRules(proxy: Proxy, exchange: Exchange): Ended | null {
  for (const rule of rulesOf(proxy, 'http-request')) {
    if (!applies(rule, exchange)) continue;
    if (rule.action === 'allow') break;
    const ended = endedBy(rule, exchange, proxy.section.name);
    if (ended !== null) return ended;
    if (rule.action === 'capture') continue;
    if (rule.action === 'set-path') exchange.path = expand(rule.args[0]?.value ?? '', exchange);
    else if (/^(?:set|add|del)-header$/.test(rule.action)) changeRequest(rule, exchange);
    else setVariable(rule, exchange);
  }
  for (const rule of rulesOf(proxy, 'redirect'))
    if (applies(rule, exchange)) return endedBy(rule, exchange, proxy.section.name);
  return null;
}

function changeRequest({ action, args }: Rule, exchange: Exchange): void {
  const name = (args[0]?.value ?? '').toLowerCase();
  const value = expand(args[1]?.value ?? '', exchange);
  if (action !== 'add-header')
    exchange.headers = exchange.headers.filter(([each]) => each.toLowerCase() !== name);
  if (action !== 'del-header') exchange.headers.push([name, value]);
}

function responseRules(
  proxy: Proxy,
  kind: 'http-response' | 'http-after-response',
  exchange: Exchange,
): Ended | null {
  for (const rule of rulesOf(proxy, kind satisfies RuleKind)) {
    if (!applies(rule, exchange)) continue;
    if (rule.action === 'allow') return null;
    const ended = kind === 'http-response' ? endedBy(rule, exchange, proxy.section.name) : null;
    if (ended !== null) return ended;
    if (!setVariable(rule, exchange)) changeHeaders(rule, exchange);
  }
  return null;
}

/** `capture request header` and `http-request capture` are numbered together, in their order. */
function capture({ section }: Proxy, exchange: Exchange): void {
  let index = 0;
  for (const line of linesOf(section, 'capture', 'http-request')) {
    const words = line.words.map(({ value }) => value);
    const long = Number(words[words.indexOf('len') + 1]) || 0;
    if (words[0] === 'capture' && words[1] === 'request' && words[2] === 'header') {
      const name = (words[3] ?? '').toLowerCase();
      const found = exchange.headers.findLast(([each]) => each.toLowerCase() === name);
      if (found !== undefined) exchange.captures.set(index, found[1].slice(0, long));
      index++;
    } else if (words[1] === 'capture' && words.includes('len')) {
      const value = expand(`%[${words[2] ?? ''}]`, exchange);
      if (value !== '') exchange.captures.set(index, value.slice(0, long));
      index++;
    }
  }
}

/** The backend that answers: the first use_backend that applies, else the default one. */
function chosen(
  { backends }: Site,
  frontend: Proxy,
  exchange: Exchange,
): { readonly backend: Proxy | null; readonly span: Span } {
  for (const rule of rulesOf(frontend, 'use_backend')) {
    if (!applies(rule, exchange)) continue;
    const backend = backends.get(expand(rule.args[0]?.value ?? '', exchange));
    if (backend !== undefined) return { backend, span: rule.line.span };
  }
  const line = frontend.scopes.flatMap((scope) => linesOf(scope, 'default_backend')).at(-1);
  if (line !== undefined) return { backend: backends.get(word(line, 1)) ?? null, span: line.span };
  const itself = frontend.section.kind === 'listen' ? frontend : null;
  return { backend: itself, span: frontend.section.head.span };
}
