import type { TargetFixture } from '../fixture.js';

const SHOP = `# The shop's API: owned by team-shop.
apiVersion: v1
kind: Service
metadata: { name: orders }
spec:
  ports: [{ port: 80 }]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: orders
  namespace: shop
  labels:
    app: orders   # keep
  annotations:
    nginx.ingress.kubernetes.io/proxy-body-size: 8m
    # CORS, as copied from a blog
    nginx.ingress.kubernetes.io/enable-cors: "true"
    nginx.ingress.kubernetes.io/cors-allow-origin: "https://app.example.com/"
    nginx.ingress.kubernetes.io/cors-expose-headers: "X-Total-Count"
    example.com/unknown: |
      kept as it is
spec:
  ingressClassName: nginx
  tls:
    - hosts: [api.example.com]
      secretName: api-tls
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
  ingressClassName: nginx
  rules:
    - host: api.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: catalogue
                port:
                  number: 80
          - path: /health
            pathType: Exact
            backend:
              service:
                name: catalogue
                port:
                  number: 80
`;

const LIST = `apiVersion: v1
kind: List
items:
  - apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      annotations: {kubernetes.io/ingress.class: nginx}
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
        nginx.ingress.kubernetes.io/cors-allow-origin: 'https://old.example.com'
    spec:
      rules:
        - host: api.example.org
          http:
            paths:
              - path: /v1
                pathType: ImplementationSpecific
                backend:
                  service: {name: api, port: {number: 80}}
`;

export const FIXTURES: readonly TargetFixture[] = [
  {
    name: 'an object with one path of a host, and a wrong set-up',
    text: SHOP,
    place: { origin: 'https://api.example.com', path: '/orders', upstream: 'http://orders' },
    elsewhere: [
      'https://api.example.com/',
      'https://api.example.com/health',
      'https://other.example/',
    ],
  },
  {
    name: 'a place below an object with other paths',
    text: SHOP,
    place: { origin: 'https://api.example.com', path: '/search', upstream: 'http://catalogue' },
    elsewhere: ['https://api.example.com/', 'https://api.example.com/orders/1'],
  },
  {
    name: 'a list of objects with Windows line ends',
    text: LIST.replaceAll('\n', '\r\n'),
    place: { origin: 'https://api.example.org', path: '/v1', upstream: 'http://api' },
    elsewhere: ['https://www.example.org/', 'https://www.example.org/v1'],
  },
];
