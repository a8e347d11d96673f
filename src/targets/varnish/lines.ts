import type { CorsPolicy } from '../../policy/index.js';
import { parseUrl } from '../../protocol/index.js';
import { escapeRegex, originRegex, type NamedOrigin } from '../support/origin-regex.js';
import type { Place } from '../target.js';
import { keyOf, ORIGIN, PLACE, REQUEST_SUB, RESPONSE_SUB } from './own.js';

/** The part for one place that finds out what a request is. */
export function requestLines({ origins }: CorsPolicy, place: Place): readonly string[] {
  const host = parseUrl(place.origin)?.hostname ?? '';
  const path = place.path === '/' ? '^/' : `^${escapeRegex(place.path.replace(/\/$/, ''))}([/?]|$)`;
  const at = `req.http.Host ~ "(?i)^${escapeRegex(host)}(:[0-9]+)?$" && req.url ~ "${path}"`;
  const any = origins.some(({ kind }) => kind === 'any');
  const patterns = origins
    .filter((each): each is NamedOrigin => each.kind !== 'any')
    .map(originRegex);
  const kept = any
    ? [`    set req.http.${ORIGIN} = "*";`]
    : patterns.length === 0
      ? []
      : [
          `    if (req.http.Origin ~ "^(${patterns.join('|')})$") {`,
          `        set req.http.${ORIGIN} = req.http.Origin;`,
          '    }',
        ];
  return [
    `if (!req.http.${PLACE} && ${at}) {`,
    `    set req.http.${PLACE} = "${keyOf(place)}";`,
    ...kept,
    '}',
  ];
}

/** The part for one place that says what its policy allows besides the origin. */
export function responseLines(policy: CorsPolicy, place: Place): readonly string[] {
  const set = (name: string, value: string): string =>
    `set resp.http.Access-Control-${name} = "${value}";`;
  const names = (list: readonly string[] | '*'): string => (list === '*' ? '*' : list.join(', '));
  const preflight = [
    ...(policy.methods.length > 0 ? [set('Allow-Methods', names(policy.methods))] : []),
    ...(policy.requestHeaders.length > 0
      ? [set('Allow-Headers', names(policy.requestHeaders))]
      : []),
    ...(policy.maxAge === null ? [] : [set('Max-Age', String(policy.maxAge))]),
    ...(policy.privateNetwork
      ? [
          'if (req.http.Access-Control-Request-Private-Network == "true") {',
          `    ${set('Allow-Private-Network', 'true')}`,
          '}',
        ]
      : []),
  ];
  const plain =
    policy.exposedHeaders.length > 0 ? [set('Expose-Headers', names(policy.exposedHeaders))] : [];
  const always = policy.credentials ? [set('Allow-Credentials', 'true')] : [];
  const indented = (lines: readonly string[]): readonly string[] =>
    lines.map((line) => `    ${line}`);
  const both =
    preflight.length === 0
      ? plain.length === 0
        ? []
        : [`if (!(${IS_PREFLIGHT})) {`, ...indented(plain), '}']
      : [
          `if (${IS_PREFLIGHT}) {`,
          ...indented(preflight),
          ...(plain.length === 0 ? [] : ['} else {', ...indented(plain)]),
          '}',
        ];
  const inner = [...always, ...both];
  if (inner.length === 0) return [];
  return [
    `if (req.http.${PLACE} == "${keyOf(place)}" && req.http.${ORIGIN}) {`,
    ...indented(inner),
    '}',
  ];
}

const IS_PREFLIGHT = 'req.method == "OPTIONS" && req.http.Access-Control-Request-Method';

const CORS_HEADERS = [
  'Allow-Origin',
  'Allow-Credentials',
  'Expose-Headers',
  'Allow-Methods',
  'Allow-Headers',
  'Max-Age',
  'Allow-Private-Network',
];

/** What stands before all of the user's subroutines, around the parts for places. */
export function frame(
  requests: readonly string[],
  responses: readonly string[],
): readonly string[] {
  return [
    `# CORS: ${PLACE} is the place that a request is for, ${ORIGIN} the page that may read.`,
    'sub vcl_recv {',
    `    call ${REQUEST_SUB};`,
    '}',
    '',
    `sub ${REQUEST_SUB} {`,
    `    unset req.http.${PLACE};`,
    `    unset req.http.${ORIGIN};`,
    ...requests.map((line) => `    ${line}`),
    `    if (req.http.${ORIGIN} && req.http.Origin && ${IS_PREFLIGHT}) {`,
    '        return (synth(204));',
    '    }',
    '}',
    '',
    ...['vcl_backend_fetch', 'vcl_pipe'].flatMap((name) => [
      `sub ${name} {`,
      `    unset bereq.http.${PLACE};`,
      `    unset bereq.http.${ORIGIN};`,
      '}',
      '',
    ]),
    `sub ${RESPONSE_SUB} {`,
    `    if (req.http.${PLACE}) {`,
    ...CORS_HEADERS.map((name) => `        unset resp.http.Access-Control-${name};`),
    `        if (req.http.${ORIGIN} != "*" && resp.http.Vary !~ "(?i)(^|,)\\s*(origin|\\*)\\s*(,|$)") {`,
    '            set resp.http.Vary = regsub(resp.http.Vary + ", Origin", "^, ", "");',
    '        }',
    `        if (req.http.${ORIGIN}) {`,
    `            set resp.http.Access-Control-Allow-Origin = req.http.${ORIGIN};`,
    '        }',
    '    }',
    ...responses.map((line) => `    ${line}`),
    '}',
  ];
}

/** What stands behind all of the user's subroutines. */
export const TAIL: readonly string[] = [
  'sub vcl_recv {',
  `    if (req.http.${PLACE} && req.method !~ "^(GET|HEAD|PUT|POST|TRACE|OPTIONS|DELETE|PATCH)$") {`,
  '        # Varnish would pipe other methods, and touch no header of the answer.',
  '        return (pass);',
  '    }',
  '}',
  '',
  'sub vcl_deliver {',
  `    call ${RESPONSE_SUB};`,
  '}',
  '',
  'sub vcl_synth {',
  `    call ${RESPONSE_SUB};`,
  `    if (req.http.${ORIGIN} && ${IS_PREFLIGHT}) {`,
  '        return (deliver);',
  '    }',
  '}',
];
