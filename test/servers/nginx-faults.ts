import { PAGE, type Fault } from './fault.js';

const PREFLIGHT = 'if ($request_method = OPTIONS)';

/** A location of nginx, what a person types about it, and the cause that comes first. */
export const FAULTS: readonly Fault[] = [
  ['/none', `return 200 '{}';`, [], 'no-cors-headers'],
  [
    '/slash',
    `add_header Access-Control-Allow-Origin ${PAGE}/; return 200;`,
    [],
    'other-origin-allowed',
  ],
  [
    '/any',
    'add_header Access-Control-Allow-Origin *; return 200;',
    ['--credentials', 'include'],
    'wildcard-with-credentials',
  ],
  [
    '/error',
    `add_header Access-Control-Allow-Origin ${PAGE}; return 502;`,
    [],
    'cors-missing-on-error-response',
  ],
  [
    '/twice',
    `add_header Access-Control-Allow-Origin *; add_header Access-Control-Allow-Origin ${PAGE}; return 200;`,
    [],
    'origin-header-duplicated-by-two-layers',
  ],
  [
    '/list',
    `add_header Access-Control-Allow-Origin "${PAGE}, https://a.example"; return 200;`,
    [],
    'origin-list-in-one-header',
  ],
  [
    '/pattern',
    'add_header Access-Control-Allow-Origin "http://localhost:*"; return 200;',
    [],
    'origin-pattern-sent-literally',
  ],
  [
    '/login',
    `${PREFLIGHT} { add_header WWW-Authenticate Basic always; return 401; } return 200;`,
    ['-H', 'Authorization: Bearer t'],
    'preflight-needs-authentication',
  ],
  ['/moved', 'return 301 /elsewhere;', ['-X', 'PUT'], 'preflight-redirected'],
  [
    '/no-route',
    `${PREFLIGHT} { return 405; } return 200;`,
    ['-X', 'DELETE'],
    'preflight-not-routed',
  ],
  [
    '/half',
    `${PREFLIGHT} { add_header Access-Control-Allow-Origin *; add_header Access-Control-Allow-Methods PUT; return 204; } return 200;`,
    ['-X', 'PUT', '--send'],
    'response-lacks-allow-origin',
  ],
];
