import type { TargetFixture } from '../fixture.js';

const CRD = `# the shop's routes
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata:
  name: shop
  namespace: shop
spec:
  entryPoints: [websecure]
  routes:
    # orders
    - kind: Rule
      match: Host(\`api.example.com\`) && (Path(\`/orders\`) || PathPrefix(\`/orders/\`))
      middlewares:
        - name: limit   # keep
        - name: orders-cors
      services: [{ name: orders, port: 80 }]
    - kind: Rule
      match: Host(\`api.example.com\`)
      services: [{ name: web, port: 80 }]
---
apiVersion: traefik.io/v1alpha1
kind: Middleware
metadata: { name: orders-cors, namespace: shop }
spec:
  headers:
    accessControlAllowOriginList: ["https://old.example.com"]
    accessControlAllowMethods: [GET]
    accessControlMaxAge: 60
    addVaryHeader: true
---
apiVersion: traefik.io/v1alpha1
kind: Middleware
metadata: { name: limit, namespace: shop }
spec: { rateLimit: { average: 100 } }
`;

const FILE = `http:
  routers:
    web:
      rule: "Host(\`www.example.com\`)"
      service: web
    api:
      # the API
      rule: "Host(\`api.example.com\`)"
      middlewares: [compress, login]
      service: api
      tls: {}
  middlewares:
    compress:
      compress: {}
    login:
      basicAuth: { users: ["a:b"] }
  services:
    api: { loadBalancer: { servers: [{ url: "http://127.0.0.1:3000" }] } }
    web: { loadBalancer: { servers: [{ url: "http://127.0.0.1:3001" }] } }
`;

export const FIXTURES: readonly TargetFixture[] = [
  {
    name: 'an IngressRoute with an old policy on one route',
    text: CRD,
    place: { origin: 'https://api.example.com', path: '/orders', upstream: 'http://127.0.0.1' },
    elsewhere: ['https://api.example.com/', 'https://api.example.com/ordersx'],
    replaces: /accessControl|addVary|name: orders-cors/,
  },
  {
    name: 'a place below a route for a whole host',
    text: CRD,
    place: { origin: 'https://api.example.com', path: '/v1/items', upstream: 'http://127.0.0.1' },
    elsewhere: [
      'https://api.example.com/orders/1',
      'https://api.example.com/v1/itemsx',
      'https://api.example.com/',
    ],
  },
  {
    name: 'the file provider, with a login in the chain',
    text: FILE,
    place: { origin: 'https://api.example.com', path: '/', upstream: 'http://127.0.0.1' },
    elsewhere: ['https://www.example.com/'],
    replaces: /middlewares: \[/,
  },
];
