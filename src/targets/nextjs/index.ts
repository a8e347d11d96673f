import type { CorsPolicy } from '../../policy/index.js';
import { nobody, piece, unsayable } from '../support/code.js';
import { allowsAnyOrigin, prefixOf } from '../support/js.js';
import type { CodeTarget, Emission, Place } from '../target.js';
import { proxyFile } from './proxy.js';

const RELOAD = 'Build and start again (`next build && next start`), or deploy.';

/** Next.js 16 and its proxy.ts: https://nextjs.org/docs/app/api-reference/file-conventions/proxy */
export const target: CodeTarget = {
  kind: 'code',
  id: 'nextjs',
  title: 'Next.js',
  group: 'framework',
  language: 'ts',
  file: 'proxy.ts',
  traces: {
    headers: [/^x-powered-by: Next\.js$/, /^x-nextjs-/, /^vary: .*next-router-state-tree/],
  },
  emit,
};

function emit(policy: CorsPolicy, place: Place): Emission {
  const reasons = unsayable(policy, { title: 'Next.js', privateNetwork: true });
  if (reasons.length > 0) return { kind: 'cannot', reasons };
  if (policy.origins.length === 0)
    return nobody(
      'in proxy.ts',
      'no Access-Control-* header in proxy.ts, in route handlers, or in headers() of next.config',
      RELOAD,
    );
  return {
    kind: 'change',
    changes: [
      piece(
        'as proxy.ts beside next.config (in src/ where app/ is there), or into the one that you have: a project has one',
        proxyFile(policy, prefixOf(place)),
      ),
    ],
    reload: RELOAD,
    notes: [
      'Access-Control-* headers in headers() of next.config and in route handlers have to go: this replaces them.',
      'Next.js redirects a path with a slash at its end, or with two in a row, before proxy.ts runs, and that answer has no CORS headers: browsers refuse it. Ask for the path without the slash; `skipTrailingSlashRedirect: true` in next.config lets the first kind through.',
      ...(allowsAnyOrigin(policy)
        ? []
        : [
            'Pages that Next.js renders, its 404 page among them, come without Vary: Origin: Next.js overwrites that header. Route handlers keep it.',
          ]),
      'Up to Next.js 15 the file is middleware.ts and the function `middleware`. With `basePath`, leave it out of the matcher.',
      'A preflight from an origin that is not allowed, and an OPTIONS request that is no preflight, go on to the application.',
    ],
  };
}
