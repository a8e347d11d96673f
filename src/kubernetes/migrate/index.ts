import type { Destination } from './destination.js';
import { contour } from './destinations/contour.js';
import { envoyGateway } from './destinations/envoy-gateway.js';
import { gatewayApi } from './destinations/gateway-api.js';
import { haproxyIngress } from './destinations/haproxy-ingress.js';
import { istio } from './destinations/istio.js';
import { kong } from './destinations/kong.js';
import { nginxGatewayFabric } from './destinations/nginx-gateway-fabric.js';

import { traefik } from './destinations/traefik.js';

export type { Destination } from './destination.js';
export { migrate, type Migration, type ObjectMigration } from './migrate.js';

/** All destinations by their ids. */
export const DESTINATIONS: readonly Destination[] = [
  gatewayApi,
  envoyGateway,
  nginxGatewayFabric,
  haproxyIngress,
  istio,
  traefik,
  contour,
  kong,
];
