import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

/**
 * Writes generated files that are not up to date; with `--check` among the arguments it names
 * them instead.
 * @param script what writes them, for the message
 * @param files pairs of a path in the repository and its text
 * @returns the exit code: 1 when a check found an old file
 */
export function writeGenerated(script, files) {
  let stale = 0;
  for (const [path, text] of files) {
    const file = join(root, path);
    let old = null;
    try {
      old = readFileSync(file, 'utf8');
    } catch {
      // The first run makes it.
    }
    if (old === text) continue;
    if (process.argv.includes('--check')) {
      stale = 1;
      console.error(`${path} is not up to date: run node ${script}`);
    } else {
      writeFileSync(file, text);
    }
  }
  return stale;
}
