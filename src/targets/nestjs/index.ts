import type { CorsPolicy } from '../../policy/index.js';
import { nobody, piece, unsayable } from '../support/code.js';
import { pathTest, prefixOf } from '../support/js.js';
import { corsNotes, corsOptions } from '../support/npm-cors.js';
import type { CodeTarget, Emission, Place } from '../target.js';

const RELOAD = 'Restart the application (`npm run start`).';

/** Nest on its Express platform: https://docs.nestjs.com/security/cors */
export const target: CodeTarget = {
  kind: 'code',
  id: 'nestjs',
  title: 'NestJS',
  group: 'framework',
  language: 'ts',
  file: 'src/main.ts',
  traces: { body: [/^\{"message":"Cannot [A-Z]+ \/[^"]*","error":"Not Found","statusCode":404\}/] },
  emit,
};

function emit(policy: CorsPolicy, place: Place): Emission {
  const reasons = unsayable(policy, { title: 'Nest' });
  if (reasons.length > 0) return { kind: 'cannot', reasons };
  if (policy.origins.length === 0)
    return nobody(
      'in place of app.enableCors(…)',
      'no enableCors(), and no `cors` in NestFactory.create()',
      RELOAD,
    );
  return {
    kind: 'change',
    changes: [
      piece(
        'in bootstrap(), right after NestFactory.create() and before any app.use()',
        enableCors(policy, prefixOf(place)),
      ),
    ],
    reload: RELOAD,
    notes: [
      ...corsNotes(policy),
      'This is for the Express platform, which Nest takes by default; with FastifyAdapter, enableCors() hands its options to @fastify/cors, which has defaults of its own.',
      'It has to be the only set-up: with `cors` in NestFactory.create() as well, there are two layers. Gateways (@WebSocketGateway) have a `cors` of their own.',
    ],
  };
}

/** enableCors() holds for the whole application: a function gives it the options of one path. */
function enableCors(policy: CorsPolicy, prefix: string): string {
  if (prefix === '') return `app.enableCors(${corsOptions(policy)});\n`;
  return `app.enableCors((request: { url: string }, callback: (error: null, options: object) => void) => {
  const [path = ''] = request.url.split('?');
  const here = ${pathTest(prefix, 'path')};
  callback(null, here ? ${corsOptions(policy, '  ')} : { origin: false });
});
`;
}
