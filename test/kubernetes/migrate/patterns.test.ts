import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathPattern } from '../../../src/kubernetes/migrate/patterns.js';
import { samplePath } from '../../../src/kubernetes/migrate/sample.js';

describe('a path that is a regular expression', () => {
  it.each([
    ['/v1(/|$)(.*)', '/v1', 'Prefix', false],
    ['/v1(?:/|$)(.*)', '/v1', 'Prefix', false],
    ['/v1(/.*)?', '/v1', 'Prefix', true],
    ['/v1(/.*)?$', '/v1', 'Prefix', false],
    ['/v1(/.*|$)', '/v1', 'Prefix', false],
    ['/v1/(.*)', '/v1/', 'Prefix', false],
    ['/v1/.*$', '/v1/', 'Prefix', false],
    ['/v1/?(.*)', '/v1', 'Prefix', true],
    ['/v1.*', '/v1', 'Prefix', true],
    ['/v1', '/v1', 'Prefix', true],
    ['/v1$', '/v1', 'Exact', false],
    ['/api/v1\\.0(/|$)(.*)', '/api/v1.0', 'Prefix', false],
    ['/(.*)', '/', 'Prefix', false],
    ['/()(.*)', '/', 'Prefix', false],
    ['/.*', '/', 'Prefix', false],
    ['/', '/', 'Prefix', false],
    ['/users/[0-9]+/orders', '/users/[0-9]+/orders', 'Regex', false],
    ['/(v1|v2)/x', '/(v1|v2)/x', 'Regex', false],
    ['/v\\d(/|$)(.*)', '/v\\d(/|$)(.*)', 'Regex', false],
  ])('%s is %s, %s', (pattern, path, kind, openEnd) => {
    expect(pathPattern(pattern)).toEqual({ path, kind, openEnd });
  });

  // A prefix of the Gateway API has to take what the expression takes, but for the open end.
  it('takes as a prefix what it took as an expression', () => {
    const ends = [
      '(/|$)(.*)',
      '(/.*)?',
      '(/.*)?$',
      '(/.*|$)',
      '/(.*)',
      '/.*',
      '/?(.*)',
      '(.*)',
      '',
    ];
    const rests = ['', '/', '/x', '/x/y', 'x', '-1'];
    fc.assert(
      fc.property(
        fc.constantFrom('/v1', '/a/b', '/a-b/c_d', ''),
        fc.constantFrom(...ends),
        fc.constantFrom(...rests),
        (start, end, rest) => {
          const pattern = start + end || '/';
          const path = start + rest || '/';
          const was = path.startsWith('/') && new RegExp(`^${pattern}`, 'i').test(path);
          const { path: prefix, openEnd } = pathPattern(pattern);
          const is = path === prefix || path.startsWith(prefix.replace(/\/?$/, '/'));
          if (was && !is) expect(openEnd || !path.startsWith('/')).toBe(true);
          if (is) expect(was).toBe(true);
        },
      ),
    );
  });
});

describe('a path made up for a regular expression', () => {
  it.each([
    ['/users/[0-9]+/orders', '/users/1/orders'],
    ['/(v1|v2)/x', '/v1/x'],
    ['/v\\d(/|$)(.*)', '/v1/a'],
    ['/[a-f]{3}/\\w*', '/aaa/a'],
    ['/x(?!y)', null],
    ['/(a)\\1', null],
    ['/(unclosed', null],
    ['/a b', null],
  ])('%s: %s', (pattern, sample) => {
    expect(samplePath(pattern)).toBe(sample);
  });

  it('is matched, whatever the expression, or there is none', () => {
    const piece = fc.constantFrom('/', 'a', '[0-9]', '\\w', '.', '(b|c)', '(?:d/)', '[^/]', '\\d');
    const count = fc.constantFrom('', '?', '*', '+', '{2}', '{0}', '{1,3}', '+?');
    const pattern = fc
      .array(fc.tuple(piece, count), { maxLength: 8 })
      .map((pieces) => `/${pieces.map((each) => each.join('')).join('')}`);
    fc.assert(
      fc.property(pattern, (text) => {
        const sample = samplePath(text);
        expect(sample).not.toBeNull();
        expect(sample).toMatch(new RegExp(`^${text}`, 'i'));
      }),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void samplePath(text)));
  });
});
