import { describe, expect, it } from 'vitest';
import { corsPolicy, exactOrigin } from '../../../src/policy/index.js';
import { applyChanges } from '../../../src/targets/index.js';
import { target } from '../../../src/targets/ingress-nginx/index.js';
import { ingressesOf } from '../../../src/targets/ingress-nginx/read.js';
import { serversOf } from '../../../src/targets/ingress-nginx/servers.js';

const { emit } = target;

describe('a change for one of several paths', () => {
  it('moves the path to an object of its own: of two with the same path the older one wins', () => {
    const yaml = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: all
spec:
  rules:
    - host: api.test
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: { service: { name: web, port: { number: 80 } } }
          # the orders
          - path: /v1
            pathType: Prefix
            backend: { service: { name: orders, port: { number: 80 } } }
`;
    const place = { origin: 'https://api.test', path: '/v1', upstream: 'http://127.0.0.1' };
    const policy = corsPolicy({ origins: [exactOrigin('https://app.test')], methods: ['PUT'] });
    const emission = emit(policy, place, { file: 'a.yaml', text: yaml });
    if (emission.kind === 'cannot') throw new Error(emission.reasons.join());
    const after = applyChanges(yaml, emission.changes);
    const servers = serversOf(ingressesOf({ file: 'a.yaml', text: after }));
    const [server] = servers.values();
    expect(server?.shadowed).toEqual([]);
    expect(
      server?.locations.map(({ ingress: { name }, path, backend }) => [name, path, backend]),
    ).toEqual([
      ['all-v1', '/v1', 'orders:80'],
      ['all', '/', 'web:80'],
    ]);
    expect(after).toContain('# the orders');
  });
});
