import {
  corsSettings,
  type CorsSettings,
  type Location,
  type Server,
  type Servers,
} from '../../../../src/targets/ingress-nginx/model.js';

/** What is around the controller's nginx. */
export interface Around {
  /** An empty folder. */
  readonly folder: string;
  readonly port: number;
  /** Where the controller's default backend listens, which is among this nginx' servers. */
  readonly defaultPort: number;
  /** The port of the one service that all objects name. */
  readonly backend: number;
}

const MODULE = '/usr/lib/nginx/modules/ngx_http_headers_more_filter_module.so';
const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/**
 * The configuration that the controller would give its nginx for these servers, as
 * far as CORS, authentication, redirects and errors go: what the template
 * rootfs/etc/nginx/template/nginx.tmpl and internal/ingress/controller/template/template.go
 * of kubernetes/ingress-nginx v1.15.1 say, without what they do in Lua
 * (redirects to https) and with modules that nginx itself has.
 */
export function controllerConfiguration(servers: Servers, around: Around): string {
  const { folder, defaultPort } = around;
  return `load_module ${MODULE};
daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log; events {}
http {
access_log off;
server_names_hash_bucket_size 128;
variables_hash_bucket_size 128;
${TEMPORARY.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n')}
${[...servers.values()].map((server) => serverBlock(server, around)).join('\n')}
# The default backend answers with the error that X-Code asks for, and 404 else.
server {
listen 127.0.0.1:${defaultPort};
${[401, 403, 404, 500, 502, 503].map((code) => `location = /${code} { return ${code}; }`).join('\n')}
# What auth-url names: whoever brings a login is let in.
location = /auth {
set $login $http_authorization$http_cookie;
if ($login = '') { return 401; }
return 200;
}
location / { return 404; }
}
${servers.has('') ? '' : defaultServer(around)}
}
`;
}

/** Who answers for hosts that no object names. */
function defaultServer({ port, defaultPort }: Around): string {
  return `server {
listen 127.0.0.1:${port} default_server;
server_name _;
location / { proxy_pass http://127.0.0.1:${defaultPort}; }
}`;
}

/** buildServerName: a wildcard host stands for one label; rules without a host are the default server's. */
function serverName(host: string): string {
  if (!host.startsWith('*.')) return host === '' ? '_' : host;
  return `"~^(?<subdomain>[\\w-]+)\\.${host.slice(2).replaceAll('.', '\\.')}$"`;
}

function serverBlock(server: Server, around: Around): string {
  const roots = server.locations.flatMap(({ ingress }) => {
    const root = ingress.annotations.get('app-root')?.value;
    return root === undefined ? [] : [`if ($uri = /) { return 302 $scheme://$http_host${root}; }`];
  });
  return `server {
listen 127.0.0.1:${around.port}${server.host === '' ? ' default_server' : ''};
server_name ${serverName(server.host)};
${[...new Set(roots)].join('\n')}
${server.locations.map((location, at) => locationBlocks(server, location, at, around)).join('\n')}
}`;
}

/** location.go and buildLocation: a prefix is its path and what is below it. */
function patterns({ regexBy }: Server, { path, exact }: Location): string[] {
  if (regexBy !== null) return [`~* "^${path}"`];
  if (exact) return [`= "${path}"`];
  return path.endsWith('/') ? [`"${path}"`] : [`"${path}/"`, `= "${path}"`];
}

function locationBlocks(server: Server, location: Location, at: number, around: Around): string {
  const { annotations } = location.ingress;
  const get = (name: string): string | undefined => annotations.get(name)?.value;
  const id = `${server.host.replaceAll(/\W/g, '_')}_${at}`;
  const settings = corsSettings(annotations);
  const cors = settings === null ? '' : corsBlock(settings);
  const auth = get('auth-url') !== undefined;
  const signIn = auth ? get('auth-signin') : undefined;
  const codes = (get('custom-http-errors') ?? '').split(',').filter((code) => code !== '');
  const lines = [
    'set $best_http_host $http_host;',
    'set $pass_access_scheme $scheme;',
    cors,
    auth ? `auth_request /_external-auth-${id};` : '',
    signIn === undefined ? '' : `error_page 401 = @signin_${id};`,
    get('auth-type') === 'basic'
      ? `auth_basic "${get('auth-realm') ?? 'Authentication Required'}"; auth_basic_user_file ${around.folder}/users;`
      : '',
    codes.length === 0 ? '' : 'proxy_intercept_errors on;',
    ...codes.map((code) => `error_page ${code} = @custom_${id}_${code};`),
    redirect(location),
    proxyPass(location, around),
  ].filter((line) => line !== '');
  return [
    ...patterns(server, location).map((pattern) => `location ${pattern} {\n${lines.join('\n')}\n}`),
    auth
      ? `location = /_external-auth-${id} { internal; proxy_pass_request_body off; proxy_set_header Content-Length ""; proxy_pass http://127.0.0.1:${around.defaultPort}/auth; }`
      : '',
    signIn === undefined
      ? ''
      : `location @signin_${id} { internal;\n${cors}\nreturn 302 ${withReturn(signIn)}; }`,
    ...codes.map(
      (code) =>
        `location @custom_${id}_${code} { internal; proxy_intercept_errors off; rewrite (.*) /${code} break; proxy_pass http://127.0.0.1:${around.defaultPort}; }`,
    ),
  ]
    .filter((block) => block !== '')
    .join('\n');
}

/** buildAuthSignURL; its set_escape_uri is not in nginx, so a path goes as it is. */
function withReturn(url: string): string {
  if (/[?&]rd=/.test(url)) return url;
  return `${url}${url.includes('?') ? '&' : '?'}rd=$pass_access_scheme://$http_host$request_uri`;
}

function redirect({ ingress: { annotations } }: Location): string {
  for (const [name, usual] of [
    ['temporal-redirect', 302],
    ['permanent-redirect', 301],
  ] as const) {
    const url = annotations.get(name)?.value;
    if (url !== undefined)
      return `return ${annotations.get(`${name}-code`)?.value ?? usual} ${url};`;
  }
  return '';
}

/** buildProxyPass. */
function proxyPass({ ingress, path, backend }: Location, around: Around): string {
  const pass = `proxy_http_version 1.1; proxy_set_header Host $best_http_host; proxy_redirect off; proxy_pass http://127.0.0.1:${backend === null ? around.defaultPort : around.backend};`;
  const target = ingress.annotations.get('rewrite-target')?.value;
  return target === undefined || target === '' || target === path
    ? pass
    : `rewrite "(?i)${path}" ${target} break; ${pass}`;
}

/** The template "CORS". */
function corsBlock(settings: CorsSettings): string {
  const { origins, methods, headers, expose, credentials, maxAge } = settings;
  const line = (name: string, value: string): string =>
    `more_set_headers 'Access-Control-${name}: ${value}';`;
  const set = [
    line('Allow-Origin', '$http_origin'),
    ...(credentials ? [line('Allow-Credentials', 'true')] : []),
    line('Allow-Methods', methods),
    line('Allow-Headers', headers),
    ...(expose === '' ? [] : [line('Expose-Headers', expose)]),
    line('Max-Age', maxAge),
  ].join('\n');
  return `${originRegex(origins.entries)}
if ($request_method = 'OPTIONS') { set $cors \${cors}options; }
if ($cors = "true") {
${set}
}
if ($cors = "trueoptions") {
${set}
more_set_headers 'Content-Type: text/plain charset=UTF-8';
more_set_headers 'Content-Length: 0';
return 204;
}`;
}

/** buildCorsOriginRegex. */
function originRegex(entries: readonly string[]): string {
  if (entries.length === 0) return '';
  if (entries.length === 1 && entries[0] === '*') return "set $http_origin *;\nset $cors 'true';";
  const pieces = entries.map(
    (entry) => `(${quoted(entry).replace(String.raw`\*`, String.raw`[A-Za-z0-9\-]+`)})`,
  );
  return `if ($http_origin ~* (${pieces.join('|')})$ ) { set $cors 'true'; }`;
}

/** Go's regexp.QuoteMeta. */
function quoted(text: string): string {
  return text.replaceAll(/[\\.+*?()|[\]{}^$]/g, String.raw`\$&`);
}
