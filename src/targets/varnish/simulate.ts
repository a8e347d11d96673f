import { parseUrl, type NetworkRequest } from '../../protocol/index.js';
import type { SimulatedResponse, Span, Upstream } from '../target.js';
import { Message, type Messages } from './exchange.js';
import { runStage, type Action, type Subs } from './run.js';

/** What a request has become when it reaches its answer. */
interface Way {
  readonly subs: Subs;
  readonly messages: Messages;
  readonly req: Message;
}

const own = (status: number, span: Span | null): SimulatedResponse => ({
  status,
  headers: [],
  answeredBy: 'server',
  span,
});

/** Methods that the built-in VCL does not send through its own code but pipes. */
const PLAIN = /^(?:GET|HEAD|PUT|POST|TRACE|OPTIONS|DELETE|PATCH)$/;

/**
 * What Varnish answers with this VCL and with its built-in one behind it, as for a
 * request that nothing is cached for. Measured with 7.1.1.
 */
export function simulate(
  subs: Subs,
  request: NetworkRequest,
  upstream: Upstream,
): SimulatedResponse {
  const url = parseUrl(request.url);
  if (url === null) return own(400, null);
  const req = new Message([['host', url.host], ...request.headers]);
  req.method = request.method;
  req.url = url.pathname + url.search;
  const way: Way = { subs, messages: { req }, req };
  const action = runStage(subs, 'vcl_recv', way.messages) ?? builtinRecv(req);
  switch (action.name) {
    case 'synth':
    case 'error':
      return synthetic(way, action.status, action.span);
    case 'fail':
      return synthetic(way, 503, action.span);
    case 'purge':
      return synthetic(way, 200, action.span);
    case 'pipe':
      return piped(way, request, upstream, action.span);
    case 'pass':
      return fetched(way, request, upstream, 'vcl_pass', action.span);
    default:
      return fetched(way, request, upstream, 'vcl_miss', action.span);
  }
}

/** https://github.com/varnishcache/varnish-cache/blob/7.1/bin/varnishd/builtin.vcl */
function builtinRecv(req: Message): Action {
  const end = (name: string): Action => ({ name, status: 0, span: null });
  const host = req.get('host');
  if (host !== null && /[A-Z]/.test(host)) req.put('host', host.toLowerCase(), null);
  if (!PLAIN.test(req.method)) return end('pipe');
  const cached = /^(?:GET|HEAD)$/.test(req.method);
  const personal = req.get('authorization') !== null || req.get('cookie') !== null;
  return end(cached && !personal ? 'hash' : 'pass');
}

/** From here on Varnish only passes bytes: no header of the answer is touched. */
function piped(
  { messages, subs, req }: Way,
  request: NetworkRequest,
  upstream: Upstream,
  span: Span | null,
): SimulatedResponse {
  const bereq = copied(req);
  const action = runStage(subs, 'vcl_pipe', { ...messages, bereq });
  if (action?.name === 'synth')
    return synthetic({ messages, subs, req }, action.status, action.span);
  const { status, headers } = upstream(sentOn(request, bereq));
  const lines = headers.map(([name, value]) => ({ name, value, span: null }));
  return { status, headers: lines, answeredBy: 'upstream', span };
}

function fetched(
  way: Way,
  request: NetworkRequest,
  upstream: Upstream,
  stage: 'vcl_pass' | 'vcl_miss',
  span: Span | null,
): SimulatedResponse {
  const { subs, messages, req } = way;
  if (stage === 'vcl_miss') runStage(subs, 'vcl_hash', messages);
  const before = runStage(subs, stage, messages);
  if (before?.name === 'synth') return synthetic(way, before.status, before.span);
  const bereq = copied(req);
  // What may be cached is fetched with GET, whatever was asked with.
  if (stage === 'vcl_miss' && before?.name !== 'pass') bereq.method = 'GET';
  const beresp = new Message([]);
  const stop = runStage(subs, 'vcl_backend_fetch', { bereq });
  const failed = stop !== null && stop.name !== 'fetch';
  if (!failed) {
    const { status, headers } = upstream(sentOn(request, bereq));
    beresp.headers = new Message(headers).headers;
    beresp.status = status;
    collect(beresp, 'vary');
  }
  const action = failed ? stop : runStage(subs, 'vcl_backend_response', { bereq, beresp });
  if (action !== null && /^(?:error|fail|abandon)$/.test(action.name)) {
    if (action.name !== 'error') return synthetic(way, 503, action.span);
    beresp.headers = [];
    beresp.status = action.status === 0 ? 503 : action.status;
    runStage(subs, 'vcl_backend_error', { bereq, beresp });
  }
  return delivered(way, beresp, span);
}

/** Of the lines of Vary Varnish makes one; those of others stay apart. */
function collect(message: Message, name: string): void {
  const lines = message.headers.filter((each) => each.name.toLowerCase() === name);
  if (lines.length > 1) message.put(name, lines.map(({ value }) => value).join(', '), null);
}

function delivered(way: Way, beresp: Message, span: Span | null): SimulatedResponse {
  const resp = new Message([]);
  resp.headers = beresp.headers;
  resp.status = beresp.status;
  const action = runStage(way.subs, 'vcl_deliver', { ...way.messages, resp });
  if (action?.name === 'synth') return synthetic(way, action.status, action.span);
  return {
    status: resp.status % 1000,
    headers: resp.headers,
    answeredBy: 'upstream',
    span: action?.span ?? span,
  };
}

/** An answer of Varnish's own goes through vcl_synth, and not through vcl_deliver. */
function synthetic({ subs, messages }: Way, status: number, span: Span | null): SimulatedResponse {
  const resp = new Message([]);
  resp.status = status === 0 ? 503 : status;
  runStage(subs, 'vcl_synth', { ...messages, resp });
  return { status: resp.status % 1000, headers: resp.headers, answeredBy: 'server', span };
}

function copied(req: Message): Message {
  const bereq = new Message([]);
  bereq.headers = req.headers;
  bereq.method = req.method;
  bereq.url = req.url;
  return bereq;
}

function sentOn(request: NetworkRequest, { headers, method, url }: Message): NetworkRequest {
  const to = parseUrl(url, request.url);
  const lines = headers
    .filter(({ name }) => name.toLowerCase() !== 'host')
    .map(({ name, value }) => [name, value] as const);
  return { ...request, method, url: to?.href ?? request.url, headers: lines };
}
