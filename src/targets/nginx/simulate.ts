import { parseUrl, type NetworkRequest } from '../../protocol/index.js';
import type { SimulatedHeader, SimulatedResponse, Span, Upstream } from '../target.js';
import { absolute } from './absolute.js';
import { denied, limited, plainly, type Ended } from './access.js';
import { withOwn } from './headers.js';
import { arg, named, type Directive } from './parse.js';
import { rewrite } from './rewrite.js';
import { inherited, type Scopes } from './scopes.js';
import { errorPage, fallback, type Destination } from './internal.js';
import { locationFor, passesOn, serverFor, slashless, type Site } from './servers.js';
import { mapsOf, Variables } from './variables.js';

/** What nginx answers to a request with this configuration. */
export function simulate(
  site: Site,
  request: NetworkRequest,
  upstream: Upstream,
): SimulatedResponse {
  const url = parseUrl(request.url);
  const server = url === null ? null : serverFor(site, url);
  if (url === null || server === null)
    return { status: 404, headers: [], answeredBy: 'server', span: null };
  const variables = new Variables(mapsOf(site.http), request, url);
  return new Answering(site, server, variables, upstream).byPath();
}

/** nginx gives up after as many: NGX_HTTP_MAX_URI_CHANGES. */
const CHANGES = 10;

const modules = (suffix: string): string[] =>
  ['proxy', 'fastcgi', 'uwsgi', 'scgi', 'grpc'].map((module) => `${module}_${suffix}`);

/** One request on its way through nginx' phases: https://nginx.org/en/docs/dev/development_guide.html#http_phases */
class Answering {
  readonly #outer: Scopes;
  #changes = 0;
  /** Whether an error page or try_files sent it here. */
  #internal = false;
  /** Whether an error page answers: its own errors have none. */
  #failed = false;
  /** The status that an error page keeps. */
  #status: number | null = null;
  /** Headers of the error, which its page's answer has, too. */
  #carried: readonly SimulatedHeader[] = [];
  #method: string;

  constructor(
    readonly site: Site,
    readonly server: Directive,
    readonly variables: Variables,
    readonly upstream: Upstream,
  ) {
    this.#outer = [site.http, server.block ?? []];
    this.#method = variables.request.method;
  }

  /** The server's rewrite phase, then the location of the path. */
  byPath(): SimulatedResponse {
    const { variables, server } = this;
    const block = server.block ?? [];
    const early = rewrite(block, this.#outer, variables);
    if (early.ended !== null) return this.#end(early.ended, early.scopes);
    let last = this.#outer;
    for (; this.#changes <= CHANGES; this.#changes++) {
      const lacks = slashless(block, variables.path);
      if (lacks !== null) return this.#end(...this.#slash(lacks));
      const path = locationFor(block, variables.path);
      const scopes: Scopes = [...this.#outer, ...path.map((each) => each.block ?? [])];
      const span = path.at(-1)?.span ?? server.span;
      const own = path.at(-1)?.block ?? null;
      if (own === null) return this.#content(scopes, span);
      if (!this.#internal && named(own, 'internal').length > 0)
        return this.#end(plainly(404, span), scopes);
      const limit = limited(own, this.#method);
      // A limited method gets a location of its own, whose rewrite phase is empty.
      if (limit !== null) return this.#content([...scopes, limit.block ?? []], span);
      const late = rewrite(own, scopes, variables);
      if (late.ended !== null) return this.#end(late.ended, late.scopes);
      if (!late.again) return this.#content(late.scopes, span);
      last = late.scopes;
    }
    return this.#end(plainly(500, server.span), last);
  }

  #slash({ block, span }: Directive): readonly [Ended, Scopes] {
    const { path, query } = this.variables;
    const value = `${encodeURI(path)}/${query === '' ? '' : `?${query}`}`;
    const headers = [{ name: 'Location', value, span }];
    return [{ ...plainly(301, span), headers }, [...this.#outer, block ?? []]];
  }

  /** A location of a name, which only other directives lead to. */
  #named(name: string, from: Scopes): SimulatedResponse {
    const block = this.server.block ?? [];
    const found = named(block, 'location').find((each) => arg(each, 0) === name);
    if (found?.block == null) return this.#end(plainly(500, this.server.span), from);
    const late = rewrite(found.block, [...this.#outer, found.block], this.variables);
    if (late.ended !== null) return this.#end(late.ended, late.scopes);
    return late.again ? this.byPath() : this.#content(late.scopes, found.span);
  }

  #go(to: Destination, scopes: Scopes, span: Span): SimulatedResponse {
    if (++this.#changes > CHANGES) return this.#end(plainly(500, span), scopes);
    this.#internal = true;
    if (to.kind === 'named') return this.#named(to.name, scopes);
    if (to.kind === 'status') return this.#end(plainly(to.status, span), scopes);
    const [path = '', query = ''] = to.path.split(/\?(.*)/s);
    this.variables.path = path;
    this.variables.query = query;
    return this.byPath();
  }

  /** Access, then what answers. */
  #content(scopes: Scopes, span: Span): SimulatedResponse {
    const { variables } = this;
    const ended = denied(scopes, variables, span);
    if (ended !== null) return this.#end(ended, scopes);
    const files = fallback(scopes.at(-1) ?? [], variables);
    if (files !== null) return this.#go(files, scopes, span);
    const passes = scopes.slice(2).some(passesOn);
    // A page that nginx itself has.
    if (this.#internal && !passes)
      return /^(?:GET|HEAD)$/.test(this.#method)
        ? this.#answer(this.#status ?? 200, [], scopes, span, 'server', 'text/html')
        : this.#end(plainly(405, span), scopes);
    const { status, headers } = this.upstream(this.#forwarded());
    const hidden = inherited(scopes, ...modules('hide_header')).map((hide) =>
      arg(hide, 0).toLowerCase(),
    );
    const kept = headers
      .filter(([name]) => !hidden.includes(name.toLowerCase()))
      .map(([name, value]) => ({ name, value, span: null }));
    const [intercepts] = inherited(scopes, ...modules('intercept_errors'));
    if (status >= 300 && intercepts !== undefined && arg(intercepts, 0) === 'on') {
      const challenge = kept.filter(({ name }) => name.toLowerCase() === 'www-authenticate');
      const page = this.#page({ ...plainly(status, span), headers: challenge }, scopes);
      if (page !== null) return page;
    }
    const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
    return this.#answer(this.#status ?? status, kept, scopes, span, 'upstream', type);
  }

  #forwarded(): NetworkRequest {
    const { request, rewritten, url, path, query } = this.variables;
    const to = `${url.origin}${encodeURI(path)}${query === '' ? '' : `?${query}`}`;
    return { ...request, method: this.#method, url: rewritten ? to : request.url };
  }

  /** The page of an error; null where it has none. */
  #page(ended: Ended, scopes: Scopes): SimulatedResponse | null {
    if (this.#changes > CHANGES) return null;
    const [recursive] = inherited(scopes, 'recursive_error_pages');
    if (this.#failed && (recursive === undefined || arg(recursive, 0) !== 'on')) return null;
    const page = errorPage(ended.status, scopes, this.variables);
    if (page === null) return null;
    this.#failed = true;
    this.#status = page.status === undefined ? ended.status : page.status;
    this.#carried = ended.headers.filter(({ name }) => name !== 'Location');
    if (page.to.kind === 'path' && !page.to.path.startsWith('/')) {
      const status = [301, 302, 303, 307, 308].includes(this.#status ?? 0) ? this.#status : 302;
      const location = { name: 'Location', value: page.to.path, span: page.span };
      return this.#answer(status ?? 302, [location], scopes, page.span, 'server', 'text/html');
    }
    if (page.to.kind === 'path' && this.#method !== 'HEAD') this.#method = 'GET';
    return this.#go(page.to, scopes, page.span);
  }

  /** An answer of nginx' own. */
  #end(ended: Ended, scopes: Scopes): SimulatedResponse {
    const { status, headers, text, span } = ended;
    if (text) {
      const [type] = inherited(scopes, 'default_type');
      const usual = type === undefined ? 'text/plain' : arg(type, 0);
      return this.#answer(this.#status ?? status, headers, scopes, span, 'server', usual);
    }
    const page = status < 300 ? null : this.#page(ended, scopes);
    if (page !== null) return page;
    const type = status < 300 ? '' : 'text/html';
    return this.#answer(status, headers, scopes, span, 'server', type);
  }

  #answer(
    status: number,
    headers: readonly SimulatedHeader[],
    scopes: Scopes,
    span: Span,
    answeredBy: SimulatedResponse['answeredBy'],
    mediaType: string,
  ): SimulatedResponse {
    const { url } = this.variables;
    const type = (mediaType.split(';')[0] ?? '').trim().toLowerCase();
    const all = withOwn(
      { status, headers: [...this.#carried, ...headers], type },
      scopes,
      this.variables,
    );
    return {
      status,
      headers: all.map((each) =>
        each.span === null ? each : absolute(each, this.server, scopes, url),
      ),
      answeredBy,
      span,
    };
  }
}
