import { writeAllowedOrigin, type CorsPolicy } from '../../policy/index.js';
import {
  emitCode,
  exposedList,
  headersToList,
  libraryReasons,
  pathPrefix,
} from '../support/library.js';
import { originRegex } from '../support/origin-regex.js';
import type { CodeTarget, Place } from '../target.js';

/** Laravel: config/cors.php, read by HandleCors. https://github.com/fruitcake/php-cors */
export const target: CodeTarget = {
  kind: 'code',
  id: 'laravel',
  title: 'Laravel',
  group: 'framework',
  language: 'php',
  file: 'config/cors.php',
  traces: { headers: [/^set-cookie: laravel_session=/] },
  emit: (policy, place) =>
    emitCode(
      libraryReasons(policy, {
        name: 'Laravel’s HandleCors',
        listsMethods: true,
        upperCaseMethods: true,
        repeatsHeaders: true,
      }),
      () => ({
        where: 'config/cors.php, all of it (without the file: `php artisan config:publish cors`)',
        lines: code(policy, place),
        reload:
          'Run `php artisan config:clear` (or `config:cache` where the configuration is cached).',
        notes: NOTES,
      }),
    ),
};

const NOTES = [
  'HandleCors is global middleware and answers preflights before authentication; take out CORS headers that routes or middleware of your own set.',
  'Old applications name it in app/Http/Kernel.php: it has to be among $middleware, not in a group of routes.',
];

function code(policy: CorsPolicy, place: Place): string[] {
  const prefix = pathPrefix(place).slice(1);
  const nobody = policy.origins.length === 0;
  const paths = nobody ? [] : prefix === '' ? ['*'] : [prefix, `${prefix}/*`];
  const methods = policy.methods === '*' || policy.methods.length === 0 ? ['GET'] : policy.methods;
  return [
    '<?php',
    '',
    'return [',
    entry('paths', paths),
    entry('allowed_methods', methods),
    ...originLines(policy),
    entry('allowed_headers', headersToList(policy)),
    entry('exposed_headers', exposedList(policy)),
    `    'max_age' => ${policy.maxAge ?? 'null'},`,
    `    'supports_credentials' => ${policy.credentials},`,
    '];',
  ];
}

/** A single origin without a pattern would be sent to everyone and without Vary (CorsService::configureAllowedOrigin). */
function originLines({ origins }: CorsPolicy): string[] {
  const alone = origins.length === 1;
  const asPattern = origins.flatMap((each) =>
    each.kind === 'subdomains' || (alone && each.kind !== 'any') ? [each] : [],
  );
  const asText = origins.filter(
    (each) => each.kind !== 'subdomains' && !(alone && each.kind !== 'any'),
  );
  const why =
    alone && asPattern.some(({ kind }) => kind !== 'subdomains')
      ? [
          '    // As a pattern: a single origin in allowed_origins is sent to everyone, without Vary.',
        ]
      : [];
  return [
    entry('allowed_origins', asText.map(writeAllowedOrigin)),
    ...why,
    "    'allowed_origins_patterns' => [",
    ...asPattern.flatMap((each) => [
      `        // ${writeAllowedOrigin(each)}`,
      `        '#^${originRegex(each)}\\z#',`,
    ]),
    '    ],',
  ];
}

function entry(name: string, texts: readonly string[]): string {
  return `    '${name}' => [${texts.map((text) => `'${text.replace(/['\\]/g, '\\$&')}'`).join(', ')}],`;
}
