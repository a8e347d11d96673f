import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findBrowser } from '../../src/browsers/index.js';

let root: string;
beforeAll(() => void (root = mkdtempSync(join(tmpdir(), 'whycors-find-'))));
afterAll(() => rmSync(root, { recursive: true }));

function put(path: string, mode = 0o755): string {
  const file = join(root, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, mode);
  return file;
}

it('takes Chrome before Chromium before Edge, wherever they stand on the PATH', () => {
  const edge = put('a/microsoft-edge');
  const PATH = [join(root, 'a'), join(root, 'b')].join(delimiter);
  expect(findBrowser('chromium', { PATH }).program).toBe(edge);
  const chromium = put('b/chromium');
  expect(findBrowser('chromium', { PATH }).program).toBe(chromium);
  const chrome = put('b/google-chrome');
  expect(findBrowser('chromium', { PATH }).program).toBe(chrome);
});

it('takes the file that the variable names before all others', () => {
  put('c/firefox');
  const mine = put('d/my firefox');
  const env = { PATH: join(root, 'c'), WHYCORS_FIREFOX: mine };
  expect(findBrowser('firefox', env).program).toBe(mine);
});

it('passes over what cannot be run: folders and files without the right', () => {
  mkdirSync(join(root, 'e/firefox'), { recursive: true });
  put('e/firefox-esr', 0o644);
  const PATH = join(root, 'e');
  expect(findBrowser('firefox', { PATH }).program).toBeNull();
  const env = { PATH, WHYCORS_FIREFOX: join(root, 'e/firefox-esr') };
  expect(findBrowser('firefox', env).missing).toContain('WHYCORS_FIREFOX');
});
