import type { CorsPolicy } from '../../policy/index.js';
import {
  allowsAnyOrigin,
  listLiteral,
  namesLiteral,
  objectLiteral,
  originTest,
  pathTest,
} from '../support/js.js';

/**
 * The code between imports and application. Koa itself mounts nothing at a
 * path, so a test of it stands in front. Where pages may send OPTIONS, a second
 * middleware does what @koa/cors does not: it leaves an OPTIONS request that is
 * no preflight alone.
 * @param prefix without a slash at the end; empty for all
 */
export function koaMiddleware(policy: CorsPolicy, prefix: string): string {
  const pageSendsOptions = policy.methods === '*' || policy.methods.includes('OPTIONS');
  return [
    allowsAnyOrigin(policy) ? '' : allowedOrigin(policy),
    prefix === '' ? `app.use(cors(${options(policy)}));\n` : mounted(policy, prefix),
    pageSendsOptions ? plainOptions(policy, prefix) : '',
  ].join('');
}

function allowedOrigin(policy: CorsPolicy): string {
  const test = originTest(policy, 'origin', '    ');
  return `/** The origin itself where it is allowed, else nothing. */
const allowedOrigin = (origin = '') => {
  const allowed =${test.includes('\n') ? `\n    ${test}` : ` ${test}`};
  return allowed ? origin : '';
};

`;
}

function mounted(policy: CorsPolicy, prefix: string): string {
  return `const corsHere = cors(${options(policy)});
app.use((ctx, next) => {
  const { path } = ctx;
  return ${pathTest(prefix, 'path')} ? corsHere(ctx, next) : next();
});
`;
}

/**
 * A string as `origin` is sent to everybody and a list is unknown to it, so a
 * function decides. Without `allowHeaders`, and with an empty list, it allows
 * whatever is asked for: a name that needs no permission stands in. The number
 * 0 as `maxAge` is sent as nothing, the string is sent.
 * https://github.com/koajs/cors/blob/5.0.0/index.js
 */
function options(policy: CorsPolicy): string {
  const { requestHeaders, exposedHeaders, maxAge } = policy;
  return objectLiteral([
    ['origin', allowsAnyOrigin(policy) ? "'*'" : "(ctx) => allowedOrigin(ctx.get('Origin'))"],
    ['allowMethods', namesLiteral(policy.methods)],
    ['allowHeaders', namesLiteral(requestHeaders.length === 0 ? ['accept'] : requestHeaders)],
    ['exposeHeaders', exposedHeaders.length === 0 ? null : namesLiteral(exposedHeaders)],
    ['credentials', policy.credentials ? 'true' : null],
    ['maxAge', maxAge === null ? null : maxAge === 0 ? "'0'" : String(maxAge)],
    ['privateNetworkAccess', policy.privateNetwork ? 'true' : null],
  ]);
}

function plainOptions(policy: CorsPolicy, prefix: string): string {
  const any = allowsAnyOrigin(policy);
  const { credentials, exposedHeaders } = policy;
  const headers = objectLiteral(
    [
      ["'Access-Control-Allow-Origin'", any ? "'*'" : 'origin'],
      ["'Access-Control-Allow-Credentials'", credentials ? "'true'" : null],
      [
        "'Access-Control-Expose-Headers'",
        exposedHeaders.length === 0 ? null : listLiteral(exposedHeaders),
      ],
      ['Vary', "'Origin'"],
    ],
    '  ',
  );
  return `// An OPTIONS request that is no preflight: @koa/cors sends nothing in answer to it.
app.use((ctx, next) => {
  const isPreflight = ctx.get('Access-Control-Request-Method') !== '';
  if (ctx.method !== 'OPTIONS' || isPreflight) return next();
${prefix === '' ? '' : `  const { path } = ctx;\n  if (!(${pathTest(prefix, 'path')})) return next();\n`}${
    any
      ? ''
      : "  const origin = allowedOrigin(ctx.get('Origin'));\n  if (origin === '') return next();\n"
  }  const headers = ${headers};
  ctx.set(headers);
  return next().catch((error) => {
    error.headers = { ...error.headers, ...headers };
    throw error;
  });
});
`;
}
