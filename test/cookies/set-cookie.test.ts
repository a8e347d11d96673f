import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSetCookie } from '../../src/cookies/index.js';

const NOTHING = {
  domain: null,
  path: null,
  secure: false,
  httpOnly: false,
  partitioned: false,
  sameSite: null,
  maxAge: null,
  expires: null,
};

/** Text that looks like a Set-Cookie line often enough to get past the first checks. */
const PARTS = [
  'a',
  '=',
  ';',
  ' ',
  '"',
  '/',
  '.',
  '-1',
  'Max-Age',
  'Expires',
  'Domain',
  'Path',
  'SameSite',
  'None',
  'Secure',
  '__Host-',
  'Thu, 01 Jan 1970 00:00:00 GMT',
];
const line = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...PARTS)).map((parts) => parts.join('')),
);

describe('a Set-Cookie line', () => {
  it.each([
    ['a=1', { name: 'a', value: '1' }],
    [' a = 1 2 ; Secure', { name: 'a', value: '1 2', secure: true }],
    ['a=b=c', { name: 'a', value: 'b=c' }],
    ['only', { name: '', value: 'only' }],
    ['=v', { name: '', value: 'v' }],
    ['a=', { name: 'a', value: '' }],
    ['a="1; b=2"', { name: 'a', value: '"1' }],
    ['a=1; HttpOnly; partitioned', { name: 'a', value: '1', httpOnly: true, partitioned: true }],
    ['a=1; Domain=.Example.COM', { name: 'a', value: '1', domain: 'example.com' }],
    ['a=1; Domain=', { name: 'a', value: '1' }],
    ['a=1; Domain=.', { name: 'a', value: '1', domain: '.' }],
    ['a=1; Domain=x; Domain=y', { name: 'a', value: '1', domain: 'y' }],
    ['a=1; Path=/x', { name: 'a', value: '1', path: '/x' }],
    ['a=1; Path=x', { name: 'a', value: '1' }],
    ['a=1; Path=/x; Path', { name: 'a', value: '1' }],
    ['a=1; samesite=STRICT', { name: 'a', value: '1', sameSite: 'strict' as const }],
    ['a=1; SameSite=Lax; SameSite=Foo', { name: 'a', value: '1' }],
    ['a=1; Max-Age=5', { name: 'a', value: '1', maxAge: 5 }],
    ['a=1; Max-Age=-5; Max-Age=x', { name: 'a', value: '1', maxAge: -5 }],
    ['a=1; Max-Age=5.5', { name: 'a', value: '1' }],
    ['a=1; Expires=Thu, 01 Jan 1970 00:00:10 GMT', { name: 'a', value: '1', expires: 10 }],
    ['a=1; Expires=Thu, 01 Jan 1970 00:00:10 GMT; Expires=x', { name: 'a', value: '1' }],
  ])('%j', (text, said) => {
    expect(parseSetCookie(text)).toEqual({ ...NOTHING, ...said });
  });

  it.each(['', '=', ' ; Secure', 'a=\u0001', 'a=1; Path=/\u007f', `a=${'x'.repeat(4096)}`])(
    'is ignored: %j',
    (text) => {
      expect(parseSetCookie(text)).toBeNull();
    },
  );

  it('may have a name and value of 4096 characters together, and an attribute of 1024', () => {
    expect(parseSetCookie(`a=${'x'.repeat(4095)}`)?.name).toBe('a');
    expect(parseSetCookie(`a=1; Path=/${'x'.repeat(1023)}`)?.path).toHaveLength(1024);
    expect(parseSetCookie(`a=1; Path=/${'x'.repeat(1024)}`)?.path).toBeNull();
  });

  it('never throws, and what it gives keeps to its bounds', () => {
    fc.assert(
      fc.property(line, (text) => {
        const said = parseSetCookie(text);
        if (said === null) return;
        expect((said.name + said.value).length).toBeLessThanOrEqual(4096);
        expect((said.name + said.value).length).toBeGreaterThan(0);
        expect(said.name).not.toMatch(/[=;]/);
        expect(said.value).not.toContain(';');
        expect(said.path ?? '/').toMatch(/^\//);
        expect(said.domain).not.toBe('');
        expect(Number.isNaN(said.maxAge ?? 0) || Number.isNaN(said.expires ?? 0)).toBe(false);
      }),
    );
  });

  it('reads again what it has read', () => {
    const token = fc.stringMatching(/^[a-z0-9._-]{1,20}$/);
    fc.assert(
      fc.property(token, token, fc.boolean(), fc.integer(), (name, value, secure, maxAge) => {
        const text = `${name}=${value}${secure ? '; Secure' : ''}; Max-Age=${maxAge}`;
        expect(parseSetCookie(text)).toEqual({ ...NOTHING, name, value, secure, maxAge });
      }),
    );
  });
});
