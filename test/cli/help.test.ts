import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, whycors } from './command.js';

const { version } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { version: string };

/** Options that the help names in long form. */
function longOptions(help: string): string[] {
  return [...help.matchAll(/^ {2}(?:-\w, )?(--[\w.-]+)/gm)].map((match) => match[1]!);
}

describe('help', () => {
  it.each(['--version', '-V'])('%s is that of the package', async (option) => {
    expect(await whycors(option)).toEqual({ status: 0, out: `${version}\n`, err: '' });
  });

  it.each([
    [['--help']],
    [['-h']],
    [['simulate', '--help']],
    [['explain', '--help']],
    [['completion', '--help']],
    [['explain']],
    [['explain', 'wildcard-with-credentials']],
  ])('%j ends with 0 and fits into 80 columns', async (args) => {
    const { status, out, err } = await whycors(...args);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    const code = (line: string): boolean => line.startsWith('    ') && args.length === 2;
    expect(out.split('\n').filter((line) => line.length > 80 && !code(line))).toEqual([]);
  });

  it('is shown, with 2, when nothing is asked', async () => {
    const { status, out, err } = await whycors();
    expect(status).toBe(2);
    expect(out + err).toContain('Usage: whycors');
  });

  it('tells of each option in docs/cli.md', async () => {
    const text = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');
    const { out } = await whycors('--help');
    const missing = longOptions(out).filter((option) => !text.includes(option));
    expect(missing.filter((option) => !['--version', '--help'].includes(option))).toEqual([]);
  });
});

describe('completion', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-completion-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function script(shell: string): Promise<string> {
    const { status, out, err } = await whycors('completion', shell);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    const file = join(folder, shell);
    await writeFile(file, out);
    return file;
  }

  /** What bash offers for the last of these words. */
  async function offered(...words: readonly string[]): Promise<string[]> {
    const program = `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _whycors
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { status, out, err } = await run('bash', ['-c', program, await script('bash'), ...words]);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    return out.split('\n').filter((word) => word !== '');
  }

  it('bash accepts the script for it', async () => {
    expect(await run('bash', ['-n', await script('bash')])).toMatchObject({ status: 0, err: '' });
  });

  it('bash accepts the one for zsh, which loads bash functions', async () => {
    expect(await run('bash', ['-n', await script('zsh')])).toMatchObject({ status: 0, err: '' });
  });

  it('offers options, their values, commands and rules', async () => {
    expect(await offered('whycors', '--cred')).toEqual(['--credentials']);
    expect(await offered('whycors', '--credentials', '')).toEqual([
      'omit',
      'same-origin',
      'include',
    ]);
    expect(await offered('whycors', 'expl')).toEqual(['explain']);
    expect(await offered('whycors', 'explain', 'wildcard-w')).toEqual([
      'wildcard-with-credentials',
    ]);
    const { out } = await whycors('--help');
    expect(await offered('whycors', '--')).toEqual(expect.arrayContaining(longOptions(out)));
  });

  it('fish: a line for each option, every quote closed', async () => {
    const { out } = await whycors('completion', 'fish');
    const { out: help } = await whycors('--help');
    for (const option of longOptions(help)) {
      expect(out).toMatch(new RegExp(`^complete -c whycors -l ${option.slice(2)}( |$)`, 'm'));
    }
    for (const line of out.trim().split('\n')) {
      expect(line).toMatch(/^complete -c whycors (-\w|[\w.-]+|'(\\'|[^'])*'| )+$/);
    }
  });

  it('any other shell is a mistake', async () => {
    const { status, err } = await whycors('completion', 'powershell');
    expect(status).toBe(2);
    expect(err).toContain('bash, zsh, fish');
  });
});
