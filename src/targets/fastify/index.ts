import type { CorsPolicy } from '../../policy/index.js';
import { nobody, piece, unsayable } from '../support/code.js';
import {
  allowsAnyOrigin,
  arrayLiteral,
  namesLiteral,
  objectLiteral,
  originItem,
  pathTest,
  prefixOf,
} from '../support/js.js';
import type { CodeTarget, Emission, Place } from '../target.js';

const RELOAD =
  'Restart the Node.js process; `npm install @fastify/cors` first where package.json has none.';

/** Fastify with @fastify/cors: https://github.com/fastify/fastify-cors#options */
export const target: CodeTarget = {
  kind: 'code',
  id: 'fastify',
  title: 'Fastify',
  group: 'framework',
  language: 'ts',
  file: 'server.ts',
  traces: { body: [/^\{"message":"Route [A-Z]+:.* not found"/, /^Invalid Preflight Request$/] },
  emit,
};

function emit(policy: CorsPolicy, place: Place): Emission {
  const reasons = unsayable(policy, { title: '@fastify/cors' });
  if (reasons.length > 0) return { kind: 'cannot', reasons };
  if (policy.origins.length === 0)
    return nobody('in place of app.register(cors, …)', 'no @fastify/cors for this path', RELOAD);
  return {
    kind: 'change',
    changes: [
      piece('with the imports', "import cors from '@fastify/cors';\n"),
      piece(
        'right after `const app = Fastify()`, before other plugins, hooks and routes',
        register(policy, prefixOf(place)),
      ),
    ],
    reload: RELOAD,
    notes: [
      'Hooks run in the order in which they are added: what refuses requests without a token has to be added after this, or it refuses the preflight.',
      'An OPTIONS request at this path that is no preflight is answered 400 ("Invalid Preflight Request"); `strictPreflight: false` makes that 204.',
      ...(allowsAnyOrigin(policy)
        ? []
        : [
            'To an origin that is not listed it sends no Access-Control-Allow-Origin, and browsers refuse; its other Access-Control-* headers are sent to everybody and mean nothing without that one.',
          ]),
    ],
  };
}

/** The plugin at the root, so that its hook runs for routes that do not exist, too; elsewhere it is told to do nothing. */
function register(policy: CorsPolicy, prefix: string): string {
  if (prefix === '') return `await app.register(cors, ${options(policy, '')});\n`;
  return `await app.register(cors, {
  delegator: (request, callback) => {
    const [path = ''] = request.url.split('?');
    const here = ${pathTest(prefix, 'path')};
    callback(null, here ? ${options(policy, '    ')} : { origin: false });
  },
});
`;
}

/**
 * The plugin sends an empty header for an empty list, and its own default or
 * whatever is asked for without one: where nothing is allowed, names that need
 * no permission stand in.
 */
function options(policy: CorsPolicy, indent: string): string {
  const inner = `${indent}  `;
  const { methods, requestHeaders, exposedHeaders } = policy;
  return objectLiteral(
    [
      [
        'origin',
        allowsAnyOrigin(policy) ? "'*'" : arrayLiteral(policy.origins.map(originItem), inner),
      ],
      ['methods', namesLiteral(methods.length === 0 ? ['GET'] : methods, inner)],
      [
        'allowedHeaders',
        namesLiteral(requestHeaders.length === 0 ? ['accept'] : requestHeaders, inner),
      ],
      ['exposedHeaders', exposedHeaders.length === 0 ? null : namesLiteral(exposedHeaders, inner)],
      ['credentials', policy.credentials ? 'true' : null],
      ['maxAge', policy.maxAge === null ? null : String(policy.maxAge)],
    ],
    indent,
  );
}
