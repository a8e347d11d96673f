import type { CorsPolicy } from '../../policy/index.js';
import { nobody, piece, unsayable } from '../support/code.js';
import { prefixOf } from '../support/js.js';
import type { CodeTarget, Emission, Place } from '../target.js';
import { corsFunction } from './function.js';

const RELOAD = 'Restart the Node.js process (`node --check server.js` first).';

/** A server of node:http without a framework: https://nodejs.org/api/http.html#event-request */
export const target: CodeTarget = {
  kind: 'code',
  id: 'node',
  title: 'Node.js',
  group: 'framework',
  language: 'js',
  file: 'server.js',
  emit,
};

function emit(policy: CorsPolicy, place: Place): Emission {
  const reasons = unsayable(policy, { title: 'node:http', privateNetwork: true });
  if (reasons.length > 0) return { kind: 'cannot', reasons };
  if (policy.origins.length === 0)
    return nobody(
      'where the request handler set Access-Control-* headers',
      'no Access-Control-* header for this path',
      RELOAD,
    );
  return {
    kind: 'change',
    changes: [
      piece('beside the request handler', corsFunction(policy, prefixOf(place))),
      piece(
        'as the first line of the request handler, before authentication and routes',
        'if (cors(request, response)) return;\n',
      ),
    ],
    reload: RELOAD,
    notes: [
      'It sets headers before the application runs: they are on errors, too, as long as nothing calls response.setHeader() or response.writeHead() with the same names; what else the answer varies by has to be appended (response.appendHeader()), or Vary: Origin is lost.',
      'A preflight from an origin that is not allowed, and an OPTIONS request that is no preflight, go on to the application.',
    ],
  };
}
