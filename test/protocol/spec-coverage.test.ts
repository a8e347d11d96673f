import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { STEPS } from '../../src/protocol/index.js';

const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/spec-coverage.md', root), 'utf8');

const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (---|Algorithm)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, algorithm, state, where, remarks]) => ({ algorithm, state, where, remarks }));

describe('docs/spec-coverage.md', () => {
  it('names the day of the standard', () => {
    expect(page).toMatch(/as of 20\d\d-\d\d\b/);
  });

  it('has rows to check', () => {
    expect(rows.length).toBeGreaterThan(30);
  });

  it.each(rows)('$algorithm: $state', ({ state, where, remarks }) => {
    expect(state).toMatch(/^(done|simplified|out)$/);
    const file = /^`(src\/[^`]+\.ts)`$/.exec(where!)?.[1];
    if (state === 'out') expect(where).toBe('');
    else expect(file !== undefined && existsSync(new URL(file, root)), where).toBe(true);
    if (state !== 'done') expect(remarks).not.toBe('');
  });

  it.each(Object.values(STEPS))('has a row for $term', ({ url }) => {
    expect(page).toContain(`(${url})`);
  });
});
