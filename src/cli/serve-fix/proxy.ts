import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { coversOrigin, policyHeaders, requestHeader, type CorsPolicy } from '../../policy/index.js';
import type { Header, NetworkRequest } from '../../protocol/index.js';
import { forward } from './forward.js';

/** A proxy that listens. */
export interface RunningProxy {
  /** What to write in place of the API's origin. */
  readonly base: string;
  readonly close: () => Promise<void>;
}

export interface ProxyOptions {
  /** The API, without a path. */
  readonly api: URL;
  readonly policy: CorsPolicy;
  /** Whether the policy allows what a preflight asks for, in place of its own lists. */
  readonly asAsked: boolean;
  /** 0 for any free one. */
  readonly port: number;
  /** The first part of every path: who does not know it gets nothing. */
  readonly token: string;
  /** Told of each request that came: for the log. */
  readonly seen: (method: string, path: string, status: number) => void;
}

/**
 * Listens on loopback and puts a policy in front of an API. Only who knows the
 * token, names this very host and, being a page, has an origin of the policy gets through.
 * @throws the error of `listen`, EADDRINUSE above all
 */
export async function startProxy(options: ProxyOptions): Promise<RunningProxy> {
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    response.once('finish', () => options.seen(request.method ?? '', path, response.statusCode));
    respond(request, response, options, base);
  });
  let base = '';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${options.token}`;
  return {
    base,
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { api, policy, asAsked, token }: ProxyOptions,
  base: string,
): void {
  const { host } = new URL(base);
  const [, first, ...rest] = (request.url ?? '/').split('/');
  const local =
    request.headers.host === host ||
    request.headers.host === host.replace('127.0.0.1', 'localhost');
  if (!local || (first ?? '').split('?')[0] !== token) return refuse(response, 404);
  const { origin } = request.headers;
  if (origin !== undefined && !policy.origins.some((allowed) => coversOrigin(allowed, origin)))
    return refuse(response, 403);
  const asked = networkRequest(request);
  const headers = policyHeaders(asAsked ? widened(policy, asked) : policy, asked);
  if (asked.kind === 'preflight') {
    response.writeHead(204, headers.flat()).end();
    return;
  }
  const url = new URL(`/${rest.join('/')}`, api);
  forward(request, response, { url, headers, base });
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(
    status === 404
      ? 'whycors serve-fix: not an address of this proxy.\n'
      : 'whycors serve-fix: this origin is not among those that may call.\n',
  );
}

function networkRequest(request: IncomingMessage): NetworkRequest {
  const headers = Object.entries(request.headers).flatMap(([name, value]): Header[] =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  const method = request.method ?? 'GET';
  const preflight =
    method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
  return {
    kind: preflight ? 'preflight' : 'request',
    url: request.url ?? '/',
    method,
    headers,
    body: null,
    credentials: false,
    redirectCount: 0,
  };
}

/** The policy with what this preflight asks for: for those who did not say what they use. */
function widened(policy: CorsPolicy, asked: NetworkRequest): CorsPolicy {
  const method = requestHeader(asked, 'access-control-request-method');
  const names = requestHeader(asked, 'access-control-request-headers') ?? '';
  return {
    ...policy,
    methods: method === null ? [] : [method],
    requestHeaders: names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  };
}
