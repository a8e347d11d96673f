/** A server's directives, and what it needs around it. */
interface Given {
  readonly http?: string;
  readonly server: string;
}

const ACAO = `add_header Access-Control-Allow-Origin $cors always;`;
const PASS = 'proxy_pass BACKEND;';

function passing(directives: string): Given {
  return { server: `location / { ${directives} ${PASS} }` };
}

/** Servers as people write them, right and wrong; BACKEND is the application, FOLDER has a page.html. */
export const SERVERS: readonly (readonly [name: string, given: Given])[] = [
  ['add_header without always', passing('add_header Access-Control-Allow-Origin *;')],
  ['add_header always', passing(ACAO)],
  ['more_set_headers', passing(`more_set_headers 'Access-Control-Allow-Origin: $cors';`)],
  [
    'more_set_headers -s',
    passing(`more_set_headers -s '200 404' 'Access-Control-Allow-Origin: *';`),
  ],
  [
    'more_set_headers -s, a list of options',
    passing(`more_set_headers -s 404 -s 500 'X-A: 1' 'X-B: 2';`),
  ],
  ['more_set_headers -t', passing(`more_set_headers -t 'text/plain text/html' 'X-A: 1';`)],
  [
    'more_set_headers -s and -t',
    passing(`more_set_headers -s 200 -t 'application/json' 'X-A: 1';`),
  ],
  ['more_set_headers, options last', passing(`more_set_headers 'X-A: 1' 'X-B: 2' -s 404;`)],
  ['more_set_headers twice', passing(`more_set_headers 'X-A: 1'; more_set_headers 'X-A: 2';`)],
  [
    'more_set_headers, no value',
    passing(`more_set_headers 'Access-Control-Allow-Origin:' 'Vary';`),
  ],
  ['more_set_headers over two lines', passing(`more_set_headers 'Vary: Origin';`)],
  ['more_clear_headers', passing(`more_clear_headers 'Access-Control-Allow-Origin' Vary;`)],
  ['more_clear_headers *', passing(`more_clear_headers 'Access-Control-*';`)],
  ['more_clear_headers -s', passing(`more_clear_headers -s 404 'Access-Control-*'; ${ACAO}`)],
  [
    'more_clear_headers -t',
    passing(`more_clear_headers -t text/plain 'Access-Control-Allow-Origin';`),
  ],
  [
    'add_header and more_set_headers',
    passing(`${ACAO} more_set_headers 'Access-Control-Allow-Origin: *';`),
  ],
  [
    'add_header and more_clear_headers',
    passing(`${ACAO} more_clear_headers 'Access-Control-Allow-Origin';`),
  ],
  [
    'more_set_headers of server and location',
    {
      server: `more_set_headers 'Access-Control-Allow-Origin: *' 'X-A: 1';
location / { more_set_headers 'Access-Control-Allow-Origin: $cors'; ${PASS} }
location /sub/ { add_header X-B 1; ${PASS} }`,
    },
  ],
  [
    'more_set_headers in an if',
    passing(`more_set_headers 'X-A: 1'; if ($request_method = OPTIONS) {
more_set_headers 'Access-Control-Allow-Origin: $cors' 'Access-Control-Max-Age: 5'; return 204; }`),
  ],
  [
    'an if without its add_header',
    passing(`${ACAO} if ($request_method = OPTIONS) { add_header X-A 1; return 204; }`),
  ],
  // Access.
  ['limit_except', passing(`${ACAO} limit_except GET POST { deny all; }`)],
  [
    'limit_except with an if for OPTIONS, which it disables',
    passing(
      `${ACAO} if ($request_method = OPTIONS) { return 204; } limit_except GET { deny all; }`,
    ),
  ],
  [
    'limit_except that lets OPTIONS be',
    passing(`more_set_headers 'Access-Control-Allow-Origin: $cors'; if ($request_method = OPTIONS) { return 204; }
limit_except GET OPTIONS { auth_basic "Write"; auth_basic_user_file FOLDER/users; }`),
  ],
  [
    'limit_except and a password for all',
    passing(
      `${ACAO} auth_basic Shop; auth_basic_user_file FOLDER/users; limit_except PUT { auth_basic off; }`,
    ),
  ],
  ['auth_basic', passing(`${ACAO} auth_basic "The shop"; auth_basic_user_file FOLDER/users;`)],
  [
    'auth_basic, preflights answered before',
    passing(
      `${ACAO} auth_basic "$host"; auth_basic_user_file FOLDER/users; if ($request_method = OPTIONS) { return 204; }`,
    ),
  ],
  ['deny all', passing(`${ACAO} deny all;`)],
  [
    'auth_request',
    {
      server: `location / { ${ACAO} auth_request /auth; ${PASS} }
location = /auth { internal; set $login $http_authorization$http_cookie; if ($login = '') { return 401; } return 200; }`,
    },
  ],
  [
    'auth_request of the server, off for OPTIONS',
    {
      server: `auth_request /auth;
location / { more_set_headers 'Access-Control-Allow-Origin: $cors'; if ($request_method = OPTIONS) { return 204; } ${PASS} }
location /sub/ { auth_request off; ${PASS} }
location = /auth { internal; auth_request off; set $login $http_authorization$http_cookie; if ($login = '') { return 401; } return 200; }`,
    },
  ],
  [
    'auth_request with an error_page',
    {
      server: `location / { ${ACAO} auth_request /auth; error_page 401 = @login; ${PASS} }
location @login { return 302 https://login.example.com/?back=$scheme://$host$request_uri; }
location = /auth { internal; set $login $http_authorization$http_cookie; if ($login = '') { return 401; } return 200; }`,
    },
  ],
  // Errors.
  [
    'error_page, its file',
    {
      server: `error_page 403 404 500 /page.html;
location / { ${ACAO} proxy_intercept_errors on; ${PASS} }
location = /sub/inner { ${ACAO} deny all; }
location = /page.html { internal; root FOLDER; }`,
    },
  ],
  [
    'error_page not intercepted',
    {
      server: `error_page 404 500 /page.html;
location / { ${ACAO} ${PASS} }
location = /sub/inner { ${ACAO} return 404; }
location = /page.html { internal; root FOLDER; add_header X-Page 1 always; }`,
    },
  ],
  [
    'error_page to a name',
    {
      server: `location / { ${ACAO} proxy_intercept_errors on; error_page 404 @page; error_page 500 =200 @page; error_page 405 = @page; ${PASS} }
location @page { add_header X-Page 1; ${PASS} }`,
    },
  ],
  [
    'error_page to a name that answers itself',
    {
      server: `add_header X-Server 1 always;
location / { ${ACAO} proxy_intercept_errors on; error_page 404 @page; error_page 500 = @page; error_page 405 @empty; ${PASS} }
location @page { ${ACAO} return 410 "gone"; }
location @empty { more_set_headers 'Access-Control-Allow-Origin: *'; return 204; }`,
    },
  ],
  [
    'error_page to another site',
    passing(
      `${ACAO} proxy_intercept_errors on; error_page 404 https://www.example.com/404; error_page 500 =301 https://www.example.com/500;`,
    ),
  ],
  [
    'error_page of a password',
    {
      server: `auth_basic Shop; auth_basic_user_file FOLDER/users; error_page 401 /page.html;
location / { ${ACAO} ${PASS} }
location = /page.html { auth_basic off; root FOLDER; }`,
    },
  ],
  [
    'error_page behind the same password',
    {
      server: `auth_basic Shop; auth_basic_user_file FOLDER/users; error_page 401 /page.html;
location / { ${ACAO} ${PASS} }
location = /page.html { root FOLDER; add_header X-Page 1 always; }`,
    },
  ],
  [
    'error_page through an application',
    {
      server: `error_page 404 /sub/page;
location / { ${ACAO} proxy_intercept_errors on; ${PASS} }
location /sub/ { add_header X-Page 1 always; ${PASS} }`,
    },
  ],
  [
    '405 for OPTIONS made 204 by error_page',
    {
      server: `location / { ${ACAO} proxy_intercept_errors on; error_page 405 =200 /page.html; ${PASS} } location = /page.html { ${ACAO} root FOLDER; }`,
    },
  ],
  // Files.
  [
    'try_files, then a page',
    {
      server: `root FOLDER; location / { ${ACAO} try_files $uri /page.html; } location = /page.html { add_header X-Page 1; }`,
    },
  ],
  [
    'try_files, then the application',
    {
      server: `root FOLDER; location / { ${ACAO} try_files $uri @app; } location @app { more_set_headers 'Access-Control-Allow-Origin: $cors'; ${PASS} }`,
    },
  ],
  [
    'try_files, then an error',
    {
      server: `root FOLDER; location / { ${ACAO} try_files $uri =404; } location /sub/ { add_header Access-Control-Allow-Origin *; try_files $uri =404; }`,
    },
  ],
  [
    'try_files and an if, which disables it',
    {
      server: `location / { root FOLDER; ${ACAO} if ($request_method = OPTIONS) { return 204; } try_files $uri @app; } location @app { ${PASS} }`,
    },
  ],
  // Redirects.
  [
    'return with variables',
    {
      server: `location / { ${ACAO} return 301 $scheme://www.example.com$request_uri; } location /sub/ { return 302 /new$uri?$args; }`,
    },
  ],
  [
    'return a path',
    {
      server: `location / { ${ACAO} return 308 /new$is_args$args; } location /sub/ { absolute_redirect off; return 302 /new; } location = /404 { port_in_redirect off; return 302 /new; } location = /500 { server_name_in_redirect on; return 307 /new; }`,
    },
  ],
  [
    'return an address alone',
    { server: `location / { return https://$host$uri; } location /sub/ { return 200 ok; }` },
  ],
  [
    'rewrite with groups',
    {
      server: `location / { ${ACAO} rewrite ^/old/(.*)$ /new/$1 permanent; rewrite ^/(?<part>sub)/(.*)$ https://x.example/$part/$2? redirect; ${PASS} }`,
    },
  ],
  [
    'rewrite to a site',
    {
      server: `rewrite ^/old/(.*)$ https://x.example/$1?y=2; rewrite ^/sub/(\\w+)$ $scheme://$http_host/$1; location / { ${PASS} }`,
    },
  ],
  [
    'rewrite within',
    {
      server: `location / { ${ACAO} rewrite ^/old/ /sub/old last; rewrite ^/404$ /cors break; ${PASS} }
location /sub/ { add_header X-Sub $uri always; add_header X-Args $args; ${PASS} }`,
    },
  ],
  [
    'rewrite of the server',
    {
      server: `rewrite ^/old/(.*)$ /sub/$1; rewrite ^/500$ /404; location / { ${ACAO} ${PASS} } location /sub/ { add_header X-Uri $request_uri always; ${PASS} }`,
    },
  ],
  [
    'groups of an if',
    passing(
      `if ($http_origin ~ ^https://(\\w+)\\.(example\\.com)$) { add_header X-Label $1; add_header X-Domain $2; }`,
    ),
  ],
  [
    'the last if',
    passing(
      `if ($http_origin) { add_header X-A 1; } if ($request_method = PUT) { add_header X-B 1; }`,
    ),
  ],
  ['break', passing(`${ACAO} set $a 1; break; set $a 2; add_header X-A $a; return 403;`)],
  [
    'a slash too few',
    {
      server: `location / { ${ACAO} ${PASS} } location /cors/ { add_header X-A 1; ${PASS} } location /404/ { root FOLDER; }`,
    },
  ],
  [
    'error pages of error pages without end',
    {
      server: `recursive_error_pages on; error_page 403 404 500 @a;
location / { ${ACAO} return 404; }
location @a { add_header X-A 1 always; return 403; }
location /sub/ { add_header X-Sub 1 always; rewrite ^/sub/(.*) /sub/x$1 last; }`,
    },
  ],
  [
    'an error page that is not there',
    { server: `location / { ${ACAO} error_page 403 @none; deny all; }` },
  ],
];
