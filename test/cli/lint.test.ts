import * as fc from 'fast-check';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findings } from '../../src/cli/lint/findings.js';
import { ANY_ORIGIN, corsPolicy, exactOrigin, type CorsPolicy } from '../../src/policy/index.js';
import { createStyle } from '../../src/reporters/index.js';
import {
  lintGithub,
  lintJson,
  lintSarif,
  lintText,
  type Finding,
} from '../../src/reporters/lint/index.js';
import type { FileTarget } from '../../src/targets/index.js';
import { run, whycors } from './command.js';
import { smallTarget } from './small-target.js';

function lint(text: string): readonly Finding[] {
  return findings({ file: 'small.conf', text }, smallTarget());
}

/** A target for which the whole of every text says one policy. */
function saying(policy: CorsPolicy): FileTarget {
  const target = smallTarget();
  const read: FileTarget['read'] = (source) => {
    const { value, problems } = target.read(source);
    const span = { start: 0, end: source.text.length };
    const route = { hosts: [], path: '/', policy, span, notes: [] };
    return { value: value && { ...value, routes: [route] }, problems };
  };
  return { ...target, read };
}

describe('findings', () => {
  it('are the target’s and the policies’, in the order of the text', () => {
    const text =
      'host a\nallow * PUT credentials\nallow https://a.example/\nallow https://*.github.io PUT\n';
    expect(lint(text).map(({ rule, severity, start }) => [start.line, severity, rule])).toEqual([
      [2, 'error', 'any-origin-with-credentials'],
      [3, 'error', 'bad-origin'],
      [4, 'error', 'wildcard-below-public-suffix'],
    ]);
  });

  it('are at the value where the text has it', () => {
    const [found] = lint('host a\nallow https://a.example PUT header x-cookie header Cookie\n');
    expect(found).toMatchObject({
      rule: 'forbidden-request-header',
      start: { line: 2, column: 52 },
      end: { line: 2, column: 58 },
      line: 'allow https://a.example PUT header x-cookie header Cookie',
    });
  });

  it('are in the line that is about CORS where the same word stands elsewhere', () => {
    const text = 'host a\nset Cookie\ncors header Cookie\n';
    const policy = corsPolicy({
      origins: [exactOrigin('https://a.example')],
      methods: ['PUT'],
      requestHeaders: ['cookie'],
    });
    const [found] = findings({ file: 'small.conf', text }, saying(policy));
    expect(found?.start).toEqual({ line: 3, column: 13 });
  });

  it('are in the first line about CORS where the text does not have the value', () => {
    const text = 'host a\n# CORS\nset X\n  cors wide open \nset Y\n';
    const policy = corsPolicy({ origins: [ANY_ORIGIN], methods: ['PUT'], credentials: true });
    const [found] = findings({ file: 'small.conf', text }, saying(policy));
    expect(found).toMatchObject({ start: { line: 4, column: 3 }, end: { line: 4, column: 17 } });
  });

  it('leave a server’s defaults alone', () => {
    expect(lint('host a\nallow https://a.example\n')).toEqual([]);
  });
});

const FINDING: Finding = {
  file: 'conf,d/a:b%.conf',
  target: 'small',
  rule: 'bad-origin',
  severity: 'note',
  message: 'Not\n100% \u001b[31mright.',
  start: { line: 3, column: 4 },
  end: { line: 3, column: 8 },
  line: '\tab\u202ecdefgh',
};

describe('formats', () => {
  it('text shows the line, and no control character of it', () => {
    expect(lintText([FINDING], 1, createStyle(false, 80))).toBe(
      [
        'conf,d/a:b%.conf:3:4: note bad-origin',
        '  Not\\n100% \\x1b[31mright.',
        '  3 |  ab\\u202ecdefgh',
        '         ^^^^^^^^^',
        '',
        '1 file: 1 note',
      ].join('\n'),
    );
  });

  it('text cuts long lines around the caret', () => {
    const far = { ...FINDING, line: 'x'.repeat(5000), start: { line: 3, column: 4000 } };
    const text = lintText([{ ...far, end: { line: 4, column: 1 } }], 2, createStyle(false, 80));
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(140);
    expect(text).toContain('^');
  });

  it('GitHub’s annotations are escaped', () => {
    expect(lintGithub([FINDING])).toBe(
      '::notice file=conf%2Cd/a%3Ab%25.conf,line=3,col=4,endColumn=8,title=bad-origin::Not%0A100%25 \\x1b[31mright.',
    );
    expect(lintGithub([])).toBe('');
  });

  it('SARIF points to its rules and to URIs', () => {
    const other = { ...FINDING, file: '/etc/a b#c', rule: 'other', severity: 'error' as const };
    const log = JSON.parse(lintSarif([FINDING, other, FINDING], '1.2.3')) as unknown;
    expect(log).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'whycors',
              version: '1.2.3',
              rules: [{ id: 'small/bad-origin' }, { id: 'small/other' }],
            },
          },
          columnKind: 'utf16CodeUnits',
          results: [
            {
              ruleId: 'small/bad-origin',
              ruleIndex: 0,
              level: 'note',
              message: { text: FINDING.message },
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'conf,d/a:b%25.conf' },
                    region: { startLine: 3, startColumn: 4, endLine: 3, endColumn: 8 },
                  },
                },
              ],
            },
            {
              level: 'error',
              ruleIndex: 1,
              locations: [
                { physicalLocation: { artifactLocation: { uri: 'file:///etc/a%20b%23c' } } },
              ],
            },
            { ruleIndex: 0 },
          ],
        },
      ],
    });
  });

  it('take anything', () => {
    const position = fc.record({ line: fc.nat({ max: 3 }), column: fc.nat({ max: 300 }) });
    const text = fc.string({ unit: 'binary', maxLength: 300 });
    const any = fc.record({
      file: text,
      target: text,
      rule: fc.constant('bad-origin'),
      severity: fc.constantFrom('error' as const, 'warning' as const, 'note' as const),
      message: text,
      start: position,
      end: position,
      line: text.map((line) => line.replace(/[\r\n]/g, ' ')),
    });
    fc.assert(
      fc.property(any, (finding) => {
        const shown = lintText([finding], 1, createStyle(false, 80)) + lintGithub([finding]);
        expect(shown.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
        expect(lintGithub([finding])).not.toContain('\n');
        JSON.parse(lintSarif([finding], '1'));
      }),
      { seed: 7 },
    );
  });

  it('JSON can go to a terminal', () => {
    const text = lintJson([FINDING]);
    expect(text).not.toContain('\u001b');
    const { line: _line, ...shown } = FINDING;
    expect(JSON.parse(text)).toEqual({ version: 1, findings: [shown] });
  });
});

const ANNOTATIONS = (origin: string): string => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: orders
  annotations:
    nginx.ingress.kubernetes.io/enable-cors: "true"
    nginx.ingress.kubernetes.io/cors-allow-origin: "${origin}"
spec:
  rules:
    - host: api.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: { service: { name: orders, port: { number: 80 } } }
`;

describe('whycors lint', () => {
  let folder: string;
  let bad: string;
  let good: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-lint-'));
    bad = join(folder, 'bad.yaml');
    good = join(folder, 'good.yaml');
    await writeFile(bad, ANNOTATIONS('https://app.example.com/'));
    await writeFile(good, ANNOTATIONS('https://app.example.com'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('ends with 0 where there are no errors', async () => {
    const { status, err } = await whycors('lint', good);
    expect({ status, err }).toEqual({ status: 0, err: '' });
  });

  it('ends with 1 where there are, and shows where', async () => {
    const { status, out, err } = await whycors('lint', good, bad);
    expect({ status, err }).toEqual({ status: 1, err: '' });
    expect(out).toContain(`${bad}:7:`);
    expect(out).toContain('"https://app.example.com/"\n');
    expect(out).toMatch(/\^{5}/);
    expect(out).toContain('2 files: ');
  });

  it('ends with 2 where a file cannot be used, and lints the others', async () => {
    const other = join(folder, 'other.txt');
    await writeFile(other, 'nothing of the kind');
    const missing = join(folder, 'missing');
    const { status, out, err } = await whycors('lint', missing, other, folder, bad);
    expect(status).toBe(2);
    expect(err).toContain(`${missing}: there is no such file.`);
    expect(err).toContain(`${other}: it is not clear what this configures`);
    expect(err).toContain(`${folder}: this is a folder, not a file.`);
    expect(out).toContain(`${bad}:7:`);
  });

  it('reads standard input', async () => {
    const script = '"$0" "$1" lint - --target ingress-nginx < "$2"';
    const command = new URL('../../dist/bin/whycors.js', import.meta.url).pathname;
    const { status, out } = await run('sh', ['-c', script, process.execPath, command, bad]);
    expect(status).toBe(1);
    expect(out).toContain('<stdin>:7:');
  });

  it.each([
    [['--format', 'xml'], '--format: "xml" is not one of text, json, sarif, github.'],
    [['--target', 'ingres-nginx'], 'Did you mean ingress-nginx?'],
  ])('%j is wrong usage', async (args, message) => {
    const { status, out, err } = await whycors('lint', bad, ...args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(message);
  });

  it.each(['json', 'sarif'])('%s can be parsed', async (format) => {
    const { status, out } = await whycors('lint', bad, '--format', format);
    expect(status).toBe(1);
    expect(JSON.parse(out)).toBeTypeOf('object');
  });

  it('has annotations for GitHub', async () => {
    const { out } = await whycors('lint', bad, '--format', 'github');
    expect(out).toMatch(/^::error file=.*bad\.yaml,line=7,col=\d+,endColumn=\d+,title=/m);
  });
});
