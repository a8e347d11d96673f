import { target } from '../../../targets/envoy-gateway/index.js';
import type { Destination } from '../destination.js';
import { httpRoutes, routePattern } from './http-route.js';

/** Envoy Gateway: HTTPRoutes, each with a SecurityPolicy. */
export const envoyGateway: Destination = {
  id: 'envoy-gateway',
  title: 'Envoy Gateway',
  target,
  notes: [
    'Each path has an HTTPRoute of its own, as a SecurityPolicy holds for a whole route.',
    'parentRefs name a Gateway called "gateway": put the name of yours.',
  ],
  pattern: routePattern,
  write: ({ ingress, hosts }) => {
    const single = hosts.flatMap(({ host, paths }) =>
      paths.map((path) => ({ host, paths: [path] })),
    );
    return httpRoutes({ ingress, hosts: single });
  },
};
