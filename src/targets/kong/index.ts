import { readAllowedOrigin } from '../../policy/index.js';
import { parseUrl, type NetworkRequest } from '../../protocol/index.js';
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
import { corsOf, originOf, policyOf, withCors } from './cors.js';
import { emit } from './emit.js';
import {
  answerAt,
  configOf,
  corsPluginsOf,
  isKongIngress,
  isPlugin,
  objectsOf,
  type CorsPlugin,
  type KongObjects,
} from './objects.js';

/** Kong's cors plugin in Kubernetes: https://developer.konghq.com/plugins/cors/ */
export const target: FileTarget = {
  kind: 'file',
  id: 'kong',
  title: 'Kong',
  group: 'kubernetes',
  language: 'yaml',
  file: 'kong.yaml',
  traces: { headers: [/^(?:via|server): (?:\d(?:\.\d)? )?kong\//i, /^x-kong-/] },
  skeleton,
  recognises: (source) => readYaml(source).maps.some((map) => isPlugin(map) || isKongIngress(map)),
  read,
  emit,
};

function read(source: Source): Reading {
  const { maps, problems } = readYaml(source);
  const objects = objectsOf(maps, source);
  if (!objects.any) return { value: null, problems };
  return {
    value: {
      routes: routesOf(objects),
      simulate: (request, upstream) => simulate(objects, request, upstream),
    },
    problems: [...problems, ...objects.plugins.flatMap(lint)],
  };
}

function simulate(
  objects: KongObjects,
  request: NetworkRequest,
  upstream: Upstream,
): SimulatedResponse {
  const url = parseUrl(request.url);
  const location = url === null ? null : answerAt(objects, url);
  if (location === null) return { status: 404, headers: [], answeredBy: 'server', span: null };
  const [plugin] = corsPluginsOf(objects, location.ingress);
  if (plugin !== undefined) return withCors(corsOf(plugin), request, upstream, location.span);
  return passedOn(upstream, request, location.span);
}

function routesOf(objects: KongObjects): readonly Route[] {
  return objects.ingresses.flatMap((ingress) => {
    const [plugin, second] = corsPluginsOf(objects, ingress);
    const cors = plugin === undefined ? null : corsOf(plugin);
    const notes =
      second === undefined ? [] : ['Several cors plugins are named; Kong takes one of them.'];
    return ingress.rules.flatMap(({ host, paths }) =>
      paths.map(({ path, span }) => ({
        hosts: host === '' ? [] : [host],
        path,
        policy: cors && policyOf(cors),
        span: cors === null ? span : cors.span,
        notes,
      })),
    );
  });
}

function lint(plugin: CorsPlugin): readonly ConfigProblem[] {
  const cors = corsOf(plugin);
  const any = cors.origins.length === 0 || cors.origins.includes('*');
  const problems: ConfigProblem[] = [];
  if (any && cors.credentials)
    problems.push({
      rule: 'any-origin-with-credentials',
      severity: 'error',
      span: cors.span,
      message:
        'Every origin with credentials: Kong echoes the origin, so that any site can act as its visitors. Name the origins.',
    });
  if (cors.headers.length === 0)
    problems.push({
      rule: 'headers-mirrored',
      severity: 'note',
      span: cors.span,
      message:
        'Without headers every request header that a page asks for is allowed. List those that are needed.',
    });
  for (const node of itemsAt(configOf(plugin), 'origins')) {
    const text = textAt(node) ?? '';
    if (!/^[A-Za-z0-9.:/-]+$/.test(text)) continue;
    const { value, repaired } = readAllowedOrigin(text);
    if (value === null)
      problems.push({
        rule: 'allow-origin-not-valid',
        // Of several, Kong compares scheme, host and port alone.
        severity: cors.origins.length > 1 && originOf(text, true) !== null ? 'note' : 'error',
        span: spanOf(node),
        message: `"${text}" is no origin that a browser sends.${repaired?.kind === 'exact' ? ` Write ${repaired.origin}.` : ''}`,
      });
  }
  return problems;
}

function skeleton({ origin, path }: Place): string {
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: api
spec:
  ingressClassName: kong
  rules:
    - host: ${parseUrl(origin)?.hostname ?? origin}
      http:
        paths:
          - path: ${path}
            pathType: Prefix
            backend:
              service:
                name: api
                port:
                  number: 80
`;
}
