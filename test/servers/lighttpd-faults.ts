import { PAGE, type Fault } from './fault.js';

const SET = 'setenv.set-response-header';
const ALLOW = '"Access-Control-Allow-Origin" =>';
const PREFLIGHT = '$HTTP["request-method"] == "OPTIONS"';
const EMPTY = 'url.redirect = ( "" => "/" )\n  url.redirect-code = 204';

/** A path of lighttpd in front of an API that knows nothing of CORS. */
export const FAULTS: readonly Fault[] = [
  ['/none', `${SET} = ( "X-Nothing" => "1" )`, [], 'no-cors-headers'],
  [
    '/replaced',
    `${SET} = ( ${ALLOW} "${PAGE}" )\n$HTTP["request-method"] == "GET" { ${SET} = ( "Cache-Control" => "no-store" ) }`,
    [],
    'no-cors-headers',
  ],
  ['/any', `${SET} = ( ${ALLOW} "*" )`, ['--credentials', 'include'], 'wildcard-with-credentials'],
  [
    '/twice',
    `setenv.add-response-header = ( ${ALLOW} "${PAGE}" )`,
    [],
    'origin-header-duplicated-by-two-layers',
  ],
  ['/list', `${SET} = ( ${ALLOW} "${PAGE}, https://a.example" )`, [], 'origin-list-in-one-header'],
  [
    '/login',
    `${SET} = ( ${ALLOW} "${PAGE}" )\nauth.require = ( "" => ( "method" => "basic", "realm" => "shop", "require" => "valid-user" ) )`,
    ['-H', 'Authorization: Basic dXNlcjpwYXNzd29yZA=='],
    'preflight-needs-authentication',
  ],
  ['/moved', 'url.redirect = ( "" => "/elsewhere" )', ['-X', 'PUT'], 'preflight-redirected'],
  ['/no-route', `${SET} = ( ${ALLOW} "${PAGE}" )`, ['-X', 'DELETE'], 'preflight-not-routed'],
  [
    '/method',
    `${SET} = ( ${ALLOW} "${PAGE}" )\n${PREFLIGHT} {\n  ${EMPTY}\n  ${SET} += ( "Access-Control-Allow-Methods" => "GET" )\n}`,
    ['-X', 'DELETE'],
    'method-not-allowed',
  ],
  [
    '/half',
    `${PREFLIGHT} {\n  ${EMPTY}\n  ${SET} = ( ${ALLOW} "*", "Access-Control-Allow-Methods" => "PUT" )\n}`,
    ['-X', 'PUT', '--send'],
    'response-lacks-allow-origin',
  ],
];
