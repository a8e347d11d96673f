import type { TargetFixture } from '../fixture.js';

const SHOP = `# orders
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: orders, namespace: shop }
spec:
  parentRefs: [{ name: public }]
  hostnames: [api.example.com]
  rules:
    - matches: [{ path: { type: PathPrefix, value: /orders } }]
      backendRefs: [{ name: orders, port: 80 }] # keep
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public }]
  hostnames: [api.example.com]
  rules:
    - backendRefs: [{ name: web, port: 80 }]
---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: SecurityPolicy
metadata:
  name: orders
  namespace: shop
spec:
  targetRef: { group: gateway.networking.k8s.io, kind: HTTPRoute, name: orders }
  # the old page
  cors:
    allowOrigins: ["https://old.example.com"]
    allowMethods: [GET]
    maxAge: 24h
`;

export const FIXTURES: readonly TargetFixture[] = [
  {
    name: 'a route with an old policy',
    text: SHOP,
    place: { origin: 'https://api.example.com', path: '/orders', upstream: 'http://127.0.0.1' },
    elsewhere: ['https://api.example.com/', 'https://api.example.com/ordersx'],
    replaces: /allow|maxAge|expose/i,
  },
  {
    name: 'a route without one',
    text: SHOP,
    place: { origin: 'https://api.example.com', path: '/', upstream: 'http://127.0.0.1' },
    elsewhere: ['https://api.example.com/orders/1'],
  },
];
