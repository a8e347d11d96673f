import { parseUrl, type NetworkRequest } from '../../protocol/index.js';
import { passedOn } from '../support/passed-on.js';
import { readYaml } from '../support/yaml/read.js';
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
import {
  configOf,
  inOrder,
  isTraefik,
  type Middleware,
  type Router,
  type TraefikConfig,
} from './config.js';
import {
  carriesLogin,
  corsOf,
  customCors,
  policyOf,
  refusesPreflights,
  turnedAway,
  withCors,
  withCustom,
} from './cors.js';
import { emit } from './emit.js';
import { lint } from './lint.js';
import { takes } from './rule.js';

/** Traefik's headers middleware, in Kubernetes and in files: https://doc.traefik.io/traefik/middlewares/http/headers/ */
export const target: FileTarget = {
  kind: 'file',
  id: 'traefik',
  title: 'Traefik',
  group: 'kubernetes',
  language: 'yaml',
  file: 'traefik.yaml',
  skeleton,
  recognises: (source) => readYaml(source).maps.some(isTraefik),
  read,
  emit,
};

function read(source: Source): Reading {
  const { maps, problems } = readYaml(source);
  const config = configOf(maps.filter(isTraefik));
  if (config.routers.length === 0 && config.middlewares.size === 0)
    return { value: null, problems };
  const found: readonly ConfigProblem[] = [
    ...problems,
    ...[...config.middlewares.values()].flatMap(lint),
  ];
  return {
    value: {
      routes: config.routers.flatMap((router) => routesOf(router, config)),
      simulate: (request, upstream) => simulate(config, request, upstream),
    },
    problems: found,
  };
}

function chainOf({ middlewares }: Router, config: TraefikConfig): readonly Middleware[] {
  return middlewares.flatMap((name) => config.middlewares.get(name) ?? []);
}

/** The first router in order answers; its middlewares go around each other as they are listed. */
function simulate(
  config: TraefikConfig,
  request: NetworkRequest,
  upstream: Upstream,
): SimulatedResponse {
  const url = parseUrl(request.url);
  const router =
    url === null
      ? undefined
      : inOrder(config.routers).find(({ rule }) => takes(rule, request, url));
  if (router === undefined) return { status: 404, headers: [], answeredBy: 'server', span: null };
  const service = (asked: NetworkRequest): SimulatedResponse =>
    passedOn(upstream, asked, router.span);
  const chain = chainOf(router, config).reduceRight<(asked: NetworkRequest) => SimulatedResponse>(
    (next, { spec, root }) =>
      (asked) => {
        if (refusesPreflights(spec) && !carriesLogin(asked)) {
          const { status, headers } = turnedAway(asked);
          const own = headers.map(([name, value]) => ({ name, value, span: null }));
          const [start = 0, end = 0] = root.range ?? [];
          return { status, headers: own, answeredBy: 'server', span: { start, end } };
        }
        const cors = corsOf(spec);
        const behind = (request: NetworkRequest): SimulatedResponse =>
          withCustom(customCors(spec), next(request));
        return cors === null ? behind(asked) : withCors(cors, asked, behind);
      },
    service,
  );
  return chain(request);
}

function routesOf(router: Router, config: TraefikConfig): readonly Route[] {
  const own = chainOf(router, config).flatMap(({ spec }) => corsOf(spec) ?? []);
  const [cors] = own;
  const paths = router.rule.paths.length === 0 ? ['/'] : router.rule.paths.map(({ path }) => path);
  const notes = [
    ...(router.rule.odd ? [`Its rule is not followed in whole: ${router.text}.`] : []),
    ...(own.length > 1 ? ['Several middlewares of its chain set CORS headers.'] : []),
    ...router.middlewares
      .filter((name) => !config.middlewares.has(name))
      .map((name) => `The middleware ${name} is not in this file.`),
  ];
  return paths.map((path) => ({
    hosts: router.rule.hosts,
    path,
    policy: cors === undefined ? null : policyOf(cors),
    span: cors?.span ?? router.span,
    notes,
  }));
}

function skeleton({ origin, path }: Place): string {
  const host = parseUrl(origin)?.hostname ?? origin;
  const below = path === '/' ? '' : ` && PathPrefix(\`${path}\`)`;
  return `apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata:
  name: api
spec:
  entryPoints:
    - websecure
  routes:
    - kind: Rule
      match: Host(\`${host}\`)${below}
      services:
        - name: api
          port: 80
`;
}
