import type { CorsPolicy } from '../../policy/index.js';
import { nobody, piece, unsayable } from '../support/code.js';
import { prefixOf } from '../support/js.js';
import type { CodeTarget, Emission, Place } from '../target.js';
import { koaMiddleware } from './middleware.js';

const RELOAD =
  'Restart the Node.js process; `npm install @koa/cors` first where package.json has none.';

/** Koa with @koa/cors: https://github.com/koajs/cors#corsoptions */
export const target: CodeTarget = {
  kind: 'code',
  id: 'koa',
  title: 'Koa',
  group: 'framework',
  language: 'ts',
  file: 'server.ts',
  emit,
};

function emit(policy: CorsPolicy, place: Place): Emission {
  const reasons = unsayable(policy, { title: '@koa/cors', privateNetwork: true });
  if (reasons.length > 0) return { kind: 'cannot', reasons };
  if (policy.origins.length === 0)
    return nobody('in place of app.use(cors(…))', 'no @koa/cors for this path', RELOAD);
  return {
    kind: 'change',
    changes: [
      piece('with the imports', "import cors from '@koa/cors';\n"),
      piece(
        'right after `const app = new Koa()`, before sessions, authentication and routers',
        koaMiddleware(policy, prefixOf(place)),
      ),
    ],
    reload: RELOAD,
    notes: [
      'A preflight from an origin that is not allowed, and an OPTIONS request that is no preflight, go on to the application.',
      'Koa drops all headers when it answers an error that was thrown; @koa/cors puts its own back (`keepHeadersOnError`, on by default), but only for errors that pass through it: it has to be in front of what throws.',
    ],
  };
}
