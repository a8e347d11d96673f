import type { CorsPolicy } from '../../policy/index.js';
import { allowsAnyOrigin, listLiteral, originTest, returned, pathTest } from '../support/js.js';

/**
 * The function `cors(request, response)` in plain JavaScript: it sets the
 * headers of a policy, answers preflights, and returns whether it has answered.
 * @param prefix of the paths that it is for, without a slash at the end; empty for all
 */
export function corsFunction(policy: CorsPolicy, prefix: string): string {
  const any = allowsAnyOrigin(policy);
  const body = [
    ...(prefix === ''
      ? []
      : [
          "const [path = ''] = (request.url ?? '').split('?');",
          `if (!(${pathTest(prefix, 'path')})) return false;`,
        ]),
    ...(any
      ? ["response.setHeader('Access-Control-Allow-Origin', '*');"]
      : [
          "response.setHeader('Vary', 'Origin');",
          'const { origin } = request.headers;',
          'if (origin === undefined || !isAllowedOrigin(origin)) return false;',
          "response.setHeader('Access-Control-Allow-Origin', origin);",
        ]),
    ...(policy.credentials
      ? ["response.setHeader('Access-Control-Allow-Credentials', 'true');"]
      : []),
    'const isPreflight =',
    "  request.method === 'OPTIONS' && 'access-control-request-method' in request.headers;",
    ...(policy.exposedHeaders.length === 0
      ? ['if (!isPreflight) return false;']
      : [
          'if (!isPreflight) {',
          `  response.setHeader('Access-Control-Expose-Headers', ${listLiteral(policy.exposedHeaders)});`,
          '  return false;',
          '}',
        ]),
    ...preflight(policy),
    'response.writeHead(204).end();',
    'return true;',
  ];
  return `${any ? '' : allowedOrigin(policy)}/**
 * Sets the CORS headers. Returns true where it has answered: the request was a preflight.
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
function cors(request, response) {
${body.map((line) => `  ${line}\n`).join('')}}
`;
}

function allowedOrigin(policy: CorsPolicy): string {
  return `/** @param {string} origin */
function isAllowedOrigin(origin) {
  ${returned(originTest(policy, 'origin', '    '))}
}

`;
}

function preflight({ methods, requestHeaders, maxAge, privateNetwork }: CorsPolicy): string[] {
  const set = (name: string, value: string): string => `response.setHeader('${name}', ${value});`;
  return [
    ...(methods.length === 0 ? [] : [set('Access-Control-Allow-Methods', listLiteral(methods))]),
    ...(requestHeaders.length === 0
      ? []
      : [set('Access-Control-Allow-Headers', listLiteral(requestHeaders))]),
    ...(maxAge === null ? [] : [set('Access-Control-Max-Age', `'${maxAge}'`)]),
    ...(privateNetwork
      ? [
          "if (request.headers['access-control-request-private-network'] === 'true')",
          `  ${set('Access-Control-Allow-Private-Network', "'true'")}`,
        ]
      : []),
  ];
}
