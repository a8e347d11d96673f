import type { CorsPolicy } from '../../policy/index.js';
import { escapeRegex, originRegex, type NamedOrigin } from '../support/origin-regex.js';

/** What is said of a place: the variable of the origin, the answer to preflights, the headers. */
export interface Written {
  readonly environment: readonly string[];
  readonly rules: readonly string[];
  readonly headers: readonly string[];
}

const NAMES = [
  'Access-Control-Allow-Origin',
  'Access-Control-Allow-Credentials',
  'Access-Control-Allow-Methods',
  'Access-Control-Allow-Headers',
  'Access-Control-Allow-Private-Network',
  'Access-Control-Expose-Headers',
  'Access-Control-Max-Age',
];

/** Takes away what the upstream and what sections around say. */
export const UNSET: readonly string[] = NAMES.flatMap((name) => [
  `Header onsuccess unset ${name}`,
  `Header always unset ${name}`,
]);

/** The pattern of a place's RewriteRule: what its section matches. */
export function rulePattern(path: string): string {
  const escaped = escapeRegex(path);
  return path.endsWith('/') ? `^${escaped}` : `^${escaped}(?:/|$)`;
}

/**
 * The lines of a policy.
 * @param variable the name of the variable that holds the origin that may be echoed
 * @param pattern what the RewriteRule applies to
 */
export function written(policy: CorsPolicy, variable: string, pattern: string): Written {
  const any = policy.origins.some(({ kind }) => kind === 'any');
  const { methods, requestHeaders, exposedHeaders, maxAge } = policy;
  const named = policy.origins.filter((each): each is NamedOrigin => each.kind !== 'any');
  const always = (name: string, value: string, condition = ''): string =>
    `Header always set ${name} "${value.replaceAll('%', '%%')}"${condition}`;
  const matched = any ? '' : ` env=${variable}`;
  const allowed = any ? '' : ` && -n reqenv('${variable}')`;
  const preflight = ` "expr=%{REQUEST_METHOD} == 'OPTIONS'${allowed}"`;
  return {
    environment: any
      ? []
      : named.map((each) => `SetEnvIf Origin "^${originRegex(each)}$" ${variable}=$0`),
    rules: [
      'RewriteCond %{REQUEST_METHOD} =OPTIONS',
      'RewriteCond %{HTTP:Access-Control-Request-Method} . [NV]',
      any ? 'RewriteCond %{HTTP:Origin} . [NV]' : `RewriteCond %{ENV:${variable}} .`,
      `RewriteRule "${pattern}" - [R=204,L]`,
    ],
    headers: [
      ...UNSET,
      any
        ? always('Access-Control-Allow-Origin', '*')
        : `Header always set Access-Control-Allow-Origin "%{${variable}}e"${matched}`,
      ...(any ? [] : ['Header always merge Vary Origin']),
      ...(policy.credentials ? [always('Access-Control-Allow-Credentials', 'true', matched)] : []),
      ...(methods.length === 0
        ? []
        : [always('Access-Control-Allow-Methods', list(methods), preflight)]),
      ...(requestHeaders.length === 0
        ? []
        : [always('Access-Control-Allow-Headers', list(requestHeaders), preflight)]),
      ...(maxAge === null ? [] : [always('Access-Control-Max-Age', String(maxAge), preflight)]),
      ...(policy.privateNetwork
        ? [
            always(
              'Access-Control-Allow-Private-Network',
              'true',
              ` "expr=%{REQUEST_METHOD} == 'OPTIONS' && req_novary('Access-Control-Request-Private-Network') == 'true'${allowed}"`,
            ),
          ]
        : []),
      ...(exposedHeaders.length === 0
        ? []
        : [always('Access-Control-Expose-Headers', list(exposedHeaders), matched)]),
    ],
  };
}

function list(names: readonly string[] | '*'): string {
  return names === '*' ? '*' : names.join(', ');
}

/** The name of a place's variable: a path of plain words says itself, others get a mark of their own. */
export function variableOf(path: string): string {
  const name = path.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
  const bare = name.replaceAll(/^_|_$/g, '');
  if (path === '/') return 'CORS_ORIGIN';
  if (/^(?:\/[a-z0-9]+)+$/.test(path)) return `CORS_ORIGIN_${bare}`;
  let sum = 0;
  for (const char of path) sum = (Math.imul(sum, 31) + (char.codePointAt(0) ?? 0)) >>> 0;
  return `CORS_ORIGIN_${bare}_${sum.toString(36).toUpperCase()}`;
}
