import { describe, expect, it } from 'vitest';
import { corsCheck, type HeaderList } from '../../src/protocol/index.js';
import { ending, page, PAGE, response, run, sent } from './support/run.js';

const ACAO = 'Access-Control-Allow-Origin';
const ACAC = 'Access-Control-Allow-Credentials';

type Row = readonly [what: string, headers: HeaderList, include: boolean, expected: string];

const TABLE: readonly Row[] = [
  ['the origin itself', [[ACAO, PAGE]], false, 'allowed'],
  ['the wildcard', [[ACAO, '*']], false, 'allowed'],
  ['a header name in another case', [['aCCESS-cONTROL-aLLOW-oRIGIN', PAGE]], false, 'allowed'],
  ['spaces and tabs around the value', [[ACAO, ` \t${PAGE}\t `]], false, 'allowed'],
  ['spaces around the wildcard', [[ACAO, ' * ']], false, 'allowed'],
  ['no header', [], false, 'allow-origin-missing'],
  ['an empty value', [[ACAO, '']], false, 'invalid-allow-origin-value'],
  ['another scheme', [[ACAO, 'http://app.example']], false, 'allow-origin-mismatch'],
  ['another port', [[ACAO, `${PAGE}:8443`]], false, 'allow-origin-mismatch'],
  ['the default port spelt out', [[ACAO, `${PAGE}:443`]], false, 'allow-origin-mismatch'],
  ['a subdomain', [[ACAO, 'https://www.app.example']], false, 'allow-origin-mismatch'],
  ['a trailing slash', [[ACAO, `${PAGE}/`]], false, 'allow-origin-mismatch'],
  ['upper case', [[ACAO, PAGE.toUpperCase()]], false, 'allow-origin-mismatch'],
  ['null for a page that has an origin', [[ACAO, 'null']], false, 'allow-origin-mismatch'],
  ['no scheme', [[ACAO, 'app.example']], false, 'invalid-allow-origin-value'],
  ['quotes', [[ACAO, `"${PAGE}"`]], false, 'invalid-allow-origin-value'],
  ['the wildcard twice in one value', [[ACAO, '**']], false, 'invalid-allow-origin-value'],
  [
    'a list with comma',
    [[ACAO, `${PAGE}, https://b.example`]],
    false,
    'multiple-allow-origin-values',
  ],
  [
    'a list with comma, no space',
    [[ACAO, `${PAGE},${PAGE}`]],
    false,
    'multiple-allow-origin-values',
  ],
  [
    'a list with spaces',
    [[ACAO, `${PAGE} https://b.example`]],
    false,
    'multiple-allow-origin-values',
  ],
  ['a wildcard in a list', [[ACAO, `*, ${PAGE}`]], false, 'multiple-allow-origin-values'],
  [
    'two lines that agree',
    [
      [ACAO, PAGE],
      [ACAO, PAGE],
    ],
    false,
    'multiple-allow-origin-values',
  ],
  [
    'two lines, wildcards',
    [
      [ACAO, '*'],
      [ACAO.toLowerCase(), '*'],
    ],
    false,
    'multiple-allow-origin-values',
  ],
  ['a wildcard in the host', [[ACAO, 'https://*.example']], false, 'allow-origin-mismatch'],

  [
    'origin and true',
    [
      [ACAO, PAGE],
      [ACAC, 'true'],
    ],
    true,
    'allowed',
  ],
  [
    'true with spaces around',
    [
      [ACAO, PAGE],
      [ACAC, ' true\t'],
    ],
    true,
    'allowed',
  ],
  [
    'wildcard and true',
    [
      [ACAO, '*'],
      [ACAC, 'true'],
    ],
    true,
    'wildcard-origin-with-credentials',
  ],
  ['no Allow-Credentials', [[ACAO, PAGE]], true, 'allow-credentials-not-true'],
  [
    'True',
    [
      [ACAO, PAGE],
      [ACAC, 'True'],
    ],
    true,
    'allow-credentials-not-true',
  ],
  [
    'TRUE',
    [
      [ACAO, PAGE],
      [ACAC, 'TRUE'],
    ],
    true,
    'allow-credentials-not-true',
  ],
  [
    'false',
    [
      [ACAO, PAGE],
      [ACAC, 'false'],
    ],
    true,
    'allow-credentials-not-true',
  ],
  [
    '1',
    [
      [ACAO, PAGE],
      [ACAC, '1'],
    ],
    true,
    'allow-credentials-not-true',
  ],
  [
    'empty',
    [
      [ACAO, PAGE],
      [ACAC, ''],
    ],
    true,
    'allow-credentials-not-true',
  ],
  [
    'true twice',
    [
      [ACAO, PAGE],
      [ACAC, 'true'],
      [ACAC, 'true'],
    ],
    true,
    'allow-credentials-not-true',
  ],
  [
    'true, true',
    [
      [ACAO, PAGE],
      [ACAC, 'true, true'],
    ],
    true,
    'allow-credentials-not-true',
  ],
  [
    'a wrong origin before a wrong true',
    [
      [ACAO, `${PAGE}/`],
      [ACAC, 'no'],
    ],
    true,
    'allow-origin-mismatch',
  ],
  [
    'False where it does not matter',
    [
      [ACAO, PAGE],
      [ACAC, 'False'],
    ],
    false,
    'allowed',
  ],
];

describe('the CORS check', () => {
  it.each(TABLE)('%s: %j, include %s → %s', (_what, headers, include, expected) => {
    const credentials = include ? 'include' : 'same-origin';
    expect(ending(run({ credentials }, response(headers)))).toBe(expected);
  });

  it('says which header was at fault, its value and what would have been right', () => {
    expect(
      corsCheck(
        [
          [ACAO, 'a'],
          [ACAO, 'b'],
        ],
        PAGE,
        false,
      )?.details,
    ).toEqual({
      header: 'access-control-allow-origin',
      value: 'a, b',
      expected: PAGE,
    });
    expect(corsCheck([[ACAO, PAGE]], PAGE, true)?.details).toEqual({
      header: 'access-control-allow-credentials',
      value: null,
      expected: 'true',
    });
  });

  it('is asked whatever the status is', () => {
    for (const status of [200, 204, 304, 404, 500]) {
      expect(ending(run({}, response([], status)))).toBe('allow-origin-missing');
      expect(run({}, response([[ACAO, '*']], status)).response?.status).toBe(status);
    }
  });

  it.each([
    ['null', 'allowed'],
    ['*', 'allowed'],
    ['Null', 'invalid-allow-origin-value'],
    [PAGE, 'allow-origin-mismatch'],
  ])('for an opaque origin: %s → %s', (value, expected) => {
    const outcome = run({}, response([[ACAO, value]]), page({ origin: 'null' }));
    expect(ending(outcome)).toBe(expected);
    expect(sent(outcome, 0, 'origin')).toBe('null');
  });
});
