import * as fc from 'fast-check';

/** A call that a page makes with fetch(), to be copied out of a browser. */
export interface MadeCall {
  readonly id: string;
  readonly method: string;
  /** Path and query at the API. */
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly credentials: 'omit' | 'include';
  readonly body: string | null;
}

const call = (id: string, more: Partial<MadeCall> = {}): MadeCall => ({
  id,
  method: 'GET',
  path: '/orders',
  headers: [],
  credentials: 'omit',
  body: null,
  ...more,
});

/** What shells and their quoting are known to stumble over. */
const AWKWARD = [
  `it's "quoted" and \\ back\\\\slashed\\"`,
  '%PATH% !important! ^caret^ & | < > ( ) ; $HOME ${x} `date` # ~ * ? [a] {b}',
  'two\nlines\r\nthree\n\nfive\ttab',
  'grüße € 😀 \u2028',
  '@file',
  '\u0001\u001b[31m',
];

const HAND_PICKED: readonly MadeCall[] = [
  call('get'),
  call('get-with-cookies', { credentials: 'include' }),
  call('query', { path: "/orders?q=a%20b&list[]=1&x='y'&empty=&%7Bid%7D" }),
  call('delete', { method: 'DELETE', path: '/orders/7' }),
  call('patch', { method: 'PATCH', body: '{}', headers: [['content-type', 'application/json']] }),
  call('head', { method: 'HEAD', headers: [['x-a', '1']] }),
  call('json', {
    method: 'PUT',
    credentials: 'include',
    headers: [
      ['Content-Type', 'application/json'],
      ['Authorization', 'Bearer abc.def'],
      ['X-Request-Id', `it's "5" %PATH% ^ ! $x`],
    ],
    body: JSON.stringify({ text: AWKWARD[0], list: [1, null, true] }, null, 2),
  }),
  call('text', { method: 'POST', body: 'plain text' }),
  call('form', {
    method: 'POST',
    headers: [['content-type', 'application/x-www-form-urlencoded']],
    body: 'a=1&b=x%20y&c=%26',
  }),
  call('of-the-page', {
    headers: [
      ['accept', 'application/json'],
      ['accept-language', 'tlh'],
      ['x-empty', ''],
    ],
  }),
  ...AWKWARD.map((body, index) =>
    call(`awkward-${index}`, {
      method: 'POST',
      headers: [['content-type', 'application/octet-stream']],
      body,
    }),
  ),
];

/** Header values that fetch() takes, with all of ASCII that shells may touch. */
const value = fc
  .string({ unit: 'grapheme-ascii', maxLength: 25 })
  .map((text) => text.trim())
  .filter((text) => text !== '');

const odd: fc.Arbitrary<Pick<MadeCall, 'headers' | 'body'>> = fc.record({
  headers: fc.tuple(fc.constant('x-odd'), value).map((pair) => [pair]),
  body: fc
    .string({ unit: fc.constantFrom(...'\'"\\%!^$`&|\n\r\t ab1@{}<>é€\u{1F600}'), maxLength: 30 })
    .filter((text) => text !== ''),
});

/** All calls; those that nobody thought of are the same in each run. */
export const CALLS: readonly MadeCall[] = [
  ...HAND_PICKED,
  ...fc
    .sample(odd, { numRuns: 20, seed: 6 })
    .map((parts, index) => call(`odd-${index}`, { method: 'PUT', ...parts })),
];

/** Calls that a browser refuses or that fail: made last, for the HAR files only. */
export const FAILING_CALLS: readonly MadeCall[] = [
  call('refused', { path: '/refused/orders' }),
  call('refused-preflight', { method: 'PUT', path: '/refused/orders', body: 'x' }),
  call('moved', { path: '/moved' }),
  call('broken', { path: '/broken' }),
];
