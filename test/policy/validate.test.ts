import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicSuffix } from '../../src/cookies/registrable-domain.js';
import {
  corsPolicy,
  readAllowedOrigin,
  readPolicy,
  validatePolicy,
  type AllowedOrigin,
  type CorsPolicy,
  type PolicyContext,
} from '../../src/policy/index.js';
import { policyFaultText, policyWords } from '../../src/reporters/wording/policy.js';

const CONTEXT: PolicyContext = { apiScheme: 'https', publicSuffix: isPublicSuffix };

function origins(...texts: string[]): AllowedOrigin[] {
  return texts.map((text) => {
    const { value } = readAllowedOrigin(text);
    if (value === null) throw new Error(text);
    return value;
  });
}

const APP = origins('https://app.example.com');

function codes(policy: Partial<CorsPolicy>, context = CONTEXT): string[] {
  const whole = corsPolicy({ origins: APP, methods: ['GET'], ...policy });
  return validatePolicy(whole, context).map(({ code, severity }) => `${severity} ${code}`);
}

/** What triggers a code, and what is next to it and does not. */
const CASES: readonly [string, Partial<CorsPolicy>, Partial<CorsPolicy>][] = [
  ['warning no-origins', { origins: [] }, {}],
  [
    'error any-origin-with-credentials',
    { origins: origins('*'), credentials: true },
    { origins: origins('*') },
  ],
  [
    'warning any-origin-with-others',
    { origins: origins('*', 'https://a.example') },
    { origins: origins('*') },
  ],
  ['warning opaque-origin', { origins: origins('null') }, { origins: origins('https://null') }],
  [
    'error opaque-origin-with-credentials',
    { origins: origins('null'), credentials: true },
    { origins: origins('null') },
  ],
  [
    'error wildcard-below-public-suffix',
    { origins: origins('https://*.github.io') },
    { origins: origins('https://*.me.github.io', 'https://me.github.io', 'https://*.internal') },
  ],
  [
    'error wildcard-below-public-suffix',
    { origins: origins('https://**.co.uk') },
    { origins: origins('https://**.example.co.uk') },
  ],
  [
    'warning http-origin-with-credentials',
    { origins: origins('http://app.example.com'), credentials: true },
    { origins: origins('http://localhost:3000', 'https://app.example.com'), credentials: true },
  ],
  [
    'warning http-origin-with-credentials',
    { origins: origins('http://*.example.com'), credentials: true },
    { origins: origins('http://*.example.com') },
  ],
  [
    'note localhost-origin',
    { origins: origins('http://localhost:3000') },
    { origins: origins('http://localhost.example.com', 'capacitor://localhost') },
  ],
  ['note localhost-origin', { origins: origins('http://[::1]:3000') }, {}],
  ['note no-methods', { methods: [] }, { methods: ['PUT'] }],
  ['error literal-wildcard-methods', { methods: '*', credentials: true }, { methods: '*' }],
  [
    'error literal-wildcard-methods',
    { methods: ['GET', '*'], credentials: true },
    { methods: ['GET', '*'] },
  ],
  ['error invalid-method', { methods: ['PUT;'] }, { methods: ['M-SEARCH'] }],
  ['warning forbidden-method', { methods: ['TRACE'] }, { methods: ['OPTIONS'] }],
  ['warning method-normalized', { methods: ['put'] }, { methods: ['PUT', 'get'] }],
  ['warning method-lower-case', { methods: ['patch'] }, { methods: ['PATCH'] }],
  [
    'error literal-wildcard-request-headers',
    { requestHeaders: '*', credentials: true },
    { requestHeaders: ['x-a'], credentials: true },
  ],
  ['error invalid-request-header', { requestHeaders: ['x-a: 1'] }, { requestHeaders: ['x.a_b'] }],
  [
    'warning forbidden-request-header',
    { requestHeaders: ['cookie', 'sec-x'] },
    { requestHeaders: ['x-cookie', 'x-http-method-override'] },
  ],
  [
    'note safelisted-request-header',
    { requestHeaders: ['accept'] },
    { requestHeaders: ['content-type', 'range'] },
  ],
  [
    'warning authorization-under-wildcard',
    { requestHeaders: '*' },
    { requestHeaders: ['*', 'authorization'] },
  ],
  [
    'error literal-wildcard-exposed-headers',
    { exposedHeaders: '*', credentials: true },
    { exposedHeaders: '*' },
  ],
  ['error invalid-exposed-header', { exposedHeaders: ['x a'] }, { exposedHeaders: ['etag'] }],
  [
    'warning forbidden-exposed-header',
    { exposedHeaders: ['Set-Cookie'] },
    { exposedHeaders: ['x-set-cookie'] },
  ],
  [
    'note safelisted-exposed-header',
    { exposedHeaders: ['Content-Length'] },
    { exposedHeaders: ['content-range'] },
  ],
  ['error invalid-max-age', { maxAge: -1 }, { maxAge: 1 }],
  ['error invalid-max-age', { maxAge: Number.NaN }, { maxAge: null }],
  ['error invalid-max-age', { maxAge: 1.5 }, { maxAge: 2 }],
  ['note max-age-zero', { maxAge: 0 }, { maxAge: 1 }],
  ['note max-age-over-limit', { maxAge: 7201 }, { maxAge: 7200 }],
];

describe('validatePolicy', () => {
  it.each(CASES)('says %s', (code, wrong, right) => {
    expect(codes(wrong)).toContain(code);
    expect(codes(right)).not.toContain(code);
  });

  it('finds nothing in a plain policy', () => {
    const headers = ['content-type', 'authorization'];
    expect(codes({ requestHeaders: headers, credentials: true, maxAge: 600 })).toEqual([]);
  });

  it('tells of mixed content where the API is http', () => {
    expect(codes({}, { apiScheme: 'http' })).toEqual(['warning https-page-of-an-http-api']);
    expect(codes({}, {})).toEqual([]);
    expect(codes({ origins: origins('http://a.example') }, { apiScheme: 'http' })).toEqual([]);
  });

  it('says everything at once', () => {
    const found = codes({
      origins: origins('*', 'null'),
      methods: '*',
      requestHeaders: '*',
      exposedHeaders: '*',
      credentials: true,
      maxAge: -5,
    });
    expect(found.filter((each) => each.startsWith('error'))).toHaveLength(6);
  });

  const names = fc.oneof(fc.constant('*' as const), fc.array(fc.string({ unit: 'binary' })));
  const anyOrigin = fc.oneof(
    fc.constantFrom(...origins('*', 'null', 'https://*.github.io', 'http://[::1]:1')),
    fc.string().map((origin): AllowedOrigin => ({ kind: 'exact', origin })),
    fc.record({
      kind: fc.constant('subdomains' as const),
      scheme: fc.string(),
      domain: fc.string(),
      port: fc.string(),
      depth: fc.constantFrom('one' as const, 'any' as const),
    }),
  );
  const anyPolicy = fc.record({
    origins: fc.array(anyOrigin),
    methods: names,
    requestHeaders: names,
    exposedHeaders: names,
    credentials: fc.boolean(),
    maxAge: fc.oneof(fc.constant(null), fc.double(), fc.integer()),
    privateNetwork: fc.boolean(),
  });

  it('never throws, and has words for all it finds', () => {
    fc.assert(
      fc.property(anyPolicy, (policy) => {
        for (const problem of validatePolicy(policy, CONTEXT)) {
          const { what, remedy } = policyWords(problem);
          expect(what).toMatch(/\.$/);
          expect(remedy).toMatch(/\.$/);
        }
      }),
      { seed: 7 },
    );
  });
});

const EMPTY = {
  origins: [],
  methods: [],
  requestHeaders: [],
  exposedHeaders: [],
  credentials: false,
  maxAge: null,
};

describe('readPolicy', () => {
  it('reads what people write', () => {
    const { value, problems } = readPolicy({
      origins: ['https://app.example.com', 'https://app.example.com', 'https://*.example.org'],
      methods: ['put', 'patch', 'PATCH'],
      requestHeaders: ['Content-Type', 'content-type'],
      exposedHeaders: ['*'],
      credentials: true,
      maxAge: '600',
    });
    expect(problems).toEqual([]);
    expect(value).toEqual(
      corsPolicy({
        origins: origins('https://app.example.com', 'https://*.example.org'),
        methods: ['PUT', 'patch', 'PATCH'],
        requestHeaders: ['content-type'],
        exposedHeaders: '*',
        credentials: true,
        maxAge: 600,
      }),
    );
  });

  it('names each fault and what was meant', () => {
    const { value, problems } = readPolicy({
      ...EMPTY,
      origins: ['https://app.example.com/', 'app.example.com', 'https://*:*'],
      methods: ['GET', '*'],
      maxAge: '1h',
    });
    expect(value).toBeNull();
    expect(problems.map(policyFaultText)).toEqual([
      '"https://app.example.com/" has a trailing slash; a browser sends https://app.example.com.',
      '"app.example.com" has no scheme (https:// or http://).',
      '"https://*:*" has a wildcard for the port: name the port.',
      '"GET,*": * stands for all and so stands alone; leave out the others, or name each.',
      '"1h" is not a number of seconds.',
    ]);
  });

  it('leaves a negative max-age to the validation', () => {
    expect(readPolicy({ ...EMPTY, maxAge: '-1' }).value?.maxAge).toBe(-1);
  });

  it('never throws', () => {
    const list = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl()));
    fc.assert(
      fc.property(list, list, fc.string(), (some, more, maxAge) => {
        const { problems } = readPolicy({
          origins: some,
          methods: more,
          requestHeaders: some,
          exposedHeaders: more,
          credentials: false,
          maxAge,
        });
        for (const problem of problems) expect(policyFaultText(problem)).toMatch(/\.$/);
      }),
      { seed: 7 },
    );
  });
});
