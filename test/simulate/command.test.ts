import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generate } from '../../lab/generate/generate.js';
import { ENGINE_NAMES } from '../../src/engines/index.js';
import { records, scenario, Workshop } from './support/command.js';
import { schema } from './support/schemas.js';

const recordErrors = schema('simulation');
const STANDARD = ['--engine', 'standard'];
const line = (json: object): string => `${JSON.stringify(json)}\n`;

let shop: Workshop;
beforeAll(async () => {
  shop = await Workshop.open();
});
afterAll(() => shop.close());

describe('where scenarios come from', () => {
  it('a .jsonl file, a .json file with one, a .json file with an array, standard input: in order', async () => {
    const files = [
      await shop.file('a.jsonl', line(scenario('a1')) + line(scenario('a2'))),
      await shop.file('b.json', JSON.stringify(scenario('b'), null, 2)),
      await shop.file('c.json', JSON.stringify([scenario('c1'), scenario('c2')])),
      '-',
    ];
    const ended = await shop.simulate([...files, ...STANDARD], line(scenario('in')));
    expect(ended).toMatchObject({ status: 0, err: '' });
    expect(records(ended).map(({ id }) => id)).toEqual(['a1', 'a2', 'b', 'c1', 'c2', 'in']);
  });

  it('any name but .json is taken as JSON lines', async () => {
    const file = await shop.file('scenarios.txt', line(scenario('a')) + line(scenario('b')));
    expect(records(await shop.simulate([file, ...STANDARD]))).toHaveLength(2);
  });

  it('takes a byte order mark, CRLF, blank lines and a last line without an end', async () => {
    const [a, b, c] = ['a', 'b', 'c'].map((id) => JSON.stringify(scenario(id)));
    const text = `\ufeff${a}\r\n\r\n  \t\n${b}\r\n\n${c}`;
    for (const args of [[await shop.file('bom.jsonl', text)], ['-']]) {
      const ended = await shop.simulate([...args, ...STANDARD], text);
      expect(ended).toMatchObject({ status: 0, err: '' });
      expect(records(ended).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    }
    const json = await shop.file('bom.json', `\ufeff\r\n${a}\r\n`);
    expect(records(await shop.simulate([json, ...STANDARD]))).toHaveLength(1);
  });

  it('counts a line separator inside a string as no end of a line', async () => {
    const ended = await shop.simulate(['-', ...STANDARD], line(scenario('a\u2028b\u2029c')));
    expect(ended).toMatchObject({ status: 0, err: '' });
    expect(records(ended).map(({ id }) => id)).toEqual(['a\u2028b\u2029c']);
  });

  it('nothing at all is no mistake', async () => {
    const empty = await shop.file('empty.jsonl', '');
    expect(await shop.simulate([empty, '-'], '\n\n')).toEqual({ status: 0, out: '', err: '' });
  });

  it('takes a line of ten million characters', async () => {
    const long = scenario('long', 'x'.repeat(10_000_000));
    const ended = await shop.simulate(['-', ...STANDARD], line(long) + line(scenario('next')));
    expect(ended).toMatchObject({ status: 0, err: '' });
    expect(records(ended).map(({ verdict }) => verdict)).toEqual(['blocked', 'allowed']);
  });
});

describe('what cannot be used', () => {
  it('costs its own line only, and is named by file, line and JSON path', async () => {
    const lines = [
      line(scenario('good')),
      '{"id": "cut\n',
      '\n',
      line(scenario('bad', '*', { origin: 'a.example', request: { url: 1 } })),
      line([]),
      line(scenario('last')),
    ];
    const file = await shop.file('mixed.jsonl', lines.join(''));
    const ended = await shop.simulate([file, ...STANDARD]);
    expect(ended.status).toBe(2);
    expect(records(ended).map(({ id }) => id)).toEqual(['good', 'last']);
    const messages = ended.err.trimEnd().split('\n');
    expect(messages).toHaveLength(4);
    expect(messages[0]).toMatch(/^whycors: mixed\.jsonl:2: \$ is no JSON \(.+\)$/);
    expect(messages[1]).toMatch(
      /^whycors: mixed\.jsonl:4: \$\.origin must be .+, not "a\.example"$/,
    );
    expect(messages[2]).toMatch(/^whycors: mixed\.jsonl:4: \$\.request\.url must be .+, not 1$/);
    expect(messages[3]).toMatch(/^whycors: mixed\.jsonl:5: \$ a scenario is an object/);
  });

  it('is named by its place in an array', async () => {
    const array = [scenario('a'), {}, scenario('c'), 5];
    const file = await shop.file('array.json', JSON.stringify(array));
    const ended = await shop.simulate([file, ...STANDARD]);
    expect(ended.status).toBe(2);
    expect(records(ended).map(({ id }) => id)).toEqual(['a', 'c']);
    expect(ended.err).toContain('whycors: array.json[1]: $.origin must be');
    expect(ended.err).toContain('whycors: array.json[3]: $ a scenario is an object, not 5');
  });

  it('is named as <stdin> where it came from there', async () => {
    const ended = await shop.simulate(['-', ...STANDARD], `\n${line({})}`);
    expect(ended.err).toContain('whycors: <stdin>:2: $.origin must be');
  });

  it.each([
    ['missing.jsonl', 'there is no such file'],
    ['missing.json', 'there is no such file'],
    ['.', 'cannot be read (EISDIR)'],
  ])('a file like %s does not keep the others from being read', async (name, message) => {
    const good = await shop.file('good.jsonl', line(scenario('good')));
    const ended = await shop.simulate([good, name, good, ...STANDARD]);
    expect(ended).toMatchObject({ status: 2, err: `whycors: ${name}: ${message}\n` });
    expect(records(ended)).toHaveLength(2);
  });

  it('bytes that are no UTF-8 harm nobody else', async () => {
    const good = Buffer.from(line(scenario('good')));
    const input = Buffer.concat([Buffer.from([0xff, 0xfe, 0x0a]), good, Buffer.from([0xc3])]);
    const ended = await shop.simulate(['-', ...STANDARD], input);
    expect(ended.status).toBe(2);
    expect(records(ended).map(({ id }) => id)).toEqual(['good']);
    expect(ended.err).toMatch(/<stdin>:1: .+\n.*<stdin>:3: /);
  });

  it.each([
    [['--engine', 'ie'], /^whycors: --engine: "ie" is not one of standard, .+, all\.\n$/],
    [['--format', 'xml'], /^whycors: --format: "xml" is not one of json, jsonl, text\.\n$/],
  ])('%j is wrong usage and nothing runs', async (args, message) => {
    const ended = await shop.simulate(['-', ...args], line(scenario('a')));
    expect(ended).toMatchObject({ status: 2, out: '' });
    expect(ended.err).toMatch(message);
  });
});

describe('what comes out', () => {
  it('JSON lines that fit the schema, one for each scenario, request and engine, in order', async () => {
    const scenarios = generate(120, 3);
    const file = await shop.file('many.jsonl', scenarios.map(line).join(''));
    const ended = await shop.simulate([file]);
    expect(ended).toMatchObject({ status: 0, err: '' });
    const all = records(ended);
    for (const record of all) expect(recordErrors(record)).toEqual([]);
    const expected = scenarios.flatMap(({ id, requests }) =>
      ENGINE_NAMES.flatMap((engine) =>
        requests
          ? requests.map((_, index) => ({ id, engine, index: index as number | undefined }))
          : [{ id, engine, index: undefined }],
      ),
    );
    expect(all.map(({ id, engine, index }) => ({ id, engine, index }))).toEqual(expected);
  });

  it('one JSON array, also when it is empty', async () => {
    const input = line(scenario('a')) + line(scenario('b', 'null'));
    const ended = await shop.simulate(['-', '--format', 'json', ...STANDARD], input);
    const array = JSON.parse(ended.out) as object[];
    expect(array).toEqual(records(await shop.simulate(['-', ...STANDARD], input)));
    expect(array).toHaveLength(2);
    const none = await shop.simulate(['-', '--format', 'json']);
    expect(JSON.parse(none.out)).toEqual([]);
  });

  it('a line of text for people, without control characters', async () => {
    const input = line(scenario('good')) + line(scenario('e\u001b[31mvil\n', 'null'));
    const ended = await shop.simulate(['-', '--format', 'text', ...STANDARD], input);
    const lines = ended.out.split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^standard +allowed +good$/);
    expect(lines[1]).toMatch(/^standard +blocked +e\S*vil\S* +response: allow-origin-mismatch/);
    // oxlint-disable-next-line no-control-regex
    expect(ended.out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
  });

  it.each(ENGINE_NAMES)('only %s where it is asked for', async (engine) => {
    const ended = await shop.simulate(['--engine', engine, '-'], line(scenario('a', 'null')));
    expect(records(ended).map((record) => record.engine)).toEqual([engine]);
  });

  it('the verdict does not change the exit code', async () => {
    const ended = await shop.simulate(['-', ...STANDARD], line(scenario('a', 'null')));
    expect(ended.status).toBe(0);
    expect(records(ended)[0]?.verdict).toBe('blocked');
  });

  it('an id that the scenario does not have is empty', async () => {
    const ended = await shop.simulate(
      ['-', ...STANDARD],
      line(scenario('a', '*', { id: undefined })),
    );
    expect(records(ended)[0]?.id).toBe('');
  });
});
