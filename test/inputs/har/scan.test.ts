import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HarScanner, readEntry } from '../../../src/inputs/har/index.js';

function scan(
  text: string,
  size: number,
): { entries: readonly unknown[]; cut: boolean; found: boolean } {
  const scanner = new HarScanner();
  const bytes = Buffer.from(text);
  const entries: unknown[] = [];
  for (let at = 0; at < bytes.length; at += size)
    for (const { json } of scanner.push(bytes.subarray(at, at + size)))
      entries.push(JSON.parse(json));
  const { cut, found } = scanner.end();
  return { entries, cut, found };
}

const har = (entries: readonly unknown[]): object => ({
  log: {
    version: '1.2',
    creator: { name: 'a "[{', version: '}]\\' },
    pages: [{ x: [{}] }],
    entries,
  },
});

describe('the scanner', () => {
  it('finds what JSON.parse finds, however the file is cut into chunks', () => {
    const entries = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 6 });
    fc.assert(
      fc.property(
        entries,
        fc.integer({ min: 1, max: 64 }),
        fc.constantFrom(0, 1),
        (list, size, indent) => {
          const text = JSON.stringify(har(list), null, indent);
          expect(scan(text, size)).toEqual({
            entries: JSON.parse(JSON.stringify(list)) as unknown,
            cut: false,
            found: true,
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('empties strings that are too long to be looked at, and keeps what is around them', () => {
    const long = '"\\ \u00e9'.repeat(40_000);
    const text = JSON.stringify(har([{ a: 1, long, b: [long, 'x'] }, { c: long }]));
    for (const size of [1000, 65_536, 4_000_000])
      expect(scan(text, size).entries).toEqual([{ a: 1, long: '', b: ['', 'x'] }, { c: '' }]);
  });

  it('says when the file was cut or is none', () => {
    const text = JSON.stringify(har([{ a: 1 }, { b: 2 }]));
    expect(scan(text.slice(0, text.indexOf('"b"')), 7)).toEqual({
      entries: [{ a: 1 }],
      cut: true,
      found: true,
    });
    expect(scan('{"entries": [{}]}', 5).found).toBe(false);
    expect(scan('no JSON at all', 5).found).toBe(false);
  });
});

describe('an entry', () => {
  it('may be anything', () => {
    fc.assert(
      fc.property(fc.json(), fc.string(), (json, text) => {
        readEntry(json);
        readEntry(text);
        readEntry(`{"request": ${json}, "response": ${json}}`);
        readEntry(
          `{"request": {"url": "https://a.example", "headers": ${json}}, "response": {"headers": [${json}]}}`,
        );
      }),
      { numRuns: 300 },
    );
  });
});
