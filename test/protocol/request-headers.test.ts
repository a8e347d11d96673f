import { describe, expect, it } from 'vitest';
import type { HeaderList } from '../../src/protocol/index.js';
import { codes, OPEN, run, sent } from './support/run.js';

/** The header as the server sees it, null where it was dropped. */
function arrives(name: string, value: string, mode: 'cors' | 'no-cors' = 'cors'): boolean {
  const outcome = run({ headers: [[name, value]], mode }, OPEN);
  return sent(outcome, outcome.exchanges.length - 1, name.toLowerCase()) === value;
}

describe('forbidden request-headers', () => {
  it.each([
    'Accept-Charset',
    'accept-encoding',
    'Access-Control-Request-Headers',
    'access-control-request-method',
    'Connection',
    'Content-Length',
    'COOKIE',
    'cookie2',
    'Date',
    'DNT',
    'Expect',
    'Host',
    'Keep-Alive',
    'Origin',
    'Referer',
    'Set-Cookie',
    'TE',
    'Trailer',
    'Transfer-Encoding',
    'Upgrade',
    'Via',
    'Proxy-Authorization',
    'proxy-',
    'Sec-Fetch-Mode',
    'sec-',
  ])('%s is dropped', (name) => {
    expect(arrives(name, 'x')).toBe(false);
    expect(codes(run({ headers: [[name, 'x']] }, OPEN))).toContain('header-forbidden');
  });

  it.each([
    'User-Agent',
    'Proxy',
    'Sec',
    'X-Sec-Foo',
    'Access-Control-Request-Foo',
    'Authorization',
  ])('%s is kept', (name) => {
    expect(arrives(name, 'x')).toBe(true);
  });

  it.each([
    ['X-HTTP-Method-Override', 'TRACE', false],
    ['x-http-method', 'connect', false],
    ['X-Method-Override', 'GET, Track', false],
    ['x-method-override', 'PUT', true],
    ['x-http-method-override', '"TRACE"', true],
    ['x-http-method-override', '"a, TRACE, b"', true],
    ['x-http-method-override', '"a\\", TRACE, b"', true],
    ['x-http-method-override', '"a, b", TRACE', false],
    ['x-http-method-override', 'TRACER', true],
    ['x-method', 'TRACE', true],
  ])('%s: %s arrives: %s', (name, value, expected) => {
    expect(arrives(name, value)).toBe(expected);
  });
});

describe('request-headers', () => {
  it.each([
    ['', 'x'],
    ['a b', 'x'],
    ['a:', 'x'],
    ['ä', 'x'],
  ])('%j is no header name', (name, value) => {
    expect(codes(run({ headers: [[name, value]] }, OPEN))).toEqual(['header-name-invalid']);
  });

  it.each(['a\0b', 'a\rb', 'a\nb', 'snow ☃'])('%j is no header value', (value) => {
    expect(codes(run({ headers: [['x', value]] }, OPEN))).toEqual(['header-value-invalid']);
  });

  it('are stripped of white space at their ends', () => {
    expect(sent(run({ headers: [['x', ' \t\r\na b\n ']] }, OPEN), 1, 'x')).toBe('a b');
  });

  it('keep their order, their case and their doubles', () => {
    const headers: HeaderList = [
      ['X-B', '2'],
      ['x-a', '1'],
      ['X-b', '3'],
    ];
    const outcome = run({ headers }, OPEN);
    expect(outcome.exchanges[1]!.request.headers.slice(0, 3)).toEqual(headers);
  });

  it('brings the Content-Type of a text body, unless there is one', () => {
    const bare = run({ method: 'POST', body: 'x' }, OPEN);
    expect(bare.exchanges).toHaveLength(1);
    expect(sent(bare, 0, 'content-type')).toBe('text/plain;charset=UTF-8');
    const json: HeaderList = [['content-type', 'application/json']];
    const own = run({ method: 'POST', body: '{}', headers: json }, OPEN);
    expect(sent(own, 0, 'access-control-request-headers')).toBe('content-type');
    expect(own.exchanges[1]!.request.body).toBe('{}');
  });
});

describe('mode no-cors', () => {
  it.each([
    ['Accept', 'text/html', true],
    ['Accept-Language', 'de', true],
    ['Content-Language', 'de', true],
    ['Content-Type', 'text/plain', true],
    ['Content-Type', 'application/json', false],
    ['Accept', '"', false],
    ['Range', 'bytes=0-5', false],
    ['X-Custom', '1', false],
    ['Authorization', 'Bearer x', false],
  ])('%s: %s arrives: %s', (name, value, expected) => {
    expect(arrives(name, value, 'no-cors')).toBe(expected);
    const dropped = codes(run({ headers: [[name, value]], mode: 'no-cors' }, OPEN));
    expect(dropped.includes('header-not-no-cors-safelisted')).toBe(!expected);
  });

  it('judges a value together with those of its name that are there already', () => {
    const names = (headers: HeaderList) =>
      run({ headers, mode: 'no-cors' }, OPEN).exchanges[0]!.request.headers.map(
        ([, value]) => value,
      );
    const long = 'a'.repeat(100);
    expect(
      names([
        ['Accept', long],
        ['accept', 'b'.repeat(26)],
      ]),
    ).toEqual([long, 'b'.repeat(26)]);
    expect(
      names([
        ['Accept', long],
        ['accept', 'b'.repeat(27)],
      ]),
    ).toEqual([long]);
    expect(
      names([
        ['Accept', long],
        ['Accept-Language', long],
      ]),
    ).toEqual([long, long]);
    const type = 'text/plain';
    expect(
      names([
        ['Content-Type', type],
        ['content-type', type],
      ]),
    ).toEqual([type]);
  });

  it('never asks first', () => {
    const headers: HeaderList = [['x-custom', '1']];
    expect(run({ headers, mode: 'no-cors', method: 'POST' }, OPEN).exchanges).toHaveLength(1);
  });
});
