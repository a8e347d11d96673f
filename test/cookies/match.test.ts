import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPath, domainMatches, pathMatches } from '../../src/cookies/match.js';

describe('a domain', () => {
  it.each([
    ['a.example', 'a.example', true],
    ['x.a.example', 'a.example', true],
    ['xa.example', 'a.example', false],
    ['a.example', 'x.a.example', false],
    ['127.0.0.1', '127.0.0.1', true],
    ['127.0.0.1', '0.0.1', false],
    ['[::1]', '[::1]', true],
  ])('%s takes cookies of %s: %s', (host, domain, expected) => {
    expect(domainMatches(host, domain)).toBe(expected);
  });
});

describe('a path', () => {
  it.each([
    ['/a/b', '/a', true],
    ['/a/b', '/a/', true],
    ['/a', '/a/', false],
    ['/ab', '/a', false],
    ['/a', '/A', false],
    ['/', '/', true],
  ])('%s takes cookies of %s: %s', (requested, path, expected) => {
    expect(pathMatches(requested, path)).toBe(expected);
  });

  it.each([
    ['/', '/'],
    ['/a', '/'],
    ['/a/', '/a'],
    ['/a/b/c', '/a/b'],
    ['', '/'],
  ])('the default of %s is %s', (pathname, path) => {
    expect(defaultPath(pathname)).toBe(path);
  });

  it('always takes the cookies that it sets by default', () => {
    fc.assert(
      fc.property(fc.webPath(), (path) => {
        const requested = path.startsWith('/') ? path : `/${path}`;
        expect(pathMatches(requested, defaultPath(requested))).toBe(true);
      }),
    );
  });
});
