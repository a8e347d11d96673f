import type { YAMLMap } from 'yaml';
import { parseUrl } from '../../protocol/index.js';
import { spanOf } from '../support/yaml/read.js';
import type { FileTarget, Place, Reading, Route, Source } from '../target.js';
import {
  corsFilter,
  isEnvoy,
  namesOf,
  tablesOf,
  type RouteTable,
  type VirtualHost,
} from './config.js';
import { levelsOf, settingsOf } from './cors.js';
import { emit } from './emit.js';
import { readEnvoy } from './field.js';
import { lint } from './lint.js';
import { answersAlone, routeMatch } from './match.js';
import { policyOf } from './policy.js';
import { simulate } from './simulate.js';

/** Envoy's CORS filter: https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/cors_filter */
export const target: FileTarget = {
  kind: 'file',
  id: 'envoy',
  title: 'Envoy',
  group: 'server',
  language: 'yaml',
  file: 'envoy.yaml',
  traces: { headers: [/^server: envoy$/, /^x-envoy-/] },
  skeleton,
  recognises: (source) => readEnvoy(source).maps.some(isEnvoy),
  read,
  emit,
};

function read(source: Source): Reading {
  const { maps, problems } = readEnvoy(source);
  const tables = tablesOf(maps.filter(isEnvoy));
  if (tables.length === 0) return { value: null, problems };
  return {
    value: {
      routes: tables.flatMap((table) =>
        table.hosts.flatMap((host) => host.routes.map((route) => routeOf(table, host, route))),
      ),
      simulate: (request, upstream) => simulate(tables, request, upstream),
    },
    problems: [...problems, ...tables.flatMap(lint)],
  };
}

function routeOf(table: RouteTable, host: VirtualHost, node: YAMLMap): Route {
  const match = routeMatch(node);
  const missing = table.manager !== null && corsFilter(table.manager) === null;
  const said = settingsOf(levelsOf(table, host, node));
  const alone = answersAlone(node);
  const settings = missing || alone ? null : said;
  const policy = settings === null ? null : policyOf(settings);
  const notes = [
    ...(match.headers.length > 0 || match.other
      ? ['It takes requests by more than their path.']
      : []),
    ...(table.manager === null
      ? ['The listener is not in this file: whether it has the CORS filter is not known.']
      : []),
    ...(missing ? ['The CORS filter is missing, so that this counts for nothing.'] : []),
    ...(alone ? ['It answers by itself, without the CORS filter.'] : []),
    ...(settings?.partly === true ? ['The filter is on for a share of the requests only.'] : []),
    ...(settings !== null && policy === null
      ? ['An entry of its origins is a pattern that no policy has.']
      : []),
  ];
  return {
    hosts: namesOf(host),
    path: match.kind === 'regex' ? `~ ${match.value}` : match.value,
    policy,
    span: settings?.span ?? spanOf(node),
    notes: said === null ? [] : notes,
  };
}

function skeleton({ origin, path, upstream }: Place): string {
  const host = parseUrl(origin)?.host ?? origin;
  const service = parseUrl(upstream);
  const port = service?.port === '' || service === null ? '80' : service.port;
  return `static_resources:
  listeners:
    - name: http
      address:
        socket_address: { address: 0.0.0.0, port_value: 8080 }
      filter_chains:
        - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: http
                route_config:
                  virtual_hosts:
                    - name: api
                      domains: ["${host}"]
                      routes:
                        - match: { prefix: "${path}" }
                          route: { cluster: api }
                http_filters:
                  - name: envoy.filters.http.router
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
  clusters:
    - name: api
      type: STRICT_DNS
      load_assignment:
        cluster_name: api
        endpoints:
          - lb_endpoints:
              - endpoint:
                  address:
                    socket_address: { address: ${service?.hostname ?? '127.0.0.1'}, port_value: ${port} }
`;
}
