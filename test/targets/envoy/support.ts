const TYPE = 'type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy';
/** A page. */
export const PAGE = 'https://a.example';

/** What a bootstrap is made of. */
export interface Parts {
  readonly host?: string;
  readonly domains?: string;
  readonly routes?: string;
  readonly filters?: string;
  readonly table?: string;
}

/** A bootstrap in flow style; `cors` is put into the virtual host. */
export function envoy({
  host = '',
  domains = '"*"',
  routes = '{ match: { prefix: / }, route: { cluster: c } }',
  filters = '{ name: envoy.filters.http.cors }, { name: envoy.filters.http.router }',
  table = '',
}: Parts = {}): string {
  return `static_resources:
  listeners:
    - filter_chains:
        - filters:
            - typed_config:
                http_filters: [${filters}]
                route_config: { ${table} virtual_hosts: [{ name: v, domains: [${domains}], ${host} routes: [${routes}] }] }
`;
}

/** Settings of the CORS filter, for a place of the routes. */
export function cors(fields: string, key = 'envoy.filters.http.cors'): string {
  return `typed_per_filter_config: { ${key}: { "@type": ${TYPE}, ${fields} } },`;
}

/** Lets the page in. */
export const EXACT = `allow_origin_string_match: [{ exact: "${PAGE}" }]`;
