import { OTHER_ORIGIN, type ExperimentId } from '../evidence/index.js';
import { networkUrl, parseUrl, type Header, type NetworkRequest } from '../protocol/index.js';
import { ruleContext, type Observed } from './context.js';

/**
 * The network request of an experiment, or null where it makes no sense for this
 * call. Only GET, HEAD and OPTIONS ever come out of here.
 */
export function experimentRequest(id: ExperimentId, observed: Observed): NetworkRequest | null {
  const { preflight, response } = ruleContext(observed);
  const { failure } = observed.outcome;
  const failed = failure ? observed.outcome.exchanges[failure.exchange]?.request : undefined;
  const subject = failed ?? response?.seen.request ?? preflight?.seen.request;
  if (!subject) return null;
  switch (id) {
    case 'request-itself':
      return safe({
        ...asGet(observed, subject.url),
        method: observed.request.method.toUpperCase(),
      });
    case 'get':
      return asGet(observed, subject.url);
    case 'without-origin':
      return safe({ ...subject, headers: without(subject.headers, 'origin') });
    case 'other-origin':
      return safe({
        ...subject,
        headers: [...without(subject.headers, 'origin'), ['origin', OTHER_ORIGIN]],
      });
    case 'simple-preflight':
      return preflight && simplePreflight(preflight.seen.request);
    case 'root-preflight':
      return preflight && atPath(preflight.seen.request, () => '/');
    case 'root-get':
      return atPath(asGet(observed, subject.url), () => '/');
    case 'https':
      return byHttps(subject);
    case 'trailing-slash':
      return safe(atPath(subject, (path) => (path.endsWith('/') ? path.slice(0, -1) : `${path}/`)));
    case 'again':
      return safe(subject);
  }
}

/** Side effects are never an experiment's. */
function safe(request: NetworkRequest | null): NetworkRequest | null {
  return request && ['GET', 'HEAD', 'OPTIONS'].includes(request.method)
    ? { ...request, body: null }
    : null;
}

/** The request itself as a GET: the page's headers, the Origin it would carry. */
function asGet(observed: Observed, url: string): NetworkRequest {
  const { request, origin } = observed;
  const last = observed.outcome.exchanges.at(-1)?.request;
  const sent = last?.headers.find(([name]) => name === 'origin')?.[1] ?? origin;
  return {
    kind: 'request',
    url,
    method: 'GET',
    headers: [...without(request.headers, 'origin'), ['origin', sent]],
    body: null,
    credentials: request.credentials === 'include',
    redirectCount: last?.redirectCount ?? 0,
  };
}

function simplePreflight(preflight: NetworkRequest): NetworkRequest {
  const headers = without(
    without(preflight.headers, 'access-control-request-headers'),
    'access-control-request-method',
  );
  return { ...preflight, headers: [...headers, ['access-control-request-method', 'GET']] };
}

/** The same request at another path; null when that is the path it has. */
function atPath(request: NetworkRequest, change: (path: string) => string): NetworkRequest | null {
  const url = parseUrl(request.url);
  if (!url) return null;
  const path = change(url.pathname);
  if (path === url.pathname || path === '') return null;
  return { ...request, url: `${url.origin}${path}${path === '/' ? '' : url.search}` };
}

function byHttps(subject: NetworkRequest): NetworkRequest | null {
  const url = parseUrl(subject.url);
  // Another port than the default speaks one protocol only.
  if (!url || url.protocol !== 'http:' || url.port !== '') return null;
  return safe({ ...subject, url: networkUrl(url).replace(/^http:/, 'https:') });
}

function without(headers: NetworkRequest['headers'], lowerCaseName: string): Header[] {
  return headers.filter(([name]) => name.toLowerCase() !== lowerCaseName);
}
