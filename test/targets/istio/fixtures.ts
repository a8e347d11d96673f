import type { TargetFixture } from '../fixture.js';

const SHOP = `# the shop
apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata:
  name: shop
  namespace: shop
spec:
  hosts: ["api.example.com"]
  gateways: [public]
  http:
    # orders, with their old policy
    - name: orders
      match:
        - uri: { prefix: /orders/ }
        - uri: { exact: /orders }
      corsPolicy:
        allowOrigin: ["https://old.example.com"]
        allowMethods: [GET]
        maxAge: 24h
      timeout: 5s   # slow
      route: [{ destination: { host: orders } }]
    # all else
    - route:
        - destination:
            host: web
      retries: { attempts: 3 }
---
apiVersion: v1
kind: Service
metadata: { name: orders }
`;

const ONE = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: all
spec:
  hosts:
    - "*.example.com"
  http:
    - match:
        - uri:
            prefix: /
      route:
        - destination:
            host: web
`;

export const FIXTURES: readonly TargetFixture[] = [
  {
    name: 'a route among others, with the old allowOrigin',
    text: SHOP,
    place: { origin: 'https://api.example.com', path: '/orders', upstream: 'http://127.0.0.1' },
    elsewhere: ['https://api.example.com/', 'https://api.example.com/ordersx'],
    replaces: /allow(?:Methods|Headers)|maxAge|GET/i,
  },
  {
    name: 'a place below a route for everything',
    text: SHOP,
    place: { origin: 'https://api.example.com', path: '/v1/items', upstream: 'http://127.0.0.1' },
    elsewhere: [
      'https://api.example.com/orders/1',
      'https://api.example.com/v1/itemsx',
      'https://api.example.com/',
    ],
  },
  {
    name: 'a wildcard host',
    text: ONE,
    place: { origin: 'https://api.example.com', path: '/', upstream: 'http://127.0.0.1' },
    elsewhere: ['https://example.com/'],
  },
];
