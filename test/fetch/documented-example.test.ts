import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

it('runs as documented: cookies that are given from page to page', async () => {
  const docs = readFileSync(join(root, 'docs/library.md'), 'utf8');
  const blocks = [...docs.matchAll(/^```js\n([^]*?)^```$/gm)].map(([, code = '']) => code);
  const example = blocks.find((code) => code.includes('new BrowserCookies()')) ?? '';
  const expected = /console\.log\(.*\); \/\/ (.*)$/m.exec(example)?.[1];
  const args = ['--input-type=module', '--eval', example];
  // Inside the package its own name leads to what is published.
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  expect(stdout.trim()).toBe(expected);
});
