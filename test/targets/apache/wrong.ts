const APP = 'https://app.example.com';
const ALLOW = 'Access-Control-Allow-Origin';
const OPTIONS = 'RewriteEngine On\nRewriteCond %{REQUEST_METHOD} OPTIONS\nRewriteRule ^(.*)$ $1';
const LOGIN = 'AuthType Basic\nAuthName "Shop"\nAuthUserFile /dev/null\nRequire valid-user';
const at = (inside: string): string => `<Location "/">\n${inside}\n</Location>`;

/** Set-ups that people have and that do not do what they look like, as virtual hosts that pass on. */
export const WRONG: Readonly<Record<string, string>> = {
  'any origin, without always': `Header set ${ALLOW} "*"`,
  'always, on top of what the upstream says': `Header always set ${ALLOW} "*"`,
  'both tables': `Header set ${ALLOW} "${APP}"\nHeader always set ${ALLOW} "${APP}"`,
  'added to what is there': `Header add ${ALLOW} "${APP}"`,
  'a colon in the name': `Header always set ${ALLOW}: "*"`,
  'a list of origins': `Header set ${ALLOW} "${APP}, https://b.example.com"`,
  'appended in two lines': `Header always append ${ALLOW} ${APP}\nHeader always append ${ALLOW} https://b.example.com`,
  'a variable that is not there': `Header set ${ALLOW} "%{HTTP_ORIGIN}e"`,
  'a variable without a condition': `SetEnvIf Origin "^https://app\\.example\\.com$" OK=$0\nHeader always set ${ALLOW} "%{OK}e"`,
  'a pattern that is no regular expression': `SetEnvIf Origin "https://app" OK=$0\nHeader set ${ALLOW} "%{OK}e" env=OK`,
  'an escaped plain pattern': `SetEnvIf Origin "app\\.example\\.com" OK=$0\nHeader set ${ALLOW} "%{OK}e" env=OK`,
  'two groups put together': `SetEnvIf Origin "^https?://(www\\.)?(app.example.com|b.example.com)$" OK=$0$2\nHeader set ${ALLOW} %{OK}e env=OK\nHeader merge Vary Origin`,
  'a pattern without anchors': `SetEnvIfNoCase Origin "APP.EXAMPLE" OK=$0\nHeader always set ${ALLOW} "%{OK}e" env=OK`,
  'the last origin wins': `SetEnvIf Origin ".*" OK=$0\nSetEnvIf Origin "evil" !OK\nHeader set ${ALLOW} "%{OK}e" env=OK\nHeader set Access-Control-Allow-Credentials true env=!OK`,
  'OPTIONS rewritten, headers on success only': `Header set ${ALLOW} "*"\n${OPTIONS} [R=204,L]`,
  'OPTIONS rewritten, headers always': `Header always set ${ALLOW} "*"\nHeader always set Access-Control-Allow-Headers "*"\n${OPTIONS} [R=200,L]`,
  'OPTIONS rewritten to a page': `Header always set ${ALLOW} "*"\n${OPTIONS} [L]`,
  'OPTIONS rewritten after the login': at(
    `Header always set ${ALLOW} "*"\n${LOGIN}\n${OPTIONS} [R=204,L]`,
  ),
  'OPTIONS rewritten before the login': `${OPTIONS} [R=204,L]\n${at(`Header always set ${ALLOW} "*"\n${LOGIN}`)}`,
  'a login for all but OPTIONS': at(
    `Header always set ${ALLOW} "*"\nAuthType Basic\nAuthName "A \\"B\\""\nAuthUserFile /dev/null\n<LimitExcept OPTIONS>\nRequire valid-user\n</LimitExcept>`,
  ),
  'a login for some methods, and headers among them': at(
    `AuthType Basic\nAuthName x\nAuthUserFile /dev/null\n<Limit GET POST>\nRequire valid-user\nHeader always set ${ALLOW} "*"\n</Limit>`,
  ),
  'OPTIONS forbidden': at(`Header set ${ALLOW} "*"\n<Limit OPTIONS>\nRequire all denied\n</Limit>`),
  'only some methods required': at(`Header always set ${ALLOW} "*"\nRequire method GET HEAD`),
  'everything denied': at(`Header always set ${ALLOW} "*"\nOrder allow,deny\nDeny from all`),
  'a redirect to https': `Header always set ${ALLOW} "*"\nRewriteEngine On\nRewriteCond %{HTTPS} off\nRewriteRule ^ https://%{HTTP_HOST}%{REQUEST_URI} [R=301,L]`,
  'a redirect of mod_alias': `Header set ${ALLOW} "*"\nRedirect permanent /v1 /v2`,
  'a redirect by pattern': `Header always set ${ALLOW} "*"\nRedirectMatch 302 ^/v(\\d)/(.*)$ https://other.example.com/$1/$2`,
  'an If around the headers': `<If "%{HTTP:Origin} =~ m#^https://(app|b)\\.example\\.com$#">\nHeader always set ${ALLOW} "expr=%{HTTP:Origin}"\n</If>\n<Else>\nHeader always set X-Other 1\n</Else>`,
  'an If and an ElseIf': `<If "req('Origin') == '${APP}' && %{REQUEST_METHOD} != 'OPTIONS'">\nHeader set ${ALLOW} "${APP}"\n</If>\n<ElseIf "-n %{HTTP:Origin}">\nHeader set ${ALLOW} "null"\n</ElseIf>`,
  'an If that reads a variable': `SetEnvIf Origin "^https://app" OK\n<If "-n reqenv('OK')">\nHeader set ${ALLOW} "${APP}"\n</If>`,
  'an expression as a condition': `Header set ${ALLOW} "${APP}" "expr=%{HTTP:Origin} in {'${APP}', 'https://b.example.com'}"`,
  'an outer and an inner section': `Header set ${ALLOW} "*"\n<Location /v1>\nHeader set ${ALLOW} "${APP}"\nHeader unset Access-Control-Allow-Methods\n</Location>`,
  'a section that does not match': `<Location /v1/orde>\nHeader always set ${ALLOW} "*"\n</Location>\n<LocationMatch "/orders$">\nHeader always set Access-Control-Max-Age 600\n</LocationMatch>`,
  edited: `Header edit ${ALLOW} "upstream" "app"\nHeader setifempty Access-Control-Max-Age 5\nHeader merge Vary Origin`,
  'an IfModule of what is missing': `<IfModule !mod_headers.c>\nHeader set ${ALLOW} "a"\n</IfModule>\n<IfModule mod_headers.c>\nHeader set ${ALLOW} "b"\n</IfModule>`,
  'a condition on a header in rewriting': `RewriteEngine On\nRewriteCond %{HTTP:Origin} app\nRewriteRule ^ - [E=OK:%{HTTP:Origin}]\nHeader always set ${ALLOW} "%{OK}e" env=OK`,
  'forbidden by rewriting': `Header set ${ALLOW} "*"\nRewriteEngine On\nRewriteCond %{REQUEST_METHOD} !^(GET|POST)$ [NC]\nRewriteRule .* - [F]`,
  'continued over lines': `Header always set \\\n  ${ALLOW} \\\n  "*"`,
};

/** The same as .htaccess files in a folder of plain files. */
export const WRONG_HTACCESS: Readonly<Record<string, string>> = {
  'the snippet of every forum': `<IfModule mod_headers.c>\nHeader set ${ALLOW} "*"\n</IfModule>`,
  'variables in a folder': `SetEnvIf Origin "^https://app\\.example\\.com$" OK=$0\nHeader set ${ALLOW} %{OK}e env=OK\nHeader merge Vary Origin`,
  'OPTIONS answered with headers on success': `Header set ${ALLOW} "*"\n${OPTIONS} [R=200,L]`,
  'OPTIONS answered with headers always': `Header always set ${ALLOW} "*"\n${OPTIONS} [R=204,L]`,
  'OPTIONS after a login': `Header always set ${ALLOW} "*"\n${LOGIN}\n${OPTIONS} [R=204,L]`,
  'a redirect': `Header set ${ALLOW} "*"\nRewriteEngine On\nRewriteRule ^v1/(.*)$ /v2/$1 [R=301,L]`,
  'files of a kind': `<FilesMatch "\\.(json|html)$">\nHeader set ${ALLOW} "*"\n</FilesMatch>`,
};
