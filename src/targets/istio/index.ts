import { readAllowedOrigin } from '../../policy/index.js';
import { parseUrl, type NetworkRequest, type UrlRecord } from '../../protocol/index.js';
import { envoyCors } from '../support/envoy-cors.js';
import { passedOn } from '../support/passed-on.js';
import { nodeAt, readYaml, textAt } from '../support/yaml/read.js';
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
import { corsOf, envoyOf, originOf, policyOf } from './cors.js';
import { emit } from './emit.js';
import { answering, holds, httpRoutes, isVirtualService, type HttpRoute } from './routes.js';

/** The corsPolicy of VirtualServices: https://istio.io/latest/docs/reference/config/networking/virtual-service/ */
export const target: FileTarget = {
  kind: 'file',
  id: 'istio',
  title: 'Istio VirtualService',
  group: 'kubernetes',
  language: 'yaml',
  file: 'virtualservice.yaml',
  traces: { headers: [/^server: istio-envoy/] },
  skeleton,
  recognises: (source) => readYaml(source).maps.some(isVirtualService),
  read,
  emit,
};

function read(source: Source): Reading {
  const { maps, problems } = readYaml(source);
  const services = maps.filter(isVirtualService);
  if (services.length === 0) return { value: null, problems };
  const routes = httpRoutes(services);
  return {
    value: {
      routes: routes.flatMap(routesOf),
      simulate: (request, upstream) => simulate(routes, request, upstream),
    },
    problems: [...problems, ...routes.flatMap(lint)],
  };
}

/** The first route whose match holds answers; its filter is Envoy's. */
function simulate(
  routes: readonly HttpRoute[],
  request: NetworkRequest,
  upstream: Upstream,
): SimulatedResponse {
  const url = parseUrl(request.url);
  const route = url === null ? null : answering(routes, request, url);
  if (route === null) return { status: 404, headers: [], answeredBy: 'server', span: null };
  const own = answeredBy(route, url);
  if (own !== null) return own;
  const cors = corsOf(route.node);
  if (cors !== null) return envoyCors(envoyOf(cors), request, upstream, route.span);
  return passedOn(upstream, request, route.span);
}

/** What a route answers by itself, for which Envoy's CORS filter does nothing; null where it goes to a service. */
function answeredBy({ node, span }: HttpRoute, url: UrlRecord | null): SimulatedResponse | null {
  const direct = textAt(node, 'directResponse', 'status');
  if (direct !== null)
    return { status: Number(direct) || 200, headers: [], answeredBy: 'server', span };
  if (nodeAt(node, 'redirect') === null || url === null) return null;
  const scheme = textAt(node, 'redirect', 'scheme') ?? url.protocol.replace(':', '');
  const authority = textAt(node, 'redirect', 'authority') ?? url.host;
  const path = textAt(node, 'redirect', 'uri') ?? url.pathname;
  const value = `${scheme}://${authority}${path}${url.search}`;
  const code = Number(textAt(node, 'redirect', 'redirectCode') ?? 301) || 301;
  return { status: code, headers: [{ name: 'Location', value, span }], answeredBy: 'server', span };
}

function routesOf({ node, hosts, matches, span }: HttpRoute): readonly Route[] {
  const cors = corsOf(node);
  const paths = matches.length === 0 ? ['/'] : matches.map(({ uri }) => uri?.value ?? '/');
  const notes = matches.some(({ other }) => other)
    ? ['It also depends on something that is not followed here (query, port, gateway …).']
    : [];
  return paths.map((path) => ({
    hosts: hosts.filter((host) => host !== '*'),
    path,
    policy: cors && policyOf(cors),
    span: cors === null ? span : cors.span,
    notes:
      cors !== null && policyOf(cors) === null
        ? [...notes, 'An entry of allowOrigins is a pattern that no policy has.']
        : notes,
  }));
}

function lint({ node }: HttpRoute): readonly ConfigProblem[] {
  const cors = corsOf(node);
  if (cors === null) return [];
  return cors.origins.flatMap((entry): ConfigProblem[] => {
    const { kind, value, span } = entry;
    if (kind === 'prefix')
      return [
        {
          rule: 'origin-prefix',
          severity: 'error',
          span,
          message: `Every origin that begins with "${value}" is let in, as ${value.replace(/\/$/, '')}.evil.test. Write "exact" instead of "prefix".`,
        },
      ];
    if (kind === 'exact' && originOf(entry) === null) {
      const { repaired } = readAllowedOrigin(value);
      const meant = repaired?.kind === 'exact' ? ` Write ${repaired.origin}.` : '';
      return [
        {
          rule: 'allow-origin-not-valid',
          severity: 'error',
          span,
          message: `"${value}" is compared letter by letter and is no origin that a browser sends.${meant}`,
        },
      ];
    }
    if (
      kind === 'regex' &&
      originOf(entry)?.kind !== 'any' &&
      (holds(entry, '*') || holds(entry, 'https://whycors.evil.test'))
    )
      return [
        {
          rule: 'origin-pattern-open',
          severity: 'error',
          span,
          message: `"${value}" lets in every origin. Name the host, with its dots escaped.`,
        },
      ];
    return [];
  });
}

function skeleton({ origin, path }: Place): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: api
spec:
  hosts:
    - ${parseUrl(origin)?.hostname ?? origin}
  gateways:
    - gateway
  http:
    - match:
        - uri:
            prefix: ${path}
      route:
        - destination:
            host: api
            port:
              number: 80
`;
}
