import type { CorsPolicy } from '../../policy/index.js';
import { allowsAnyOrigin, arrayLiteral, namesLiteral, objectLiteral, originItem } from './js.js';

/**
 * A policy as options of the npm package cors 2.8, which Express applications
 * use directly and Nest uses inside: https://github.com/expressjs/cors#configuration-options
 *
 * Origins are always a list, because a single string is sent to everybody.
 * Empty lists are written out: without `methods` it names six methods, without
 * `allowedHeaders` it allows whatever is asked for.
 */
export function corsOptions(policy: CorsPolicy, indent = ''): string {
  const inner = `${indent}  `;
  return objectLiteral(
    [
      [
        'origin',
        allowsAnyOrigin(policy) ? "'*'" : arrayLiteral(policy.origins.map(originItem), inner),
      ],
      ['methods', namesLiteral(policy.methods, inner)],
      ['allowedHeaders', namesLiteral(policy.requestHeaders, inner)],
      [
        'exposedHeaders',
        policy.exposedHeaders.length === 0 ? null : namesLiteral(policy.exposedHeaders, inner),
      ],
      ['credentials', policy.credentials ? 'true' : null],
      ['maxAge', policy.maxAge === null ? null : String(policy.maxAge)],
    ],
    indent,
  );
}

/** What the package does besides, a sentence each. */
export function corsNotes(policy: CorsPolicy): readonly string[] {
  return [
    'cors answers every OPTIONS request at this path with 204, also one that is no preflight; the application does not see it.',
    ...(allowsAnyOrigin(policy)
      ? []
      : [
          'To an origin that is not listed it sends no Access-Control-Allow-Origin, and browsers refuse; its other Access-Control-* headers are sent to everybody and mean nothing without that one.',
        ]),
  ];
}
