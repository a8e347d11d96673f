import type { Wrong } from '../support/real.js';

const ALLOW = 'resp.http.Access-Control-Allow-Origin';

function wrong(name: string, text: string, rules: readonly string[]): Wrong {
  return { name, text, rules };
}

/** Those that Varnish starts with; the backend is declared before them. */
export const WRONG: readonly Wrong[] = [
  wrong(
    'a preflight that synth answers without headers',
    `sub vcl_recv {
    if (req.method == "OPTIONS") { return (synth(200, "OK")); }
}
sub vcl_deliver {
    set ${ALLOW} = "https://app.example.com";
}`,
    ['synth-without-headers'],
  ),
  wrong(
    'the same with a pattern that nobody can name',
    `sub vcl_recv {
    if (req.method == "OPTIONS") { return (synth(200)); }
}
sub vcl_deliver {
    if (req.http.Origin ~ "example") { set ${ALLOW} = req.http.Origin; }
}`,
    ['synth-without-headers', 'origin-pattern-too-wide'],
  ),
  wrong(
    'every origin echoed, also where none is asked for, with credentials',
    `sub vcl_deliver {
    set ${ALLOW} = req.http.Origin;
    set resp.http.Access-Control-Allow-Credentials = "true";
    set resp.http.Vary = resp.http.Vary + ", Origin";
}`,
    ['reflects-any-origin'],
  ),
  wrong(
    'an origin that is stored, a pattern without anchors, and no Vary',
    `sub vcl_backend_response {
    if (bereq.http.Origin ~ "example.com") {
        set beresp.http.Access-Control-Allow-Origin = bereq.http.Origin;
    } elseif (bereq.url ~ "^/v1/") {
        set beresp.http.access-control-allow-origin = "https://a.example.com, https://b.example.com";
    } else {
        set beresp.http.Access-Control-Allow-Origin = "https://app.example.com/";
    }
}`,
    [
      'origin-stored-in-cache',
      'origin-pattern-too-wide',
      'origin-list-in-one-header',
      'origin-not-valid',
    ],
  ),
  wrong(
    'OPTIONS in the cache, which the server behind sees as GET, and Origin taken away before',
    `sub vcl_recv {
    if (req.url ~ "^/v1") { unset req.http.Origin; }
    if (req.method == "OPTIONS") { return (hash); }
}
sub vcl_deliver {
    if (req.http.Origin) { set ${ALLOW} = req.http.Origin; }
    if (req.method == "OPTIONS") { set resp.http.Access-Control-Allow-Methods = "PUT"; }
}`,
    ['reflects-any-origin'],
  ),
  wrong(
    'a status of one’s own, several texts of one subroutine, and a return before the last',
    `sub vcl_recv { call preflight; }
sub preflight {
    if (req.method == "OPTIONS" && req.http.Access-Control-Request-Method) { return (synth(750, "Preflight")); }
    if (req.url == "/denied") { return (synth(403)); }
}
sub vcl_synth {
    if (resp.status == 750) {
        set resp.status = 204;
        set ${ALLOW} = "https://*.example.com";
        set resp.http.Access-Control-Allow-Methods = "GET, " + req.http.Access-Control-Request-Method;
        return (deliver);
    }
}
sub vcl_deliver {
    if (req.url ~ "orders$") { return (deliver); }
    set resp.http.Vary = "Origin";
}
sub vcl_deliver {
    if (req.http.Origin == "https://app.example.com" || req.http.Origin ~ "^http://[^/]+\\.example\\.com$") {
        set ${ALLOW} = req.http.Origin;
    }
    if (req.http.Origin != "https://evil.test" && !(req.restarts > 0)) { set resp.http.Access-Control-Max-Age = "5"; }
    if (resp.status >= 400 && resp.status < 500) { unset resp.http.Allow; }
}`,
    ['origin-pattern-sent-literally'],
  ),
  wrong(
    '* with credentials, a piped method, and functions',
    `import std;
sub vcl_recv {
    if (req.method == "PUT" && req.url ~ "^/v1") { return (pipe); }
    set req.http.X-Host = regsub(std.tolower(req.http.Host), "^([a-z]+)\\..*$", "\\1");
    set req.http.Access-Control-Allow-Origin = "*";
}
sub vcl_deliver {
    set ${ALLOW} = "*";
    set resp.http.Access-Control-Allow-Credentials = "true";
    set resp.http.Access-Control-Expose-Headers = req.http.X-Host.upper() + {"-"x"} + req.http.Nope;
    if (req.url ~ "denied") { return (synth(401, "No")); }
}`,
    ['wildcard-with-credentials', 'cors-header-on-request'],
  ),
  wrong(
    'an origin kept in a header of one’s own',
    `sub vcl_recv {
    unset req.http.X-CORS-Origin;
    if (req.http.Origin ~ "^https://(app|admin)\\.example\\.com$") {
        set req.http.X-CORS-Origin = req.http.Origin;
    }
}
sub vcl_backend_fetch { unset bereq.http.Origin; }
sub vcl_deliver {
    if (req.http.X-CORS-Origin) { set ${ALLOW} = req.http.X-CORS-Origin; }
}`,
    ['vary-missing'],
  ),
];

/** Those that Varnish refuses. */
export const REFUSED: readonly Wrong[] = [
  wrong('a brace that is missing', 'sub vcl_deliver { set resp.http.A = "b";', ['vcl-syntax']),
  wrong('a semicolon that is missing', 'sub vcl_deliver { unset resp.http.A }', ['vcl-syntax']),
  wrong('a quote that is not closed', 'sub vcl_deliver { set resp.http.A = "b; }', ['vcl-syntax']),
];
