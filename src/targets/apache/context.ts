import { requestHeader } from '../../policy/index.js';
import type { NetworkRequest, UrlRecord } from '../../protocol/index.js';
import type { SimulatedHeader } from '../target.js';

/** What is known of one request while it is answered. */
export class Context {
  /** Apache's environment of the request: SetEnvIf, SetEnv and RewriteRule [E=…] write it. */
  readonly env = new Map<string, string>();
  /** Request headers that expressions asked for: they come into Vary. */
  readonly asked = new Set<string>();
  /** What rewriting and redirects change. */
  path: string;
  /** The table `onsuccess` before a handler fills it. */
  early: readonly SimulatedHeader[] = [];

  constructor(
    readonly request: NetworkRequest,
    readonly url: UrlRecord,
  ) {
    this.path = decoded(url.pathname);
  }

  /** A request header, or null. */
  header(name: string): string | null {
    if (name.toLowerCase() === 'host') return this.url.host;
    return requestHeader(this.request, name.toLowerCase());
  }

  /** A server variable, as expressions and RewriteCond name it; null for one that is not known here. */
  variable(name: string): string | null {
    const [, kind, of] = /^(\w+):(.*)$/s.exec(name) ?? [];
    if (kind !== undefined && of !== undefined) {
      if (/^(?:http|req|http_novary|req_novary)$/i.test(kind)) return this.header(of) ?? '';
      return /^(?:env|reqenv)$/i.test(kind) ? (this.env.get(of) ?? '') : null;
    }
    const { request, url } = this;
    const known: Readonly<Record<string, string>> = {
      REQUEST_METHOD: request.method,
      REQUEST_URI: this.path,
      REQUEST_SCHEME: url.protocol.slice(0, -1),
      HTTPS: url.protocol === 'https:' ? 'on' : 'off',
      HTTP_HOST: url.host,
      SERVER_NAME: url.hostname,
      SERVER_PORT: url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port,
      QUERY_STRING: url.search.slice(1),
      HTTP_USER_AGENT: this.header('user-agent') ?? '',
      HTTP_REFERER: this.header('referer') ?? '',
      HTTP_COOKIE: this.header('cookie') ?? '',
      HTTP_ACCEPT: this.header('accept') ?? '',
      THE_REQUEST: `${request.method} ${url.pathname}${url.search} HTTP/1.1`,
    };
    return known[name.toUpperCase()] ?? null;
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path).replaceAll(/\/{2,}/g, '/');
  } catch {
    return path;
  }
}
