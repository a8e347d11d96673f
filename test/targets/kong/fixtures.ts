import type { TargetFixture } from '../fixture.js';

const SHOP = `# the shop behind Kong
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: orders
  namespace: shop
  annotations:
    konghq.com/plugins: limit, orders-cors
    konghq.com/strip-path: "false" # keep
spec:
  ingressClassName: kong
  rules:
    - host: api.example.com
      http:
        paths:
          - { path: /orders, pathType: Prefix, backend: { service: { name: orders, port: { number: 80 } } } }
---
apiVersion: configuration.konghq.com/v1
kind: KongPlugin
metadata: { name: orders-cors, namespace: shop }
plugin: cors
config:
  origins: ["https://old.example.com/"]
  methods: [GET]
  max_age: 60
---
apiVersion: configuration.konghq.com/v1
kind: KongPlugin
metadata: { name: limit, namespace: shop }
plugin: rate-limiting
config: { minute: 5 }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
spec:
  ingressClassName: kong
  rules:
    - host: api.example.com
      http:
        paths:
          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
`;

export const FIXTURES: readonly TargetFixture[] = [
  {
    name: 'an Ingress with an old plugin among others',
    text: SHOP,
    place: { origin: 'https://api.example.com', path: '/orders', upstream: 'http://127.0.0.1' },
    elsewhere: ['https://api.example.com/', 'https://api.example.com/ordersx'],
    replaces: /origins|methods|max_age|headers|credentials|GET/,
  },
  {
    name: 'an Ingress without a plugin',
    text: SHOP,
    place: { origin: 'https://api.example.com', path: '/', upstream: 'http://127.0.0.1' },
    elsewhere: ['https://api.example.com/orders'],
  },
];
