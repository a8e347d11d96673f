import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMap, isSeq, parse, stringify, type YAMLMap } from 'yaml';
import {
  appendItem,
  removeEntry,
  setAt,
  type YamlEdit,
} from '../../src/targets/support/yaml/edit.js';
import { nodeAt, readYaml, textAt } from '../../src/targets/support/yaml/read.js';

function rootOf(text: string): YAMLMap {
  const [map] = readYaml({ file: '', text }).maps;
  if (map === undefined) throw new Error(`no map in ${text}`);
  return map;
}

function edited(text: string, edit: YamlEdit | null): string {
  if (edit === null) throw new Error('no edit');
  return text.slice(0, edit.at.start) + edit.text + text.slice(edit.at.end);
}

const set = (text: string, path: readonly string[], value: unknown): string =>
  edited(text, setAt(text, rootOf(text), path, value));

describe('setting a value', () => {
  it.each([
    ['in place, comments kept', 'a: 1 # one\nb: 2\n', ['a'], 3, 'a: 3 # one\nb: 2\n'],
    ['as a last entry', 'a: 1 # one\n# end\n', ['b'], 'x', 'a: 1 # one\nb: x\n# end\n'],
    ['in a map that is not there', 'a: 1\n', ['b', 'c'], 'x', 'a: 1\nb:\n  c: x\n'],
    ['in an empty value', 'a:\nb: 2\n', ['a', 'c'], 1, 'a:\n  c: 1\nb: 2\n'],
    ['in an empty flow map', 'm: {}\n', ['m', 'a'], 1, 'm: { "a": 1 }\n'],
    ['in a flow map', 'm: { a: 1 }\n', ['m', 'b'], 'x', 'm: { a: 1, "b": "x" }\n'],
    ['in place in a flow map', 'm: { a: 1, b: 2 }\n', ['m', 'a'], 'x', 'm: { a: "x", b: 2 }\n'],
    [
      'with Windows line ends',
      'a: 1\r\nb:\r\n  c: 1\r\n',
      ['b', 'd'],
      2,
      'a: 1\r\nb:\r\n  c: 1\r\n  d: 2\r\n',
    ],
    ['without a last line end', 'a: 1', ['b'], 2, 'a: 1\nb: 2'],
    ['over a block scalar', 'a: |\n  x\n  y\nb: 1\n', ['a'], 'z', 'a: z\nb: 1\n'],
    ['a text that looks like something else', 'a: x\n', ['a'], 'true', 'a: "true"\n'],
  ])('%s', (_, text, path, value, result) => {
    expect(set(text, path, value)).toBe(result);
  });
});

describe('removing an entry', () => {
  it.each([
    ['with its line', 'a: 1\nb: 2 # two\nc: 3\n', 'b', 'a: 1\nc: 3\n'],
    ['that is the only one', 'a: 1\n', 'a', '{}\n'],
    ['of a flow map', '{ a: 1, b: 2 }\n', 'a', '{ b: 2 }\n'],
    ['that is the last of a flow map', '{ a: 1, b: 2 }\n', 'b', '{ a: 1 }\n'],
  ])('%s', (_, text, key, result) => {
    expect(edited(text, removeEntry(text, rootOf(text), key))).toBe(result);
  });

  it('that shares its line with the dash', () => {
    const text = 'l:\n  - a: 1\n    b: 2\n';
    const item = nodeAt(rootOf(text), 'l', 0);
    if (!isMap(item)) throw new Error('no map');
    expect(parse(edited(text, removeEntry(text, item as YAMLMap, 'a')))).toEqual({ l: [{ b: 2 }] });
  });
});

describe('appending an item', () => {
  it.each([
    ['to a block', 'l:\n  - 1 # one\nm: 2\n', 'l:\n  - 1 # one\n  - x: 1\nm: 2\n'],
    ['to a block at its parent’s column', 'l:\n- 1\nm: 2\n', 'l:\n- 1\n- x: 1\nm: 2\n'],
    ['to a flow list', 'l: [1]\n', 'l: [1, {"x":1}]\n'],
    ['to an empty list', 'l: []\n', 'l: [{"x":1}]\n'],
  ])('%s', (_, text, result) => {
    const list = nodeAt(rootOf(text), 'l');
    if (!isSeq(list)) throw new Error('no list');
    expect(edited(text, appendItem(text, list, { x: 1 }))).toBe(result);
  });
});

describe('any text', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'app.kubernetes.io/name');
  const leaf = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constantFrom('yes', '1', 'null', '', ' x', '#', 'a: b', '* '),
  );
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.dictionary(key, tie('any'), { maxKeys: 3 }),
      fc.array(tie('any'), { maxLength: 3 }),
    ),
  })).any;
  const documents = fc
    .dictionary(key, value, { minKeys: 1 })
    .chain((data) =>
      fc.constantFrom(
        stringify(data),
        stringify(data, { indentSeq: false }),
        JSON.stringify(data, null, 2),
        stringify(data).replaceAll('\n', '\r\n'),
      ),
    );

  it('reads back what was set, and everything else as it was', () => {
    fc.assert(
      fc.property(
        documents,
        fc.array(key, { minLength: 1, maxLength: 3 }),
        leaf,
        (text, path, put) => {
          const before = parse(text) as Record<string, unknown>;
          const after = parse(set(text, path, put)) as Record<string, unknown>;
          expect(after).toEqual(assigned(before, path, put));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never makes reading throw', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { maps } = readYaml({ file: '', text });
        for (const map of maps) textAt(map, 'a', 0, 'b');
      }),
    );
  });
});

/** What setting means: maps between are made where there is none. */
function assigned(data: unknown, [key = '', ...rest]: readonly string[], value: unknown): unknown {
  const map =
    typeof data === 'object' && data !== null && !Array.isArray(data)
      ? (data as Record<string, unknown>)
      : {};
  return { ...map, [key]: rest.length === 0 ? value : assigned(map[key], rest, value) };
}
