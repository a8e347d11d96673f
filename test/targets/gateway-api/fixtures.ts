import type { TargetFixture } from '../fixture.js';

const SHOP = `# routes of the shop
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: shop
  namespace: shop
spec:
  parentRefs: [{ name: public, namespace: infra }]
  hostnames: ["api.example.com"]
  rules:
    - name: orders
      matches:
        - path: { type: PathPrefix, value: /orders }
      filters:
        # tells the service who asked
        - type: RequestHeaderModifier
          requestHeaderModifier:
            add:
              - name: x-from
                value: gateway
        - type: CORS
          cors:
            allowOrigins: ["https://old.example.com"]
            maxAge: 60
      backendRefs:
        - name: orders
          port: 80
    - matches:
        - path: { type: PathPrefix, value: / }
        - path: { type: Exact, value: /health }
      backendRefs: [{ name: web, port: 80 }]   # keep
---
apiVersion: v1
kind: Service
metadata: { name: orders }
`;

const CANARY = `# one route for the site and the API, with a canary
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: plain
  namespace: web
spec:
  parentRefs:
    - { name: public, sectionName: http }
  hostnames:
    - www.example.com
    - api.example.com
  rules:
    - filters:
        - type: RequestRedirect
          requestRedirect: { scheme: https, statusCode: 301 }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: site
  namespace: web
  labels: { team: web }
spec:
  parentRefs:
    - { name: public, sectionName: https }
  hostnames:
    - www.example.com   # the site
    - api.example.com   # the API
  rules:
    # those who asked for it
    - matches:
        - path: { type: PathPrefix, value: /v1 }
          headers:
            - { name: x-canary, value: "1" }
        - path: { type: PathPrefix, value: /v1 }
          queryParams:
            - { name: canary, value: "1" }
      backendRefs:
        - name: api-next
          port: 80
    - matches:
        - path: { type: PathPrefix, value: /v1 }
          method: PUT
      timeouts: { request: 30s }
      backendRefs:
        - { name: api-writer, port: 80, weight: 1 }
    - name: api
      matches:
        - path: { type: PathPrefix, value: /v1 }
        - path: { type: Exact, value: /health }
      filters:
        - type: URLRewrite
          urlRewrite:
            hostname: api.internal
      backendRefs:
        - { name: api, port: 80 }
    - backendRefs:
        - { name: site, port: 80 }
`;

export const FIXTURES: readonly TargetFixture[] = [
  {
    name: 'a rule with other filters and a policy',
    text: SHOP,
    replaces: /^ +maxAge: 60$/,
    place: { origin: 'https://api.example.com', path: '/orders', upstream: 'http://orders' },
    elsewhere: ['https://api.example.com/', 'https://api.example.com/health'],
  },
  {
    name: 'a place below a rule for other paths',
    text: SHOP,
    place: { origin: 'https://api.example.com', path: '/search', upstream: 'http://web' },
    elsewhere: [
      'https://api.example.com/',
      'https://api.example.com/health',
      'https://api.example.com/orders/1',
    ],
  },
  {
    name: 'a host of several, with a canary, rules by method and a redirect from http',
    text: CANARY,
    replaces: /^ +- api\.example\.com +# the API$/,
    place: { origin: 'https://api.example.com', path: '/v1', upstream: 'http://api' },
    elsewhere: [
      'https://api.example.com/',
      'https://api.example.com/health',
      'https://www.example.com/v1',
      'https://www.example.com/v1?canary=1',
      'http://api.example.com/v1',
    ],
  },
  {
    name: 'a place below rules with conditions',
    text: CANARY.replace('    - www.example.com   # the site\n', ''),
    place: { origin: 'https://api.example.com', path: '/v1/orders', upstream: 'http://api' },
    elsewhere: [
      'https://api.example.com/v1',
      'https://api.example.com/v1?canary=1',
      'https://api.example.com/health',
    ],
  },
];
