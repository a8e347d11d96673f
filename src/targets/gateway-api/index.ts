import { parseUrl } from '../../protocol/index.js';
import { readYaml } from '../support/yaml/read.js';
import type { FileTarget, Place, Reading, Source } from '../target.js';
import { emit } from './emit.js';
import { filterOf, lintFilter } from './filter.js';
import { isHttpRoute, matchesOf, nameOf } from './routes.js';
import { simulate } from './simulate.js';

/** The CORS filter of HTTPRoute: https://gateway-api.sigs.k8s.io/geps/gep-1767/ */
export const target: FileTarget = {
  kind: 'file',
  id: 'gateway-api',
  title: 'Gateway API HTTPRoute',
  group: 'kubernetes',
  language: 'yaml',
  file: 'httproute.yaml',
  skeleton,
  recognises: (source) => readYaml(source).maps.some(isHttpRoute),
  read,
  emit,
};

function read(source: Source): Reading {
  const { maps, problems } = readYaml(source);
  const routes = maps.filter(isHttpRoute);
  if (routes.length === 0) return { value: null, problems };
  const matches = matchesOf(routes);
  const filters = [...new Set(matches.map(({ rule }) => rule))].flatMap(
    (rule) => filterOf(rule) ?? [],
  );
  return {
    value: {
      routes: matches.map((match) => {
        const filter = filterOf(match.rule);
        const notes = [
          ...(match.conditional
            ? [`HTTPRoute ${nameOf(match.route)} also matches by headers or query: not followed.`]
            : []),
          ...(match.type === 'RegularExpression'
            ? ['Matched by a regular expression: not followed.']
            : []),
        ];
        return {
          hosts: match.hostnames,
          path: match.path,
          policy: filter?.policy ?? null,
          span: filter?.span ?? match.span,
          notes,
        };
      }),
      simulate: (request, upstream) => simulate(matches, request, upstream),
    },
    problems: [...problems, ...filters.flatMap(lintFilter)],
  };
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
