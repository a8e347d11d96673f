import { target } from '../../../targets/gateway-api/index.js';
import type { Destination } from '../destination.js';
import { httpRoutes, routePattern } from './http-route.js';

/** NGINX Gateway Fabric, F5's implementation of the Gateway API. */
export const nginxGatewayFabric: Destination = {
  id: 'nginx-gateway-fabric',
  title: 'NGINX Gateway Fabric',
  target,
  notes: [
    'NGINX Gateway Fabric has the CORS filter of HTTPRoute since 2.7; older versions accept the object and say in its status that the filter is not supported.',
    'parentRefs name a Gateway called "gateway": put the name of yours.',
  ],
  pattern: routePattern,
  write: httpRoutes,
};
