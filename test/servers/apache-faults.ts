import { PAGE, type Fault } from './fault.js';

const ALLOW = 'Access-Control-Allow-Origin';
/** What people copy into a section: it runs after authentication. */
const PREFLIGHT =
  'RewriteEngine On\nRewriteCond %{REQUEST_METHOD} OPTIONS\nRewriteRule ^(.*)$ $1 [R=204,L]';

/** A location of Apache in front of an API that knows nothing of CORS. */
export const FAULTS: readonly Fault[] = [
  ['/none', 'SetEnv nothing 1', [], 'no-cors-headers'],
  ['/slash', `Header set ${ALLOW} "${PAGE}/"`, [], 'other-origin-allowed'],
  ['/any', `Header set ${ALLOW} "*"`, ['--credentials', 'include'], 'wildcard-with-credentials'],
  [
    '/error',
    `Header set ${ALLOW} ${PAGE}\nProxyPass "http://127.0.0.1:1/"`,
    [],
    'cors-missing-on-error-response',
  ],
  [
    '/twice',
    `Header set ${ALLOW} "*"\nHeader always set ${ALLOW} ${PAGE}`,
    [],
    'origin-header-duplicated-by-two-layers',
  ],
  ['/list', `Header set ${ALLOW} "${PAGE}, https://a.example"`, [], 'origin-list-in-one-header'],
  ['/pattern', `Header set ${ALLOW} "http://localhost:*"`, [], 'origin-pattern-sent-literally'],
  [
    '/login',
    `Header always set ${ALLOW} ${PAGE}\n${PREFLIGHT}\nAuthType Basic\nAuthName "Shop"\nAuthUserFile users\nRequire valid-user`,
    ['-H', 'Authorization: Basic dXNlcjpzZWNyZXQ='],
    'preflight-needs-authentication',
  ],
  ['/moved', 'ProxyPass !\nRedirect 301 /elsewhere', ['-X', 'PUT'], 'preflight-redirected'],
  ['/no-route', 'SetEnv nothing 1', ['-X', 'DELETE'], 'preflight-not-routed'],
  [
    '/half',
    `Header always set ${ALLOW} "*" "expr=%{REQUEST_METHOD} == 'OPTIONS'"\nHeader always set Access-Control-Allow-Methods PUT\n${PREFLIGHT}`,
    ['-X', 'PUT', '--send'],
    'response-lacks-allow-origin',
  ],
];

/** `user` with the password `secret`, as htpasswd -s writes it. */
export const USERS = 'user:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n';
