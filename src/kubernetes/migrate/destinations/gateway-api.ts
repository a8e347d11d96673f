import { target } from '../../../targets/gateway-api/index.js';
import type { Destination } from '../destination.js';
import { httpRoutes, routePattern } from './http-route.js';

/** Any implementation of the Gateway API with HTTPRouteCORS. */
export const gatewayApi: Destination = {
  id: 'gateway-api',
  title: 'Gateway API',
  target,
  notes: [
    'The CORS filter is standard since Gateway API v1.5 (HTTPRouteCORS); see that your implementation has it.',
    'parentRefs name a Gateway called "gateway": put the name of yours.',
  ],
  pattern: routePattern,
  write: httpRoutes,
};
