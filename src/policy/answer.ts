import { type Header, type NetworkRequest } from '../protocol/index.js';
import { coversOrigin } from './allowed-origin.js';
import type { CorsPolicy } from './policy.js';

/** The value of a request-header, or null. Names of a NetworkRequest are compared without case. */
export function requestHeader(
  request: Pick<NetworkRequest, 'headers'>,
  name: string,
): string | null {
  return request.headers.find(([each]) => each.toLowerCase() === name)?.[1] ?? null;
}

/** Whether a request is a CORS-preflight to whoever receives it. https://fetch.spec.whatwg.org/#cors-preflight-request */
export function isPreflight(request: Pick<NetworkRequest, 'method' | 'headers'>): boolean {
  return (
    request.method === 'OPTIONS' &&
    requestHeader(request, 'origin') !== null &&
    requestHeader(request, 'access-control-request-method') !== null
  );
}

/**
 * The response headers by which a server says a policy, as well as HTTP lets it:
 * the origin is named unless every origin is allowed, and then `Vary: Origin`
 * is there whatever the answer. What a proxy of ours sends, and the measure of
 * what targets send.
 */
export function policyHeaders(policy: CorsPolicy, request: NetworkRequest): readonly Header[] {
  const origin = requestHeader(request, 'origin');
  const any = policy.origins.some(({ kind }) => kind === 'any');
  const vary: readonly Header[] = any ? [] : [['Vary', 'Origin']];
  if (!any && (origin === null || !policy.origins.some((each) => coversOrigin(each, origin))))
    return vary;
  const headers: Header[] = [['Access-Control-Allow-Origin', any ? '*' : origin!], ...vary];
  if (policy.credentials) headers.push(['Access-Control-Allow-Credentials', 'true']);
  if (isPreflight(request)) headers.push(...preflightHeaders(policy, request));
  else if (policy.exposedHeaders.length > 0)
    headers.push(['Access-Control-Expose-Headers', list(policy.exposedHeaders)]);
  return headers;
}

function preflightHeaders(policy: CorsPolicy, request: NetworkRequest): Header[] {
  const headers: Header[] = [];
  if (policy.methods.length > 0)
    headers.push(['Access-Control-Allow-Methods', list(policy.methods)]);
  if (policy.requestHeaders.length > 0)
    headers.push(['Access-Control-Allow-Headers', list(policy.requestHeaders)]);
  if (policy.maxAge !== null) headers.push(['Access-Control-Max-Age', String(policy.maxAge)]);
  if (
    policy.privateNetwork &&
    requestHeader(request, 'access-control-request-private-network') === 'true'
  )
    headers.push(['Access-Control-Allow-Private-Network', 'true']);
  return headers;
}

function list(names: readonly string[] | '*'): string {
  return names === '*' ? '*' : names.join(', ');
}
