import { parseUrl, type NetworkRequest } from '../../protocol/index.js';
import { filterOf } from '../gateway-api/filter.js';
import { answering } from '../gateway-api/precedence.js';
import { matchesOf, type Match } from '../gateway-api/routes.js';
import { simulate as simulateRoute } from '../gateway-api/simulate.js';
import { envoyCors } from '../support/envoy-cors.js';
import { itemsAt, nodeAt, readYaml, spanOf, textAt } from '../support/yaml/read.js';
import type {
  ConfigProblem,
  FileTarget,
  Place,
  Reading,
  Route,
  SimulatedResponse,
  Source,
  Upstream,
} from '../target.js';
import { corsOf, envoyOf, policyOf } from './cors.js';
import { emit } from './emit.js';
import { inForce, isSecurityPolicy, policiesOf, type SecurityPolicy } from './policies.js';

/** Envoy Gateway's SecurityPolicy: https://gateway.envoyproxy.io/docs/tasks/security/cors/ */
export const target: FileTarget = {
  kind: 'file',
  id: 'envoy-gateway',
  title: 'Envoy Gateway',
  group: 'kubernetes',
  language: 'yaml',
  file: 'securitypolicy.yaml',
  skeleton,
  recognises: (source) => readYaml(source).maps.some(isSecurityPolicy),
  read,
  emit,
};

function read(source: Source): Reading {
  const { maps, problems } = readYaml(source);
  const policies = policiesOf(maps);
  const matches = matchesOf(maps);
  if (policies.length === 0 && matches.length === 0) return { value: null, problems };
  return {
    value: {
      routes: matches.map((match) => routeOf(match, policies)),
      simulate: (request, upstream) => simulate(matches, policies, request, upstream),
    },
    problems: [...problems, ...policies.flatMap(lint)],
  };
}

/** The filter of an HTTPRoute's rule goes before the policy; what else the rule does, it does behind it. */
function simulate(
  matches: readonly Match[],
  policies: readonly SecurityPolicy[],
  request: NetworkRequest,
  upstream: Upstream,
): SimulatedResponse {
  const url = parseUrl(request.url);
  const match = url === null ? null : answering(matches, url, request);
  const policy = match === null ? null : inForce(policies, match.route);
  const cors = policy === null ? null : corsOf(policy.node);
  if (match === null || cors === null || filterOf(match.rule) !== null)
    return simulateRoute(matches, request, upstream);
  const behind: Upstream = (asked) => {
    const { status, headers } = simulateRoute(matches, asked, upstream);
    return { status, headers: headers.map(({ name, value }) => [name, value] as const) };
  };
  return envoyCors(envoyOf(cors), request, behind, match.span);
}

function routeOf(match: Match, policies: readonly SecurityPolicy[]): Route {
  const filter = filterOf(match.rule);
  const policy = inForce(policies, match.route);
  const cors = policy === null ? null : corsOf(policy.node);
  const sections = policies.some(({ targets }) => targets.some(({ section }) => section !== null));
  const notes = [
    ...(filter !== null && cors !== null
      ? ['The CORS filter of the rule goes before the SecurityPolicy.']
      : []),
    ...(sections
      ? ['A SecurityPolicy for a single rule or listener (sectionName) is not followed.']
      : []),
  ];
  return {
    hosts: match.hostnames,
    path: match.path,
    policy: filter === null ? cors && policyOf(cors) : filter.policy,
    span: filter?.span ?? cors?.span ?? match.span,
    notes,
  };
}

function lint({ node }: SecurityPolicy): readonly ConfigProblem[] {
  const cors = corsOf(node);
  if (cors === null) return [];
  const any = cors.origins.includes('*');
  return [
    ...(any && cors.credentials
      ? [
          {
            rule: 'any-origin-with-credentials',
            severity: 'error' as const,
            span: cors.span,
            message:
              'Every origin is echoed, with credentials: every page of the web can act as the user. Name the origins in allowOrigins.',
          },
        ]
      : []),
    ...itemsAt(nodeAt(node, 'spec', 'cors'), 'allowOrigins').flatMap((entry): ConfigProblem[] => {
      const text = textAt(entry) ?? '';
      if (!/^https?:\/\/[^/]*\/+$/.test(text)) return [];
      return [
        {
          rule: 'allow-origin-not-valid',
          severity: 'error',
          span: spanOf(entry),
          message: `"${text}" is not valid here, and the API server refuses the object: an origin has no path. Write ${text.replace(/\/+$/, '')}.`,
        },
      ];
    }),
  ];
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
    - ${parseUrl(origin)?.hostname ?? origin}
  rules:
    - matches:
        - path:
            type: PathPrefix
            value: ${path}
      backendRefs:
        - name: api
          port: 80
---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: SecurityPolicy
metadata:
  name: api
spec:
  targetRefs:
    - group: gateway.networking.k8s.io
      kind: HTTPRoute
      name: api
`;
}
