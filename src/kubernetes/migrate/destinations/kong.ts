import { target } from '../../../targets/kong/index.js';
import type { Destination } from '../destination.js';
import { ingressPerPath } from './ingress-per-path.js';

/** Kong's Ingress Controller, with a KongPlugin an object. */
export const kong: Destination = {
  id: 'kong',
  title: 'Kong',
  target,
  notes: [
    'The objects are of the class "kong": put the name of yours. Each path has an object of its own, as plugins hold for a whole object.',
    'spec.tls names the hosts without a Secret: add yours.',
  ],
  write: (object) => ingressPerPath(object, 'kong'),
};
