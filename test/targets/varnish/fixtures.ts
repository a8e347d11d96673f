import type { TargetFixture } from '../fixture.js';

const SHOP = `vcl 4.1;

import std;
import directors;

probe health { .url = "/health"; .interval = 5s; }

backend default { .host = "127.0.0.1"; .port = "8080"; .probe = health; }
backend api {
    .host = "10.0.0.1";   # kept
    .port = "8080";
}

acl purgers { "localhost"; "10.0.0.0"/8; }

// What comes in
sub vcl_recv {
    if (req.http.host ~ "^api\\.example\\.com") {
        set req.backend_hint = api;
    }
    if (req.method == "PURGE") {
        if (!client.ip ~ purgers) { return (synth(405, "Not allowed.")); }
        return (purge);
    }
    /* CORS, from a blog */
    if (req.method == "OPTIONS" && req.url ~ "^/orders") {
        return (synth(200, "OK"));
    }
    if (req.http.Upgrade ~ "(?i)websocket") { return (pipe); }
    set req.url = std.querysort(req.url);
    if (req.url ~ "\\.(css|js|png)$") {
        unset req.http.Cookie;
        return (hash);
    }
    C{ /* braces } of C */ }C
}

sub vcl_backend_response {
    if (bereq.url ~ "^/static/") { set beresp.ttl = 1h; }
    set beresp.http.Access-Control-Allow-Origin = bereq.http.Origin;
}

sub vcl_deliver {
    if (obj.hits > 0) { set resp.http.X-Cache = "HIT"; } else { set resp.http.X-Cache = "MISS"; }
    if (req.url ~ "^/fast") {
        return (deliver);
    }
    set resp.http.X-Text = {"a "long" one; with } in it"};
}

sub vcl_synth {
    if (resp.status == 720) {
        set resp.http.Location = resp.reason;
        set resp.status = 301;
        return (deliver);
    }
    if (resp.status == 200) {
        set resp.http.Access-Control-Allow-Origin = "*";
        set resp.http.Access-Control-Allow-Methods = "GET, POST";
    }
}
`;

const SMALL = `vcl 4.0;
backend default { .host = "127.0.0.1"; .port = "8080"; }
sub vcl_deliver {
  set resp.http.Access-Control-Allow-Origin = "*";
  if (req.http.Origin ~ "example") {
    set resp.http.Access-Control-Allow-Credentials = "true";
  }
  set resp.http.X-Version = "7";
  return (deliver);
}`;

export const FIXTURES: readonly TargetFixture[] = [
  {
    name: 'a host that shares its VCL, with a set-up from a blog',
    text: SHOP,
    place: { origin: 'https://api.example.com', path: '/orders', upstream: 'http://10.0.0.1:8080' },
    elsewhere: [
      'https://api.example.com/',
      'https://api.example.com/ordersx',
      'https://api.example.com/fast',
      'https://www.example.com/orders',
    ],
  },
  {
    name: 'all of a host of several',
    text: SHOP,
    place: { origin: 'https://api.example.com', path: '/', upstream: 'http://10.0.0.1:8080' },
    elsewhere: ['https://www.example.com/', 'https://www.example.com/orders'],
  },
  {
    name: 'Windows line ends and no line end at its end',
    text: SMALL.replaceAll('\n', '\r\n'),
    place: { origin: 'https://api.example.org', path: '/', upstream: 'http://127.0.0.1:8080' },
    replaces: /^ {2}\}\r?$/,
    elsewhere: [],
  },
  {
    name: 'a path of a file that tells no hosts apart',
    text: SMALL,
    place: { origin: 'https://api.example.org', path: '/v1', upstream: 'http://127.0.0.1:8080' },
    elsewhere: ['https://api.example.org/', 'https://api.example.org/v12'],
  },
];
