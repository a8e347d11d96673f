import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { nearest } from '../../src/cli/nearest.js';
import { casesOf, readContract, shardOf, type ContractOptions } from '../../src/contract/index.js';
import { CHECK_KEYS } from '../../src/contract/keys.js';
import { schema } from '../simulate/support/schemas.js';

const read = (text: string, more: Partial<ContractOptions> = {}): ReturnType<typeof readContract> =>
  readContract({ file: 'whycors.yaml', text }, { nearest, ...more });

/** Names of the properties of a definition of the schema. */
function keys(name: string): readonly string[] {
  const url = new URL('../../schema/contract.schema.json', import.meta.url);
  const { $defs } = JSON.parse(readFileSync(url, 'utf8')) as {
    $defs: Readonly<Record<string, { readonly properties?: object }>>;
  };
  return Object.keys($defs[name]?.properties ?? {}).toSorted();
}

const whole = `version: 1
variables:
  api: https://api.example.com
environments:
  staging: { api: https://staging.example.com }
defaults:
  engines: [chromium]
checks:
  - name: the shop
    url: \${api}/orders
    origins: [https://app.example.com, https://admin.example.com]
    methods: [GET, PUT]
    headers: [content-type]
    credentials: include
    maxAge: 600
    exposed: [ETag]
  - url: \${api}/orders
    origin: "null"
    expect: deny
`;

describe('a contract', () => {
  it('is every combination, with defaults and variables', () => {
    const cases = casesOf(read(whole).value!);
    expect(cases.map(({ id }) => id)).toEqual([
      'allow GET https://api.example.com/orders from https://app.example.com with content-type and credentials',
      'allow PUT https://api.example.com/orders from https://app.example.com with content-type and credentials',
      'allow GET https://api.example.com/orders from https://admin.example.com with content-type and credentials',
      'allow PUT https://api.example.com/orders from https://admin.example.com with content-type and credentials',
      'deny GET https://api.example.com/orders from null',
    ]);
    expect(cases[0]).toMatchObject({
      check: { engines: ['chromium'], maxAge: 600, exposed: ['etag'] },
      request: { headers: [['content-type', 'application/json']] },
    });
  });

  it('is what the schema says, and the schema knows no more keys than the reader', () => {
    const check = schema('contract');
    expect(check(parse(whole))).toEqual([]);
    expect(check({ version: 1, checks: [{ url: 'https://a.example', orgins: [] }] })).not.toEqual(
      [],
    );
    expect(keys('check')).toEqual([...CHECK_KEYS].toSorted());
  });

  it('has environments and variables that are given besides', () => {
    const url = (more: Partial<ContractOptions>): string =>
      casesOf(read(whole, more).value!)[0]!.request.url;
    expect(url({ environment: 'staging' })).toBe('https://staging.example.com/orders');
    expect(url({ environment: 'staging', variables: new Map([['api', 'http://localhost']]) })).toBe(
      'http://localhost/orders',
    );
  });

  it.each([
    ['version: 1\ncheks: []', 'cheks', /"cheks" is no key of a contract\. Did you mean "checks"\?/],
    [
      'version: 1\nchecks:\n  - url: https://a.example\n    orgins: [x]',
      'orgins',
      /Did you mean "origins"\?/,
    ],
    ['version: 2\nchecks: []', '2', /version of this kind of contract is 1/],
    [
      'version: 1\nchecks:\n  - url: https://a.example\n    origins: [https://b.example/]',
      'https://b.example/',
      /Write https:\/\/b\.example\./,
    ],
    [
      'version: 1\nchecks:\n  - url: ftp://a.example\n    origins: ["null"]',
      'ftp://a.example',
      /no http or https URL/,
    ],
    [
      'version: 1\nchecks:\n  - url: ${api}/x\n    origins: ["null"]',
      '${api}/x',
      /variable "api" has no value/,
    ],
    [
      'version: 1\nchecks:\n  - url: https://a.example\n    origins: ["null"]\n    expect: alow',
      'alow',
      /Did you mean "allow"\?/,
    ],
    ['version: 1\nchecks: &a [*a]', '*a', /check is a map/],
    ['version: 1\nchecks: [', '', /./],
    ['- a', '', /begins with "version: 1"/],
  ])('%j is named with its place', (text, at, message) => {
    const { value, problems } = read(text);
    expect(value).toBeNull();
    const found = problems.find((each) => message.test(each.message));
    expect(found, JSON.stringify(problems)).toBeDefined();
    if (at !== '') expect(text.slice(found!.span.start, found!.span.end)).toContain(at);
  });

  it('is cut into shards that are all of it', () => {
    const cases = casesOf(read(whole).value!);
    const parts = [1, 2, 3].flatMap((index) => shardOf(cases, index, 3));
    expect(parts.map(({ id }) => id).toSorted()).toEqual(cases.map(({ id }) => id).toSorted());
  });

  it('may be anything', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat({ max: whole.length }), (put, at) => {
        const text = whole.slice(0, at) + put + whole.slice(at);
        for (const { span } of read(text).problems)
          expect(span.end).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 300 },
    );
  });
});
