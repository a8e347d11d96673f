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
];
