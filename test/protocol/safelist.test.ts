import { array, assert, constantFrom, property, string, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  corsUnsafeRequestHeaders,
  whyNotSafelisted,
  type HeaderList,
} from '../../src/protocol/index.js';
import { OPEN, run, sent } from './support/run.js';

const names = (headers: HeaderList) =>
  corsUnsafeRequestHeaders(headers, whyNotSafelisted).map(({ name }) => name);

/** What Access-Control-Request-Headers would say; null where no preflight is needed. */
function asked(headers: HeaderList): string | null {
  const outcome = run({ headers }, OPEN);
  if (outcome.exchanges.length === 1) return null;
  return sent(outcome, 0, 'access-control-request-headers');
}

const TABLE: readonly (readonly [name: string, value: string, reason: string | null])[] = [
  ['accept', 'text/html, */*;q=0.8', null],
  ['accept', '', null],
  ['accept', 'a'.repeat(128), null],
  ['accept', 'a'.repeat(129), 'value-too-long'],
  ['accept', 'a\tb', null],
  ['accept', 'caf\u00e9', null],
  ['accept', 'a\u001fb', 'unsafe-byte'],
  ['accept', 'a\u007fb', 'unsafe-byte'],
  ...[...'"():<>?@[\\]{}'].map((byte) => ['accept', `a${byte}b`, 'unsafe-byte'] as const),
  ...[..."!#$%&'*+,-./;=^_`|~ "].map((byte) => ['accept', `a${byte}b`, null] as const),
  ['accept-language', 'de-DE,de;q=0.9, *', null],
  ['accept-language', '', null],
  ['accept-language', 'a'.repeat(128), null],
  ['accept-language', 'a'.repeat(129), 'value-too-long'],
  ['accept-language', 'de_DE', 'language-byte'],
  ['accept-language', 'd\te', 'language-byte'],
  ['accept-language', 'caf\u00e9', 'language-byte'],
  ['content-language', 'en;q=0.5, de', null],
  ['content-language', 'de/x', 'language-byte'],
  ['content-language', 'a'.repeat(129), 'value-too-long'],
  ['content-type', 'text/plain', null],
  ['content-type', 'TEXT/Plain;charset=UTF-8', null],
  ['content-type', 'TEXT/PLAIN', null],
  ['content-type', 'application/x-www-form-urlencoded', null],
  ['content-type', 'multipart/form-data; boundary=x', null],
  ['content-type', 'text/plain;', null],
  ['content-type', 'text/plain;;;a', null],
  ['content-type', `text/plain;a=${'b'.repeat(115)}`, null],
  ['content-type', `text/plain;a=${'b'.repeat(116)}`, 'value-too-long'],
  ['content-type', 'text/plain;charset="utf-8"', 'unsafe-byte'],
  ['content-type', 'text/plain; a=(b)', 'unsafe-byte'],
  ['content-type', 'application/json', 'media-type'],
  ['content-type', 'text/html', 'media-type'],
  ['content-type', 'text', 'media-type-unparsable'],
  ['content-type', '', 'media-type-unparsable'],
  ['content-type', 'text/plain, application/json', 'media-type-unparsable'],
  ['range', 'bytes=0-', null],
  ['range', 'bytes=0-0', null],
  ['range', 'bytes=0-255', null],
  ['range', 'bytes=-5', 'range'],
  ['range', 'bytes=-', 'range'],
  ['range', 'bytes=5-4', 'range'],
  ['range', 'bytes=0-1,3-4', 'range'],
  ['range', 'bytes= 0-1', 'range'],
  ['range', 'Bytes=0-1', 'range'],
  ['range', 'items=0-1', 'range'],
  ['range', `bytes=0-${'9'.repeat(121)}`, 'value-too-long'],
  ['x-custom', '', 'name'],
  ['authorization', 'Basic eA==', 'name'],
  ['dpr', '2', 'name'],
  ['user-agent', 'me', 'name'],
];

describe('CORS-safelisted request-headers', () => {
  it.each(TABLE)('%s: %j → %s', (name, value, reason) => {
    expect(whyNotSafelisted(name, value)).toBe(reason);
    expect(asked([[name.toUpperCase(), value]])).toBe(reason === null ? null : name);
  });

  it('knows a name in any case', () => {
    expect(asked([['aCCEPT', 'x']])).toBeNull();
    expect(asked([['CONTENT-type', 'application/json']])).toBe('content-type');
  });

  it('takes 1024 bytes of them together and not one more', () => {
    const eight: HeaderList = Array.from({ length: 8 }, () => ['accept', 'a'.repeat(128)]);
    expect(asked(eight)).toBeNull();
    expect(asked([...eight, ['accept-language', '']])).toBeNull();
    expect(asked([...eight, ['accept-language', 'd']])).toBe('accept,accept-language');
  });

  it('does not count unsafe values into the 1024', () => {
    const seven: HeaderList = Array.from({ length: 7 }, () => ['accept', 'a'.repeat(128)]);
    expect(asked([...seven, ['x-long', 'b'.repeat(4000)]])).toBe('x-long');
  });
});

describe('CORS-unsafe request-header names', () => {
  it('are sorted, lower-case, each once, joined by a comma alone', () => {
    const headers: HeaderList = [
      ['X-B', '1'],
      ['Content-Type', 'application/json'],
      ['x-a', '1'],
      ['x-b', '2'],
      ['Accept', 'x'],
      ['X-1', ''],
    ];
    expect(asked(headers)).toBe('content-type,x-1,x-a,x-b');
  });

  it('are not asked for where the method alone needs the preflight', () => {
    expect(sent(run({ method: 'PUT' }, OPEN), 0, 'access-control-request-headers')).toBeNull();
  });

  it('hold for any headers: sorted, unique, lower-case, and each of them was given', () => {
    const name = constantFrom('Accept', 'X-A', 'x-a', 'RANGE', 'Content-Type', 'x-B', 'zz', 'A1');
    const headers = array(tuple(name, string({ maxLength: 200 })), { maxLength: 12 });
    assert(
      property(headers, (list) => {
        const unsafe = names(list);
        expect(unsafe).toEqual([...new Set(unsafe)].sort());
        const given = new Set(list.map(([one]) => one.toLowerCase()));
        for (const one of unsafe) expect(given).toContain(one);
        for (const one of ['x-a', 'zz', 'a1']) expect(unsafe.includes(one)).toBe(given.has(one));
      }),
    );
  });
});
