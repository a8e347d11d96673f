/** A configuration that people wrote wrong, or in another way than they thought. */
export interface Wrong {
  readonly name: string;
  /** PORT is where it listens, API a server that answers. */
  readonly lines: string;
  /** Rule ids that reading finds. */
  readonly rules: readonly string[];
}

/** The lines of a frontend with one backend, `server` in `api`. */
function front(lines: string, backend = ''): string {
  return `frontend web
  bind PORT
${lines}
  default_backend api
backend api
${backend}
  server a API
`;
}

/** Those that HAProxy starts with. */
export const WRONG: readonly Wrong[] = [
  {
    name: 'http-response only, and an error of its own',
    lines: front(
      '  http-request deny if { path /denied }\n  http-response set-header Access-Control-Allow-Origin "*"',
    ),
    rules: ['cors-not-on-own-answers'],
  },
  {
    name: 'a condition on the origin in a response rule',
    lines: front(
      '  acl ours hdr(origin) https://app.example.com\n  http-response set-header Access-Control-Allow-Origin https://app.example.com if ours\n  http-response set-header Vary Origin if !{ req.hdr(origin) -m found }',
    ),
    rules: ['request-condition-in-response', 'cors-not-on-own-answers'],
  },
  {
    name: 'every origin echoed by way of a capture',
    lines: front(
      '  capture request header origin len 128\n  http-response add-header Access-Control-Allow-Origin %[capture.req.hdr(0)] if { capture.req.hdr(0) -m found }',
    ),
    rules: ['reflects-any-origin', 'add-header-doubles'],
  },
  {
    name: 'a capture that is too short, after another',
    lines: front(
      '  capture request header Host len 8\n  capture request header Origin len 12\n  http-response set-header Access-Control-Allow-Origin "%[capture.req.hdr(1)]"',
    ),
    rules: ['cors-not-on-own-answers'],
  },
  {
    name: 'every origin echoed with credentials, by way of a variable',
    lines: front(
      '  http-request set-var(txn.origin) req.hdr(origin)\n  http-response set-header Access-Control-Allow-Origin %[var(txn.origin)]\n  http-response set-header Access-Control-Allow-Credentials true',
    ),
    rules: ['reflects-any-origin'],
  },
  {
    name: 'the end of the origin alone',
    lines: front(
      '  acl ours hdr_end(origin) .example.com\n  http-request set-var(txn.o) req.hdr(origin) if ours\n  http-after-response set-header Access-Control-Allow-Origin %[var(txn.o)] if { var(txn.o) -m found }',
    ),
    rules: ['origin-pattern-too-wide'],
  },
  {
    name: 'an open pattern, without case',
    lines: front(
      String.raw`  http-request set-var(txn.o) req.hdr(origin) if { req.hdr(origin) -i -m reg EXAMPLE\.com }
  http-after-response set-header Access-Control-Allow-Origin %[var(txn.o)] if { var(txn.o) -m found }
  http-after-response set-header Vary Origin`,
    ),
    rules: ['origin-pattern-too-wide'],
  },
  {
    name: 'an origin with a slash at its end, and a list',
    lines: front(
      '  acl ours hdr(origin) https://app.example.com/ https://b.example.com\n  http-request set-var(txn.o) req.hdr(origin) if ours\n  http-after-response set-header Access-Control-Allow-Origin "%[var(txn.o)]" if { var(txn.o) -m found }',
    ),
    rules: ['origin-not-valid'],
  },
  {
    name: 'a list in one header',
    lines: front(
      '  http-after-response set-header Access-Control-Allow-Origin "https://app.example.com, https://b.example.com"',
    ),
    rules: ['origin-list-in-one-header'],
  },
  {
    name: 'a pattern sent as it is',
    lines: front(
      '  http-after-response set-header Access-Control-Allow-Origin https://*.example.com',
    ),
    rules: ['origin-pattern-sent-literally'],
  },
  {
    name: 'every origin with credentials',
    lines: front(
      '  http-after-response set-header Access-Control-Allow-Origin *\n  http-after-response set-header Access-Control-Allow-Credentials true',
    ),
    rules: ['wildcard-with-credentials'],
  },
  {
    name: 'frontend and backend both add',
    lines: front(
      '  http-response add-header Access-Control-Allow-Origin *',
      '  http-response add-header Access-Control-Allow-Origin https://app.example.com',
    ),
    rules: ['two-allow-origin-lines', 'add-header-doubles'],
  },
  {
    name: 'preflights answered without headers',
    lines: front(
      '  http-request return status 200 content-type text/plain string ok if METH_OPTIONS\n  http-response set-header Access-Control-Allow-Origin *',
    ),
    rules: ['preflight-without-allow-origin'],
  },
  {
    name: 'preflights that need a password',
    lines: front(
      '  http-request auth realm shop if { path_beg /v1 }\n  http-request return status 204 hdr Access-Control-Allow-Origin "%[req.hdr(origin)]" hdr Access-Control-Allow-Methods "GET, PUT" if { method OPTIONS }\n  http-after-response set-header Access-Control-Allow-Origin *',
    ),
    rules: ['preflight-refused'],
  },
  {
    name: 'redirects before all else, and a redirect line that comes after',
    lines: front(
      '  redirect location /old if { path /denied }\n  http-request deny deny_status 429 if { path /denied } { req.hdr(origin) -m found }\n  http-request redirect prefix https://www.example.com code 301 unless { path_beg /v1 } or { path /denied }\n  http-after-response set-header Access-Control-Allow-Origin *',
    ),
    rules: ['preflight-refused'],
  },
  {
    name: 'the backend’s rules, then the frontend’s',
    lines: front(
      '  http-after-response set-header Access-Control-Allow-Origin https://front.example.com',
      '  http-request deny if { path /denied }\n  http-after-response set-header Access-Control-Allow-Origin https://back.example.com\n  http-after-response add-header Vary Accept',
    ),
    rules: [],
  },
  {
    name: 'a host and a backend of its own, a header from the request and one taken away',
    lines: `${front(
      '  acl api hdr(host),lower -m str api.example.com\n  acl api hdr_dom(host) never\n  acl v1 path_dir v1\n  http-request del-header origin if v1\n  http-request set-var(txn.o) str(https://app.example.com) if { hdr_cnt(origin) gt 0 } || METH_OPTIONS !v1\n  use_backend other if api v1\n  use_backend nothing if { path /denied }',
      '  http-response set-header Access-Control-Allow-Origin "%[var(txn.o)]"',
    )}backend other
  http-response set-header Access-Control-Allow-Origin "%[var(txn.o)]"
  http-response del-header Allow
  server a API
backend nothing
  http-after-response set-header Access-Control-Allow-Origin *
`,
    rules: ['cors-not-on-own-answers'],
  },
  {
    name: 'CORS headers on the request',
    lines: front('  http-request set-header Access-Control-Allow-Origin *'),
    rules: ['cors-header-on-request'],
  },
  {
    name: 'a listen section, unless, replaced and conditional values',
    lines: `listen all
  bind PORT
  http-response set-header Access-Control-Allow-Origin "http://a.example" unless METH_OPTIONS
  http-response replace-header Access-Control-Allow-Origin ^http:(.*)$ https:\\1
  http-response add-header Vary Origin if { res.hdr(access-control-allow-origin) -m found }
  http-response set-status 403 if { status 405 }
  http-response deny deny_status 429 if { res.hdr(allow) -m sub PATCH } { var(txn.none) -m found }
  server a API
`,
    rules: ['cors-not-on-own-answers'],
  },
  {
    name: 'rules of named defaults',
    lines: `defaults base
  mode http
  timeout connect 1s
  timeout client 5s
  timeout server 5s
  http-request set-var(txn.who) str(defaults)
  http-after-response set-header Access-Control-Allow-Origin https://defaults.example.com
frontend web from base
  bind PORT
  http-request return status 204 if METH_OPTIONS { var(txn.who) -m str defaults }
  http-after-response add-header Access-Control-Allow-Origin https://own.example.com if METH_OPTIONS
  default_backend api
defaults rest
  mode http
  timeout connect 1s
  timeout client 5s
  timeout server 5s
backend api from rest
  server a API
`,
    rules: [],
  },
  {
    name: 'escapes and quotes',
    lines: front(
      String.raw`  acl ours req.hdr(origin) -m reg "^https://app\.example\.com\$"
  acl ours req.hdr(origin) -m reg '^http://x\.example\.com$' # by day
  http-request set-var(txn.o) req.fhdr(origin) if ours
  http-after-response set-header Access-Control-Allow-Origin %[var(txn.o)] if { var(txn.o) -m found }
  http-after-response set-header Access-Control-Allow-Methods GET,\ PUT\#x"a b"'c d' if METH_OPTIONS`,
    ),
    rules: ['vary-missing'],
  },
];

/** Those that HAProxy does not start with. */
export const REFUSED: readonly Wrong[] = [
  {
    name: 'the origin of the request in a response rule',
    lines: front('  http-response set-header Access-Control-Allow-Origin %[req.hdr(origin)]'),
    rules: ['request-read-in-response'],
  },
  {
    name: 'a value with blanks and no quotes',
    lines: front('  http-response set-header Access-Control-Allow-Methods GET, PUT'),
    rules: ['value-not-quoted'],
  },
  {
    name: 'rspadd, from before 2.1',
    lines: front(String.raw`  rspadd Access-Control-Allow-Origin:\ *`),
    rules: ['removed-keyword'],
  },
  {
    name: 'a dollar in double quotes',
    lines: front(
      String.raw`  http-request deny if { req.hdr(origin) -m reg "^https://app\.example\.com$" }`,
    ),
    rules: ['dollar-in-double-quotes'],
  },
  {
    name: 'an ACL that does not exist',
    lines: front('  http-response set-header Access-Control-Allow-Origin * if ours'),
    rules: ['no-such-acl'],
  },
];
