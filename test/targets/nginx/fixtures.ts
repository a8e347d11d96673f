import type { TargetFixture } from '../fixture.js';

const WHOLE = `# /etc/nginx/nginx.conf
user www-data;
events { worker_connections 768; }
http {
    include mime.types;
    log_format main '$remote_addr "$request" {$status}'; # braces in quotes
    add_header X-Frame-Options DENY always;
    map $http_upgrade $connection_upgrade { default upgrade; '' close; }

    server {
        listen 80 default_server;
        server_name _;
        return 444;
    }

    server {
        listen 443 ssl http2;
        server_name api.example.com;
        ssl_certificate /etc/ssl/api.pem;

        location / {
            proxy_pass http://catalogue:8080;
            proxy_set_header Host $host;
        }
        location /orders {
            # CORS, from a blog
            if ($request_method = 'OPTIONS') {
                add_header 'Access-Control-Allow-Origin' '*';
                add_header 'Access-Control-Allow-Methods' 'GET, POST, OPTIONS';
                add_header 'Content-Type' 'text/plain; charset=utf-8';
                add_header 'Content-Length' 0;
                return 204;
            }
            add_header Access-Control-Allow-Origin *;
            proxy_pass http://orders:8080;
            unknown_directive "a;b{c}" \${x}; # kept
        }
        location ~* \\.(png|jpe?g)$ {
            expires 30d;
        }
    }
}
`;

const CONFD = `upstream app { server 127.0.0.1:9000; }
server {
  listen 80;
  server_name api.example.org *.api.example.org;
  add_header X-Version 7;
  location /v1 { proxy_pass http://app; }
  location = /health { return 200 'ok'; }
}
`;

export const FIXTURES: readonly TargetFixture[] = [
  {
    name: 'a whole configuration with a set-up from a blog',
    text: WHOLE,
    replaces:
      /^ {12}(if .*OPTIONS.* \{|\}| {4}(return 204|add_header 'Content-(Type|Length)'.*);)$/,
    place: { origin: 'https://api.example.com', path: '/orders', upstream: 'http://orders:8080' },
    elsewhere: [
      'https://api.example.com/',
      'https://api.example.com/a.png',
      'http://other.example/',
    ],
  },
  {
    name: 'a place that has no location of its own',
    text: WHOLE,
    place: {
      origin: 'https://api.example.com',
      path: '/search',
      upstream: 'http://catalogue:8080',
    },
    elsewhere: ['https://api.example.com/', 'https://api.example.com/orders/1'],
  },
  {
    name: 'a file of conf.d with short locations and Windows line ends',
    text: CONFD.replaceAll('\n', '\r\n'),
    // It becomes several lines.
    replaces: /^ {2}location \/v1 \{ proxy_pass http:\/\/app; \}\r?$/,
    place: { origin: 'https://api.example.org', path: '/v1', upstream: 'http://app' },
    elsewhere: ['https://api.example.org/health', 'https://api.example.org/v2'],
  },
];
