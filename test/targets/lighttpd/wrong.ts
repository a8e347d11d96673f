import type { Wrong } from '../support/real.js';

/** What passes requests on; API is a port. */
const PASS = 'proxy.server = ( "" => ( ( "host" => "127.0.0.1", "port" => API ) ) )\n';
const MODULES = 'server.modules = ( "mod_setenv", "mod_redirect", "mod_access", "mod_proxy" )\n';
const ORIGIN = '"Access-Control-Allow-Origin" =>';
const APP = '"https://app.example.com"';

function wrong(name: string, text: string, rules: readonly string[]): Wrong {
  return { name, text, rules };
}

/** Those that lighttpd starts with; FOLDER holds index.html and v1/orders. */
export const WRONG: readonly Wrong[] = [
  wrong(
    'a list that takes the place of the one around it',
    `${MODULES}${PASS}setenv.add-response-header = ( ${ORIGIN} "*" )
$HTTP["url"] =~ "^/v1" { setenv.add-response-header = ( "X-A" => "b" ) }
$HTTP["url"] == "/denied" { setenv.add-response-header += ( "X-A" => "b" ) }`,
    ['list-takes-the-place', 'add-header-doubles'],
  ),
  wrong(
    'a later condition that takes the place of an earlier one',
    `${MODULES}${PASS}$HTTP["host"] == "api.example.com" { setenv.set-response-header = ( ${ORIGIN} ${APP} ) }
$HTTP["url"] =^ "/v1/" { setenv.set-response-header = ( "Access-Control-Max-Age" => "5" ) }`,
    [],
  ),
  wrong(
    'mod_setenv behind mod_redirect, and a redirect',
    `server.modules = ( "mod_redirect", "mod_proxy" )
server.modules += ( "mod_setenv" )
${PASS}setenv.add-response-header = ( ${ORIGIN} "*" )
$HTTP["url"] =~ "^/(v1)/" { url.redirect = ( "^/v1/(.*)" => "https://api.example.com/v2/$1/%1" ) }`,
    ['setenv-loaded-late'],
  ),
  wrong(
    'a placeholder in a header',
    `${MODULES}${PASS}$REQUEST_HEADER["Origin"] =~ "^(https://.*\\.example\\.com)$" {
  setenv.set-response-header = ( ${ORIGIN} "%1", "Vary" => "Origin" )
}`,
    ['placeholder-sent-literally'],
  ),
  wrong(
    'both lists, of which set has the last word, whatever their order',
    `${MODULES}${PASS}setenv.set-response-header = ( "access-control-allow-origin" => ${APP}, "Vary" => "" )
setenv.add-response-header = ( ${ORIGIN} "*", "Vary" => "Origin", "Access-Control-Max-Age" => "" )`,
    [],
  ),
  wrong(
    'a list of origins, with a slash and a pattern elsewhere',
    `${MODULES}${PASS}setenv.add-response-header = ( ${ORIGIN} "https://a.example.com, https://b.example.com" )
$HTTP["url"] == "/denied" { setenv.add-response-header = ( ${ORIGIN} "https://app.example.com/" ) }
else $HTTP["url"] =$ "orders" { setenv.add-response-header = ( ${ORIGIN} "https://*.example.com" ) }
else { setenv.add-response-header = ( ${ORIGIN} "*", "Access-Control-Allow-Credentials" => "true" ) }`,
    [
      'origin-list-in-one-header',
      'origin-not-valid',
      'origin-pattern-sent-literally',
      'wildcard-with-credentials',
    ],
  ),
  wrong(
    'a login before preflights, with mod_setenv first',
    `server.modules = ( "mod_setenv", "mod_auth", "mod_authn_file", "mod_proxy" )
auth.backend = "plain"
auth.backend.plain.userfile = "FOLDER/users"
${PASS}$HTTP["url"] =~ "^/v1/" {
  auth.require = ( "/v1" => ( "method" => "basic", "realm" => "shop", "require" => "valid-user" ) )
  setenv.add-response-header = ( ${ORIGIN} ${APP} )
}`,
    ['preflight-needs-login'],
  ),
  wrong(
    'files, for which lighttpd answers OPTIONS',
    `${MODULES}setenv.add-response-header = ( ${ORIGIN} "*" )
$HTTP["request-method"] == "OPTIONS" { setenv.add-response-header += ( "Access-Control-Allow-Methods" => "PUT" ) }
$HTTP["url"] == "/denied" { url.access-deny = ( "" ) }`,
    [],
  ),
  wrong(
    'conditions that are not what they look like',
    `${MODULES}${PASS}$HTTP["host"] == "API.example.com" { setenv.add-response-header = ( ${ORIGIN} "*" ) }
$HTTP["host"] == "api.example.com:8080" { setenv.add-response-header = ( "Vary" => "Accept" ) }
$REQUEST_HEADER["Origin"] != "https://evil.test" { setenv.set-response-header = ( ${ORIGIN} ${APP} ) }
$REQUEST_HEADER["Origin"] == "" { setenv.set-response-header = ( "Access-Control-Max-Age" => "9" ) }
$REQUEST_HEADER["Origin"] =~ "APP" { setenv.set-response-header = ( "Access-Control-Max-Age" => "8" ) }`,
    [],
  ),
  wrong(
    'one condition in two blocks, which is one, and the first of them',
    `${MODULES}${PASS}$HTTP["url"] =~ "^/v1" { setenv.add-response-header = ( ${ORIGIN} ${APP} ) }
$HTTP["host"] =~ "example" { setenv.add-response-header = ( "Access-Control-Max-Age" => "1" )
  setenv.set-response-header = ( "Access-Control-Max-Age" => "2" ) }
$HTTP["url"] =~ "^/v1" { setenv.set-response-header = ( "Vary" => "Origin" ) }`,
    [],
  ),
  wrong(
    'mod_setenv is not there',
    `server.modules = ( "mod_proxy" )\n${PASS}setenv.add-response-header = ( ${ORIGIN} "*" )`,
    ['module-not-loaded'],
  ),
  wrong(
    'variables and sums, and a module twice',
    `var.site = "example.com"
server.modules = ( "mod_setenv", "mod_proxy", "mod_setenv" )
${PASS}setenv.add-response-header = ( "Access-Control-Max-Age" => "1" ) + ( ${ORIGIN} "https://app." + var.site )
$HTTP["host"] == "api." + var.site { setenv.add-response-header += ( "Vary" => "Origin" ) }`,
    [],
  ),
  wrong(
    'an empty target, which redirects nothing, and a status of its own',
    `${MODULES}${PASS}url.redirect-code = 308
url.redirect = ( "^/denied" => "", "^/v1" => "https://\${url.authority}/v2\${qsa}" )
setenv.add-response-header = ( ${ORIGIN} "*" )`,
    [],
  ),
];

/** Those with which lighttpd does not start. */
export const REFUSED: readonly Wrong[] = [
  wrong(
    'a header twice in one list',
    `${MODULES}setenv.add-response-header = ( "Vary" => "Accept", "vary" => "Origin" )`,
    ['lighttpd-syntax'],
  ),
  wrong(
    'a header that += takes over already',
    `${MODULES}setenv.add-response-header = ( ${ORIGIN} "*" )
$HTTP["url"] =~ "^/a" { setenv.add-response-header += ( ${ORIGIN} ${APP} ) }`,
    ['lighttpd-syntax'],
  ),
  wrong(
    'a list twice',
    `${MODULES}setenv.add-response-header = ( "A" => "b" )\nsetenv.add-response-header = ( "C" => "d" )`,
    ['lighttpd-syntax'],
  ),
  wrong('a brace that is missing', `${MODULES}$HTTP["url"] == "/" {\n`, ['lighttpd-syntax']),
  wrong('single quotes', `${MODULES}setenv.add-response-header = ( 'A' => 'b' )`, [
    'lighttpd-syntax',
  ]),
];
