import type { CorsPolicy } from '../../policy/index.js';
import { nobody, piece, unsayable } from '../support/code.js';
import { plainRoutePath, prefixOf, stringLiteral } from '../support/js.js';
import { corsNotes, corsOptions } from '../support/npm-cors.js';
import type { CodeTarget, Emission, Place } from '../target.js';

const RELOAD =
  'Restart the Node.js process; `npm install cors` first where package.json has no cors.';

/** Express with the package cors: https://expressjs.com/en/resources/middleware/cors.html */
export const target: CodeTarget = {
  kind: 'code',
  id: 'express',
  title: 'Express',
  group: 'framework',
  language: 'ts',
  file: 'server.ts',
  traces: { headers: [/^x-powered-by: Express$/] },
  emit,
};

function emit(policy: CorsPolicy, place: Place): Emission {
  const reasons = unsayable(policy, { title: 'The package cors' });
  if (reasons.length > 0) return { kind: 'cannot', reasons };
  if (policy.origins.length === 0)
    return nobody('in place of app.use(cors(…))', 'no cors() for this path', RELOAD);
  const prefix = prefixOf(place);
  const mount = prefix === '' ? '' : `${stringLiteral(plainRoutePath(prefix))}, `;
  return {
    kind: 'change',
    changes: [
      piece('with the imports', "import cors from 'cors';\n"),
      piece(
        'right after `const app = express()`, before sessions, authentication, static files and routers',
        `app.use(${mount}cors(${corsOptions(policy)}));\n`,
      ),
    ],
    reload: RELOAD,
    notes: [
      ...corsNotes(policy),
      'It has to be the only cors() that sees these requests: a second one, on a router or a route, overwrites what the first said.',
      'An error handler of your own must not call res.removeHeader() or res.set() for these headers; the one that Express brings keeps them.',
    ],
  };
}
