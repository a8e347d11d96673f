import type { CorsPolicy } from '../../policy/index.js';
import { nobody, piece, unsayable } from '../support/code.js';
import {
  allowsAnyOrigin,
  arrayLiteral,
  namesLiteral,
  objectLiteral,
  originItem,
  originTest,
  prefixOf,
  stringLiteral,
} from '../support/js.js';
import type { CodeTarget, Emission, Place } from '../target.js';

const RELOAD = 'Restart the server, or deploy the worker again.';

/** Hono with its own middleware: https://hono.dev/docs/middleware/builtin/cors */
export const target: CodeTarget = {
  kind: 'code',
  id: 'hono',
  title: 'Hono',
  group: 'framework',
  language: 'ts',
  file: 'src/index.ts',
  emit,
};

function emit(policy: CorsPolicy, place: Place): Emission {
  const prefix = prefixOf(place);
  const reasons = [...unsayable(policy, { title: 'hono/cors' })];
  if (/[:*{}?]/.test(prefix))
    reasons.push(
      `Hono reads ":", "*", "{" and "?" in ${prefix} as its own notation and has no escape for them; the policy would be possible for a path without them.`,
    );
  if (reasons.length > 0) return { kind: 'cannot', reasons };
  if (policy.origins.length === 0)
    return nobody('in place of app.use(cors(…))', 'no cors() for this path', RELOAD);
  const mount = prefix === '' ? '' : `${stringLiteral(`${prefix}/*`)}, `;
  return {
    kind: 'change',
    changes: [
      piece('with the imports', "import { cors } from 'hono/cors';\n"),
      piece(
        'right after `const app = new Hono()`, before authentication, other middleware and routes',
        `app.use(${mount}cors(${options(policy)}));\n`,
      ),
    ],
    reload: RELOAD,
    notes: [
      'hono/cors answers every OPTIONS request at this path with 204, also one that is no preflight; the application does not see it.',
      ...(allowsAnyOrigin(policy)
        ? []
        : [
            'To an origin that is not listed it sends no Access-Control-Allow-Origin, and browsers refuse; its other Access-Control-* headers are sent to everybody and mean nothing without that one.',
          ]),
      'Middleware runs in the order in which it is added: a route that is defined above this line has no CORS headers.',
    ],
  };
}

/**
 * A list holds exact origins only; with patterns, a function decides. Without
 * `allowHeaders`, and with an empty list, it allows whatever is asked for: a
 * name that needs no permission stands in.
 */
function options(policy: CorsPolicy): string {
  const { requestHeaders, exposedHeaders } = policy;
  return objectLiteral([
    ['origin', originOption(policy)],
    ['allowMethods', namesLiteral(policy.methods)],
    ['allowHeaders', namesLiteral(requestHeaders.length === 0 ? ['accept'] : requestHeaders)],
    ['exposeHeaders', exposedHeaders.length === 0 ? null : namesLiteral(exposedHeaders)],
    ['credentials', policy.credentials ? 'true' : null],
    ['maxAge', policy.maxAge === null ? null : String(policy.maxAge)],
  ]);
}

function originOption(policy: CorsPolicy): string {
  if (allowsAnyOrigin(policy)) return "'*'";
  if (policy.origins.every(({ kind }) => kind !== 'subdomains'))
    return arrayLiteral(policy.origins.map(originItem));
  const test = originTest(policy, 'origin', '      ');
  return `(origin) => {
    const allowed =${test.includes('\n') ? `\n      ${test}` : ` ${test}`};
    return allowed ? origin : null;
  }`;
}
