import type { TargetFixture } from '../fixture.js';

const TWO = `# two hosts
apiVersion: projectcontour.io/v1
kind: HTTPProxy
metadata:
  name: api
  namespace: shop
spec:
  virtualhost:
    fqdn: api.example.com
    tls: { secretName: api }   # keep
    corsPolicy:
      allowOrigin: ["https://old.example.com/"]
      allowMethods: [GET]
      maxAge: 10m
  routes:
    - conditions: [{ prefix: / }]
      services: [{ name: api, port: 80 }]
    - conditions: [{ prefix: /v2 }]
      timeoutPolicy: { response: 5s }
      services: [{ name: v2, port: 80 }]
---
apiVersion: projectcontour.io/v1
kind: HTTPProxy
metadata: { name: web }
spec:
  virtualhost: { fqdn: www.example.com }
  routes: [{ services: [{ name: web, port: 80 }] }]
`;

const PLAIN = `apiVersion: projectcontour.io/v1
kind: HTTPProxy
metadata:
  name: orders
spec:
  virtualhost:
    # orders alone
    fqdn: api.example.com
  routes:
    - conditions:
        - prefix: /orders
      services:
        - name: orders
          port: 80
`;

export const FIXTURES: readonly TargetFixture[] = [
  {
    name: 'a virtual host with an old policy beside another',
    text: TWO,
    place: { origin: 'https://api.example.com', path: '/', upstream: 'http://127.0.0.1' },
    elsewhere: ['https://www.example.com/'],
    replaces: /allow|maxAge|expose/i,
  },
  {
    name: 'a virtual host for one path',
    text: PLAIN,
    place: { origin: 'https://api.example.com', path: '/orders', upstream: 'http://127.0.0.1' },
    elsewhere: ['https://www.example.com/'],
  },
];
