import type { TargetFixture } from '../fixture.js';

const SHOP = `# /etc/haproxy/haproxy.cfg
global
    log /dev/log local0
    maxconn 4096
    ssl-default-bind-options ssl-min-ver TLSv1.2

defaults
    log     global
    mode    http
    option  httplog
    timeout connect 5s
    timeout client  50s
    timeout server  50s
    errorfile 503 /etc/haproxy/errors/503.http

frontend plain
    bind *:80
    http-request redirect scheme https code 301 unless { ssl_fc }

frontend web
    bind *:443 ssl crt /etc/haproxy/certs/ alpn h2,http/1.1
    capture request header User-Agent len 64
    acl is_api   hdr(host) -i api.example.com
    acl is_orders path_beg /orders
    acl is_admin path_dir admin   # kept
    # nobody needs TRACE
    http-request deny if METH_TRACE
    http-request auth realm shop if is_api is_admin !{ http_auth(people) }
    # CORS, from a blog
    http-request return status 200 hdr Access-Control-Allow-Origin "*" hdr Access-Control-Allow-Methods "GET, POST" if METH_OPTIONS is_api is_orders
    http-response set-header X-Frame-Options DENY
    unknown_keyword "a;b{c}" 'x # y'
    use_backend orders if is_api is_orders
    use_backend catalogue if is_api
    default_backend site

backend orders
    balance roundrobin
    option httpchk GET /health
    http-response add-header Access-Control-Allow-Origin *
    http-response set-header Cache-Control no-store
    server o1 10.0.0.1:8080 check
    server o2 10.0.0.2:8080 check

backend catalogue
    http-response set-header Access-Control-Allow-Origin "https://app.example.com/"
    server c1 10.0.0.3:8080 check

backend site
    server s1 10.0.0.4:8080 check

userlist people
    user alice insecure-password x

listen stats
    bind 127.0.0.1:9000
    stats enable
    stats uri /stats
`;

const LISTEN = `defaults base
  mode http
  timeout connect 5s
  timeout client 5s
  timeout server 5s

listen api from base
  bind 127.0.0.1:8080
  acl cors hdr_end(origin) .example.com
  http-request set-var(txn.who) req.hdr(Origin) if cors
  http-response set-header Access-Control-Allow-Origin %[var(txn.who)] if { var(txn.who) -m found }
  http-response set-header X-Version 7
  http-after-response set-header Strict-Transport-Security "max-age=31536000"
  server a1 "\${API_HOST}:9000" # from the environment`;

export const FIXTURES: readonly TargetFixture[] = [
  {
    name: 'a frontend of several hosts with a set-up from a blog',
    text: SHOP,
    place: { origin: 'https://api.example.com', path: '/orders', upstream: 'http://10.0.0.1:8080' },
    elsewhere: [
      'https://api.example.com/',
      'https://api.example.com/ordersx',
      'https://www.example.com/orders',
      'http://api.example.com/orders',
    ],
  },
  {
    name: 'all of a host that shares its frontend',
    text: SHOP,
    place: { origin: 'https://api.example.com', path: '/', upstream: 'http://10.0.0.3:8080' },
    elsewhere: ['https://www.example.com/', 'https://www.example.com/orders'],
  },
  {
    name: 'a listen section with Windows line ends and no line end at its end',
    text: LISTEN.replaceAll('\n', '\r\n'),
    place: { origin: 'https://api.example.org', path: '/', upstream: 'http://127.0.0.1:9000' },
    elsewhere: [],
  },
];
