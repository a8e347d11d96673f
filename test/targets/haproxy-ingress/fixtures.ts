import type { TargetFixture } from '../fixture.js';

const SHOP = `# The shop's API: owned by team-shop.
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: orders
  namespace: shop
  labels:
    app: orders   # keep
  annotations:
    haproxy-ingress.github.io/timeout-server: 30s
    # CORS, as copied from a blog
    haproxy-ingress.github.io/cors-enable: "true"
    haproxy-ingress.github.io/cors-allow-origin: "https://app.example.com/"
    haproxy-ingress.github.io/cors-allow-origin-regex: 'example\\.com'
    haproxy-ingress.github.io/cors-expose-headers: "X-Total-Count"
    example.com/unknown: |
      kept as it is
spec:
  ingressClassName: haproxy
  rules:
    - host: api.example.com
      http:
        paths:
          - path: /orders
            pathType: Prefix
            backend: { service: { name: orders, port: { number: 80 } } }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: catalogue
  namespace: shop
spec:
  ingressClassName: haproxy
  rules:
    - host: api.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: { service: { name: catalogue, port: { number: 80 } } }
`;

const TECH = `apiVersion: v1
kind: List
items:
  - apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      annotations: {kubernetes.io/ingress.class: haproxy}
      name: web
    spec:
      rules:
        - host: "*.example.org"
          http:
            paths:
              - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
  - apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: api
      annotations:
        haproxy.org/load-balance: leastconn
        haproxy.org/cors-enable: 'true'
        haproxy.org/cors-allow-origin: 'https://old.example.com'
    spec:
      ingressClassName: haproxy
      rules:
        - host: api.example.org
          http:
            paths:
              - path: /v1
                pathType: Prefix
                backend:
                  service: {name: api, port: {number: 80}}
`;

export const FIXTURES: readonly TargetFixture[] = [
  {
    name: 'haproxy-ingress with a wrong set-up',
    text: SHOP,
    place: { origin: 'https://api.example.com', path: '/orders', upstream: 'http://orders' },
    elsewhere: ['https://api.example.com/', 'https://other.example/'],
  },
  {
    name: 'the controller of HAProxy Technologies, a list with Windows line ends',
    text: TECH.replaceAll('\n', '\r\n'),
    place: { origin: 'https://api.example.org', path: '/v1', upstream: 'http://api' },
    elsewhere: ['https://www.example.org/', 'https://www.example.org/v1'],
  },
];
