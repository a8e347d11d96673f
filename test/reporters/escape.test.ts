import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeControls, stringifyJson } from '../../src/reporters/index.js';

/** What changes the text around it: controls, line and paragraph separators, bidirectional and invisible ones. */
const DANGEROUS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}\u200b-\u200d\u2060-\u2064\ufeff]/u;

/** Any sequence of UTF-16 code units, lone surrogates among them. */
const anyText = fc.string({ unit: 'binary' });
const anyUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }))
  .map((units) => String.fromCharCode(...units));

describe('escapeControls', () => {
  it('leaves nothing of any code point that could act on a terminal or a reader', () => {
    for (let code = 0; code <= 0x10ffff; code++) {
      const shown = escapeControls(String.fromCodePoint(code));
      if (DANGEROUS.test(shown)) expect.fail(`U+${code.toString(16)} is left as it is`);
    }
  });

  it('leaves all else as it is', () => {
    const kind = fc.string({ unit: 'grapheme' }).filter((text) => !DANGEROUS.test(text));
    fc.assert(fc.property(kind, (text) => escapeControls(text) === text));
  });

  it('any text, lone surrogates too', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, anyUnits), (text) => !DANGEROUS.test(escapeControls(text))),
    );
  });

  it.each([
    ['\u001b[2J', '\\x1b[2J'],
    ['a\r\nb\tc', 'a\\r\\nb\\tc'],
    ['\u202eexe', '\\u202eexe'],
    ['\u009b', '\\x9b'],
    ['Größe 🐢', 'Größe 🐢'],
  ])('%j is shown as %s', (text, shown) => {
    expect(escapeControls(text)).toBe(shown);
  });
});

describe('stringifyJson', () => {
  it('parses to the same value and holds no control but line feeds', () => {
    const value = fc.jsonValue({ stringUnit: 'binary' });
    fc.assert(
      fc.property(value, fc.constantFrom(0, 2), (json, indent) => {
        const text = stringifyJson(json, indent);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(json)));
        expect(text.replaceAll('\n', '')).not.toMatch(DANGEROUS);
      }),
    );
  });

  it('any text as it is, lone surrogates too', () => {
    fc.assert(
      fc.property(anyUnits, (text) => {
        const json = stringifyJson({ [text]: text });
        expect(JSON.parse(json)).toEqual({ [text]: text });
        expect(json).not.toMatch(DANGEROUS);
      }),
    );
  });
});
