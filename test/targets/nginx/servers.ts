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
];
