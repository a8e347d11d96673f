import { target } from '../../../targets/haproxy-ingress/index.js';
import type { Destination } from '../destination.js';
import { ingressPerPath } from './ingress-per-path.js';

/** haproxy-ingress, the community's controller with HAProxy. */
export const haproxyIngress: Destination = {
  id: 'haproxy-ingress',
  title: 'HAProxy Ingress',
  target,
  notes: [
    'The objects are of the class "haproxy": put the name of yours. Each path has an object of its own, as annotations hold for a whole object.',
    'spec.tls names the hosts without a Secret: the controller shows its default certificate until you name yours.',
  ],
  write: (object) => ingressPerPath(object, 'haproxy'),
};
