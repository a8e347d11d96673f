import type { NetworkRequest } from '../../protocol/index.js';
import type { SimulatedResponse, Span, Upstream } from '../target.js';

/** What the service answers, as it comes through a server that changes nothing. */
export function passedOn(
  upstream: Upstream,
  request: NetworkRequest,
  span: Span | null,
): SimulatedResponse {
  const { status, headers } = upstream(request);
  const kept = headers.map(([name, value]) => ({ name, value, span: null }));
  return { status, headers: kept, answeredBy: 'upstream', span };
}
