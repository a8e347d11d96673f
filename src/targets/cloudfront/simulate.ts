import { parseUrl, type NetworkRequest } from '../../protocol/index.js';
import { passedOn } from '../support/passed-on.js';
import type { SimulatedHeader, SimulatedResponse, Span, Upstream } from '../target.js';
import {
  distributionFor,
  takesPath,
  type Behavior,
  type CloudFront,
  type CustomHeader,
} from './config.js';
import { withCors } from './cors.js';

/**
 * What CloudFront answers: preflights, too, go on to the origin where the cache
 * behavior allows OPTIONS, and its policy adds the headers to what comes back.
 */
export function simulate(
  config: CloudFront,
  request: NetworkRequest,
  upstream: Upstream,
): SimulatedResponse {
  const url = parseUrl(request.url);
  const distribution = url === null ? null : distributionFor(config, url.hostname);
  const behavior = distribution?.behaviors.find(({ pattern }) =>
    takesPath(pattern, url?.pathname ?? '/'),
  );
  if (behavior === undefined || url === null) return own(404, null);
  if (url.protocol === 'http:' && behavior.viewer === 'https-only') return own(403, behavior.span);
  if (url.protocol === 'http:' && behavior.viewer === 'redirect-to-https')
    return own(301, behavior.span, `https://${url.host}${url.pathname}${url.search}`);
  if (behavior.methods !== null && !behavior.methods.includes(request.method))
    return own(403, behavior.span);
  const answer = passedOn(upstream, request, behavior.span);
  const headers =
    behavior.cors === null ? answer.headers : withCors(behavior.cors, request, answer.headers);
  return { ...answer, headers: customOf(behavior).reduce(withOne, headers) };
}

function customOf({ attached }: Behavior): readonly CustomHeader[] {
  return attached.kind === 'own' ? attached.policy.custom : [];
}

function withOne(
  headers: readonly SimulatedHeader[],
  { name, value, override, span }: CustomHeader,
): readonly SimulatedHeader[] {
  const others = headers.filter((each) => each.name.toLowerCase() !== name.toLowerCase());
  return others.length < headers.length && !override ? headers : [...others, { name, value, span }];
}

function own(status: number, span: Span | null, location?: string): SimulatedResponse {
  const headers = location === undefined ? [] : [{ name: 'Location', value: location, span }];
  return { status, headers, answeredBy: 'server', span };
}
