import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeText } from '../../src/cli/decode.js';
import { feed, whycors } from './command.js';

const CONTRACT = `version: 1
checks:
  - url: https://a.invalid/
    origins: [https://b.example]
    name: grüße
`;

/** Ten of ten of ten … of a text. */
const bomb = [
  'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
  ...Array.from({ length: 12 }, (_, at) => {
    const each = Array.from({ length: 10 }, () => `*a${at}`).join(', ');
    return `a${at + 1}: &a${at + 1} [${each}]`;
  }),
].join('\n');

describe('bad input', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-bad-'));
    await mkdir(join(folder, 'folder'));
    const files: Readonly<Record<string, string | Uint8Array>> = {
      empty: '',
      binary: new Uint8Array(5000).map((_, at) => at % 256),
      latin1: Buffer.from(CONTRACT, 'latin1'),
      bomb: `openapi: 3.0.0\n${bomb}\npaths: *a12\n`,
      cycle: 'openapi: 3.0.0\npaths: &p\n  /x: *p\n',
      deep: `{"log": {"entries": [${'['.repeat(200_000)}`,
    };
    for (const [name, content] of Object.entries(files))
      await writeFile(join(folder, name), content);
    const line = await open(join(folder, 'line'), 'w');
    await line.write('{"a":"');
    for (let megabytes = 0; megabytes < 100; megabytes++) await line.write('x'.repeat(1_000_000));
    await line.write('"}');
    await line.close();
  });
  afterAll(() => rm(folder, { recursive: true }));

  const commands: readonly (readonly string[])[] = [
    ['check'],
    ['init', '--origin', 'https://a.example', '--server', 'https://b.example'],
    ['har'],
  ];
  const inputs = [
    'empty',
    'binary',
    'latin1',
    'bomb',
    'cycle',
    'deep',
    'line',
    'folder',
    'missing',
  ];
  const cases = commands.flatMap((command) =>
    inputs.map((input) => [command[0], input, command] as const),
  );

  it.each(cases)('%s of %s is a clear error and exit code 2', async (name, input, [, ...more]) => {
    const { status, err } = await whycors(name!, join(folder, input), ...more);
    expect(status).toBe(2);
    expect(err).toMatch(new RegExp(`^whycors: .*${input}`));
    expect(err).not.toContain('a fault of whycors');
    expect(err.length).toBeLessThan(3000);
  });

  it('a contract is read in UTF-16 and with a mark', async () => {
    const texts = [`\ufeff${CONTRACT}`, Buffer.from(`\ufeff${CONTRACT}`, 'utf16le')];
    for (const text of texts) {
      const { status, err } = await feed(text, 'check', '-', '--retries', '0', '--report', 'json');
      expect([status, err]).toEqual([3, '']);
    }
  });

  it('of a damaged HAR file all is used that can be read', async () => {
    const good =
      '{"request":{"url":"https://api.example/","headers":[{"name":"Origin","value":"https://b.example"}]},"response":{"status":200,"headers":[]}}';
    for (const text of [
      `{"log":{"entries":[{nope},${good}]}}`,
      `{"log":{"entries":[${good},{"request":{"ur`,
    ])
      for (const command of [
        ['har', '-'],
        ['init', '-'],
      ]) {
        const { status, out, err } = await feed(text, ...command);
        expect(status).toBe(2);
        expect(err).toMatch(/left out|was cut/);
        expect(out).toContain('https://api.example/');
      }
  });

  it.each([
    ['y\n', []],
    ['y\n', ['har', '-']],
    ['\0', []],
    ['\0', ['har', '-']],
    ['{', ['har', '-']],
  ])('input without an end (%j, %j) is given up', async (piece, args) => {
    const { status } = await feed(piece.repeat(20_000_000), ...args);
    expect(status).toBe(2);
  });

  it('bytes are decoded or said to be no text', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 50 }),
        fc.string({ unit: 'grapheme' }),
        (bytes, text) => {
          decodeText(bytes);
          const plain = text.replaceAll(/[\0\ufeff]/g, '');
          expect(decodeText(Buffer.from(plain)).text).toBe(plain);
          expect(decodeText(Buffer.from(`\ufeff${plain}`)).text).toBe(plain);
          expect(decodeText(Buffer.from(`\ufeff${plain}`, 'utf16le')).text).toBe(plain);
          expect(decodeText(Buffer.from(`\ufeff${plain}`, 'utf16le').swap16()).text).toBe(plain);
        },
      ),
    );
    expect(decodeText(Buffer.from('a\nb\ngrü', 'latin1')).problem).toContain('line 3 is not UTF-8');
  });
});
