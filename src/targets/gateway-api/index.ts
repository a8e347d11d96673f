import { parseUrl } from '../../protocol/index.js';
import { readYaml, textAt } from '../support/yaml/read.js';
import type { FileTarget, Place, Source } from '../target.js';
import { emit } from './emit.js';
import { read } from './read.js';
import { isHttpRoute } from './routes.js';

/** The CORS filter of HTTPRoute: https://gateway-api.sigs.k8s.io/geps/gep-1767/ */
export const target: FileTarget = {
  kind: 'file',
  id: 'gateway-api',
  title: 'Gateway API HTTPRoute',
  group: 'kubernetes',
  language: 'yaml',
  file: 'httproute.yaml',
  skeleton,
  recognises,
  read,
  emit,
};

/** Envoy Gateway's SecurityPolicy says CORS for the same routes: then it is not the filter alone that decides. */
function recognises(source: Source): boolean {
  const { maps } = readYaml(source);
  const isEnvoys = maps.some(
    (map) =>
      textAt(map, 'kind') === 'SecurityPolicy' &&
      (textAt(map, 'apiVersion') ?? '').startsWith('gateway.envoyproxy.io/'),
  );
  return !isEnvoys && maps.some(isHttpRoute);
}

function skeleton({ origin, path }: Place): string {
  return `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: api
spec:
  parentRefs:
    - name: gateway
  hostnames:
    - ${parseUrl(origin)?.hostname ?? 'api.example.com'}
  rules:
    - matches:
        - path:
            type: PathPrefix
            value: ${path}
      backendRefs:
        - name: api
          port: 80
`;
}
