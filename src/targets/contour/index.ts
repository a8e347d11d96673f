import { readAllowedOrigin } from '../../policy/index.js';
import { parseUrl, type NetworkRequest } from '../../protocol/index.js';
import { envoyCors } from '../support/envoy-cors.js';
import { passedOn } from '../support/passed-on.js';
import { itemsAt, readYaml, spanOf, textAt } from '../support/yaml/read.js';
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
import { corsOf, entryOf, envoyOf, originOf, policyOf } from './cors.js';
import { emit } from './emit.js';
import { isHttpProxy, proxyFor, rootProxies, routeFor, type RootProxy } from './proxies.js';

/** The corsPolicy of Contour's HTTPProxy: https://projectcontour.io/docs/main/config/cors/ */
export const target: FileTarget = {
  kind: 'file',
  id: 'contour',
  title: 'Contour HTTPProxy',
  group: 'kubernetes',
  language: 'yaml',
  file: 'httpproxy.yaml',
  skeleton,
  recognises: (source) => readYaml(source).maps.some(isHttpProxy),
  read,
  emit,
};

function read(source: Source): Reading {
  const { maps, problems } = readYaml(source);
  const proxies = rootProxies(maps.filter(isHttpProxy));
  if (!maps.some(isHttpProxy)) return { value: null, problems };
  return {
    value: {
      routes: proxies.flatMap(routesOf),
      simulate: (request, upstream) => simulate(proxies, request, upstream),
    },
    problems: [...problems, ...proxies.flatMap(lint)],
  };
}

function simulate(
  proxies: readonly RootProxy[],
  request: NetworkRequest,
  upstream: Upstream,
): SimulatedResponse {
  const url = parseUrl(request.url);
  const proxy = url === null ? null : proxyFor(proxies, url);
  const route = url === null || proxy === null ? null : routeFor(proxy, url.pathname);
  if (proxy === null) return { status: 404, headers: [], answeredBy: 'server', span: null };
  // The filter's settings are a route's: where none answers there are none.
  if (route === null) return { status: 404, headers: [], answeredBy: 'server', span: null };
  const cors = corsOf(proxy.virtualHost);
  return cors === null
    ? passedOn(upstream, request, route.span)
    : envoyCors(envoyOf(cors), request, upstream, route.span);
}

function routesOf({ host, routes, virtualHost, includes }: RootProxy): readonly Route[] {
  const cors = corsOf(virtualHost);
  const notes = includes ? ['What it includes is in other objects.'] : [];
  return routes.map(({ path, span }) => ({
    hosts: [host],
    path,
    policy: cors && policyOf(cors),
    span: cors === null ? span : cors.span,
    notes,
  }));
}

function lint({ virtualHost }: RootProxy): readonly ConfigProblem[] {
  return itemsAt(virtualHost, 'corsPolicy', 'allowOrigin').flatMap((node): ConfigProblem[] => {
    const text = textAt(node) ?? '';
    if (originOf(text) !== null) return [];
    const { repaired } = readAllowedOrigin(text);
    const meant =
      repaired?.kind === 'exact'
        ? ` Write ${repaired.origin}.`
        : repaired?.kind === 'subdomains' || text.includes('*')
          ? ' A wildcard is written as a regular expression: https://[a-z0-9-]+\\.example\\.com.'
          : '';
    const regex = 'regex' in entryOf(text);
    return [
      {
        rule: 'allow-origin-not-valid',
        severity: regex && meant === '' ? 'note' : 'error',
        span: spanOf(node),
        message: `"${text}" is read as ${regex ? 'a regular expression' : 'an origin'}${regex ? '' : ', and is none that a browser sends'}.${meant}`,
      },
    ];
  });
}

function skeleton({ origin, path }: Place): string {
  return `apiVersion: projectcontour.io/v1
kind: HTTPProxy
metadata:
  name: api
spec:
  virtualhost:
    fqdn: ${parseUrl(origin)?.hostname ?? origin}
  routes:
    - conditions:
        - prefix: ${path}
      services:
        - name: api
          port: 80
`;
}
