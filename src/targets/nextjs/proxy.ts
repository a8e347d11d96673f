import type { CorsPolicy } from '../../policy/index.js';
import {
  allowsAnyOrigin,
  listLiteral,
  originTest,
  returned,
  plainRoutePath,
  stringLiteral,
} from '../support/js.js';

/**
 * The text of a proxy.ts that says a policy.
 * @param prefix of the paths that it is for, without a slash at the end; empty for all
 */
export function proxyFile(policy: CorsPolicy, prefix: string): string {
  const any = allowsAnyOrigin(policy);
  const { credentials } = policy;
  const answered = any ? 'isPreflight' : 'isAllowed && isPreflight';
  const body = [
    ...(any
      ? []
      : [
          "const origin = request.headers.get('origin');",
          'const isAllowed = origin !== null && isAllowedOrigin(origin);',
        ]),
    'const isPreflight =',
    "  request.method === 'OPTIONS' && request.headers.has('access-control-request-method');",
    'const response =',
    `  ${answered} ? new NextResponse(null, { status: 204 }) : NextResponse.next();`,
    ...(any
      ? []
      : ["response.headers.append('Vary', 'Origin');", 'if (!isAllowed) return response;']),
    set('Allow-Origin', any ? "'*'" : 'origin'),
    ...(credentials ? [set('Allow-Credentials', "'true'")] : []),
    ...byKind(policy),
    'return response;',
  ];
  return `import { NextResponse, type NextRequest } from 'next/server';

${any ? '' : allowedOrigin(policy)}export function proxy(request: NextRequest) {
${body.map((line) => `  ${line}\n`).join('')}}
${prefix === '' ? '' : `\nexport const config = { matcher: ${stringLiteral(`${plainRoutePath(prefix)}/:path*`)} };\n`}`;
}

function set(name: string, value: string): string {
  return `response.headers.set('Access-Control-${name}', ${value});`;
}

/** What only answers to preflights, or only the others, carry. */
function byKind(policy: CorsPolicy): string[] {
  const { methods, requestHeaders, exposedHeaders, maxAge, privateNetwork } = policy;
  const preflight = [
    ...(methods.length === 0 ? [] : [set('Allow-Methods', listLiteral(methods))]),
    ...(requestHeaders.length === 0 ? [] : [set('Allow-Headers', listLiteral(requestHeaders))]),
    ...(maxAge === null ? [] : [set('Max-Age', `'${maxAge}'`)]),
    ...(privateNetwork
      ? [
          "if (request.headers.get('access-control-request-private-network') === 'true')",
          `  ${set('Allow-Private-Network', "'true'")}`,
        ]
      : []),
  ];
  const exposed =
    exposedHeaders.length === 0 ? [] : [set('Expose-Headers', listLiteral(exposedHeaders))];
  return [
    ...(preflight.length === 0
      ? []
      : ['if (isPreflight) {', ...preflight.map((line) => `  ${line}`), '}']),
    ...exposed.map((line) => `if (!isPreflight) ${line}`),
  ];
}

function allowedOrigin(policy: CorsPolicy): string {
  return `function isAllowedOrigin(origin: string) {
  ${returned(originTest(policy, 'origin', '    '))}
}

`;
}
