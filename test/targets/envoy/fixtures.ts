import type { TargetFixture } from '../fixture.js';

const FRONT = `# the front proxy
static_resources:
  listeners:
  - name: redirects
    address: { socket_address: { address: 0.0.0.0, port_value: 80 } }
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: redirects
          route_config:
            virtual_hosts:
            - name: all
              domains: ["*"]
              routes:
              - match: { prefix: "/" }
                redirect: { https_redirect: true }
          http_filters:
          - name: envoy.filters.http.router
  - name: front
    address:
      socket_address: { address: 0.0.0.0, port_value: 443 }
    filter_chains:
    - transport_socket: { name: envoy.transport_sockets.tls }
      filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: front
          route_config:
            name: local
            virtual_hosts:
            - name: api
              domains: [api.example.com, "api.example.com:*"]
              typed_per_filter_config:
                envoy.filters.http.cors:
                  "@type": type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy
                  allow_origin_string_match:
                  - exact: https://old.example.com
                  allow_methods: "GET, PUT"
                  expose_headers: x-old
                  max_age: "1728000"
              routes:
              # orders are slow
              - match: { prefix: "/orders" }
                route: { cluster: orders, timeout: 30s }
              - match:
                  path: /health
                direct_response: { status: 200 }
              - match: { prefix: "/" }   # all else
                route:
                  cluster: web
            - name: www
              domains: ["www.example.com"]
              routes:
              - match: { prefix: "/" }
                route: { cluster: web }
          http_filters:
          # logins
          - name: envoy.filters.http.cors
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors
          - name: envoy.filters.http.router
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
  clusters: [{ name: orders }, { name: web }]
`;

const RDS = `{
\t"resources": [
\t\t{
\t\t\t"@type": "type.googleapis.com/envoy.config.route.v3.RouteConfiguration",
\t\t\t"name": "local",
\t\t\t"virtualHosts": [
\t\t\t\t{
\t\t\t\t\t"name": "everything",
\t\t\t\t\t"domains": ["*"],
\t\t\t\t\t"routes": [
\t\t\t\t\t\t{
\t\t\t\t\t\t\t"match": { "pathSeparatedPrefix": "/v2" },
\t\t\t\t\t\t\t"route": { "cluster": "new" }
\t\t\t\t\t\t},
\t\t\t\t\t\t{
\t\t\t\t\t\t\t"match": { "prefix": "/" },
\t\t\t\t\t\t\t"route": { "cluster": "old" }
\t\t\t\t\t\t}
\t\t\t\t\t]
\t\t\t\t}
\t\t\t]
\t\t}
\t]
}
`;

const ADDED = `static_resources:
  listeners:
    - filter_chains:
        - filters:
            - typed_config:
                "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                route_config:
                  virtual_hosts:
                    - name: api
                      domains: ["*"]
                      response_headers_to_add:
                        - header: { key: x-served-by, value: envoy }
                        - header: { key: Access-Control-Allow-Origin, value: "*" }
                          append_action: OVERWRITE_IF_EXISTS_OR_ADD
                      cors:
                        allow_origin_string_match: [{ prefix: "https://old.example.com" }]
                        allow_credentials: true
                      routes:
                        - match: { prefix: "/", case_sensitive: true }
                          route: { cluster: api }
                http_filters:
                  # the last one
                  - name: envoy.filters.http.router
`;

const PROXIED = 'http://127.0.0.1:3000';

export const FIXTURES: readonly TargetFixture[] = [
  {
    name: 'a virtual host with an old policy beside another',
    text: FRONT,
    place: { origin: 'https://api.example.com', path: '/', upstream: PROXIED },
    elsewhere: [
      'https://www.example.com/',
      'http://api.example.com/',
      'https://api.example.com/health',
    ],
    replaces: /typed_per_filter_config|old\.example|allow_|max_age|expose|forward_not/i,
  },
  {
    name: 'a path below, with settings around it',
    text: FRONT,
    place: { origin: 'https://api.example.com', path: '/orders', upstream: PROXIED },
    elsewhere: ['https://api.example.com/', 'https://www.example.com/orders'],
  },
  {
    name: 'a place without a route of its own',
    text: FRONT,
    place: { origin: 'https://api.example.com', path: '/v1/items', upstream: PROXIED },
    elsewhere: [
      'https://api.example.com/orders/1',
      'https://api.example.com/v1/itemsx',
      'https://api.example.com/',
    ],
  },
  {
    name: 'routes in JSON with tabs',
    text: RDS,
    place: { origin: 'https://api.example.com', path: '/v2', upstream: PROXIED },
    elsewhere: ['https://api.example.com/', 'https://api.example.com/v2x'],
  },
  {
    name: 'headers that are added, the old field, and no filter',
    text: ADDED,
    place: { origin: 'https://api.example.com', path: '/', upstream: PROXIED },
    elsewhere: [],
    replaces: /allow_|append_action/,
  },
];
