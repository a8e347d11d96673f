import { describe, expect, it } from 'vitest';
import { getDecodeAndSplit, networkUrl, parseUrl, wireName } from '../../src/protocol/index.js';

describe('a header name on the wire', () => {
  it.each([
    ['origin', 'Origin'],
    ['accept', 'Accept'],
    ['cookie', 'Cookie'],
    ['access-control-request-method', 'Access-Control-Request-Method'],
    ['access-control-request-headers', 'Access-Control-Request-Headers'],
    ['x-custom', 'x-custom'],
    ['X-cUSTOM', 'X-cUSTOM'],
    ['accept-language', 'accept-language'],
    ['access-control-request-foo', 'access-control-request-foo'],
  ])('%s → %s', (name, expected) => {
    expect(wireName(name)).toBe(expected);
  });
});

describe('a URL as the server gets to see it', () => {
  it.each([
    ['https://a.example/x?y#z', 'https://a.example/x?y'],
    ['https://me:secret@a.example/x#z', 'https://a.example/x'],
    ['https://me@a.example/b@c?d@e', 'https://a.example/b@c?d@e'],
    ['https://a.example/b@c', 'https://a.example/b@c'],
    ['https://a.example?u=https://me@b.example', 'https://a.example/?u=https://me@b.example'],
    ['HTTPS://A.example:443', 'https://a.example/'],
  ])('%s → %s', (url, expected) => {
    expect(networkUrl(parseUrl(url)!)).toBe(expected);
  });
});

describe('get, decode, and split', () => {
  it.each([
    ['', ['']],
    ['a', ['a']],
    [' a ,\tb\t', ['a', 'b']],
    ['a,,b,', ['a', '', 'b', '']],
    ['"a, b", c', ['"a, b"', 'c']],
    ['"a\\", b", c', ['"a\\", b"', 'c']],
    ['a"b,c"d,e', ['a"b,c"d', 'e']],
    ['"a, b', ['"a, b']],
    ['"a\\', ['"a\\']],
  ])('%j → %j', (value, expected) => {
    expect(getDecodeAndSplit(value)).toEqual(expected);
  });
});
