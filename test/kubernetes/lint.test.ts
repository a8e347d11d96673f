import { describe, expect, it } from 'vitest';
import { lintObjects } from '../../src/kubernetes/index.js';
import { subject, type Given } from './objects.js';

const cors = { 'enable-cors': 'true', 'cors-allow-origin': 'https://app.test' };

function rules(...objects: readonly Given[]): readonly (readonly [string, string])[] {
  return [...lintObjects(subject(...objects))].flatMap(([{ name }, problems]) =>
    problems.map(({ rule }) => [name, rule] as const),
  );
}

/** Each rule: objects that trigger it, where, and a near miss that does not. */
const CASES: readonly (readonly [
  rule: string,
  at: string,
  trigger: readonly Given[],
  miss: readonly Given[],
])[] = [
  [
    'cors-missing-on-siblings',
    'b',
    [
      { name: 'a', annotations: cors, paths: ['/a'] },
      { name: 'b', paths: ['/b'] },
    ],
    [
      { name: 'a', annotations: cors, paths: ['/a'] },
      { name: 'b', paths: ['/b'], host: 'b.test' },
    ],
  ],
  [
    'path-of-another-object',
    'b',
    [
      { name: 'a', annotations: cors, paths: ['/a'] },
      { name: 'b', annotations: cors, paths: ['/a'] },
    ],
    [
      { name: 'a', annotations: cors, paths: ['/a'] },
      { name: 'b', annotations: cors, paths: ['/a/b'] },
    ],
  ],
  [
    'cors-of-a-canary',
    'c',
    [
      { name: 'a', annotations: cors },
      { name: 'c', annotations: { ...cors, canary: 'true' } },
    ],
    [
      { name: 'a', annotations: cors },
      { name: 'c', annotations: { canary: 'true' } },
    ],
  ],
  [
    'paths-become-patterns',
    'b',
    [
      { name: 'a', annotations: { ...cors, 'use-regex': 'true' }, paths: ['/a'] },
      { name: 'b', annotations: cors, paths: ['/b'] },
    ],
    [
      // Of its own path it is no rewrite; a host without "/" gets one, for which it is.
      { name: 'a', annotations: { ...cors, 'rewrite-target': '/' }, paths: ['/'] },
      { name: 'b', annotations: cors, paths: ['/b'] },
    ],
  ],
  [
    'path-pattern-not-valid',
    'a',
    [{ name: 'a', annotations: { ...cors, 'use-regex': 'true' }, paths: ['/v(1'] }],
    [{ name: 'a', annotations: { ...cors, 'use-regex': 'true' }, paths: ['/v1'] }],
  ],
  [
    'path-pattern-not-valid',
    'a',
    // Of the type Prefix.
    [{ name: 'a', annotations: { ...cors, 'use-regex': 'true' }, paths: ['/v[12]/.*'] }],
    [{ name: 'a', annotations: cors, paths: ['/v[12]/.*'] }],
  ],
  [
    'preflight-without-certificate',
    'a',
    [{ name: 'a', annotations: { ...cors, 'auth-tls-secret': 'n/s' } }],
    [
      {
        name: 'a',
        annotations: { ...cors, 'auth-tls-secret': 'n/s', 'auth-tls-verify-client': 'optional' },
      },
    ],
  ],
  [
    'custom-errors-lose-cors',
    'a',
    [{ name: 'a', annotations: { ...cors, 'custom-http-errors': '404' } }],
    [{ name: 'a', annotations: { 'custom-http-errors': '404' } }],
  ],
  [
    'snippet-if-drops-cors',
    'a',
    [{ name: 'a', annotations: { ...cors, 'configuration-snippet': 'if ($arg_x) { set $x 1; }' } }],
    [{ name: 'a', annotations: { ...cors, 'configuration-snippet': 'set $x 1;' } }],
  ],
  [
    'www-redirect-breaks-preflights',
    'a',
    [{ name: 'a', annotations: { ...cors, 'from-to-www-redirect': 'true' } }],
    [{ name: 'a', annotations: { ...cors, 'from-to-www-redirect': 'false' } }],
  ],
  [
    'tls-host-missing',
    'a',
    [{ name: 'a', annotations: cors, tls: false }],
    [{ name: 'a', annotations: { ...cors, 'cors-allow-origin': 'http://app.test' }, tls: false }],
  ],
];

describe('rules over all objects', () => {
  it.each(CASES)('%s', (rule, at, trigger, miss) => {
    expect(rules(...trigger)).toContainEqual([at, rule]);
    expect(rules(...miss).filter(([, each]) => each === rule)).toEqual([]);
  });

  it('finds nothing in objects that are right', () => {
    expect(
      rules(
        { name: 'a', annotations: cors, paths: ['/a'] },
        { name: 'b', annotations: cors, paths: ['/b'] },
      ),
    ).toEqual([]);
  });
});
