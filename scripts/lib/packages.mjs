import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './run.mjs';

/**
 * Installs the npm packages where they are missing or older than the lock file.
 * The versions are the lock file's. `npm ci` refuses a lock file without the
 * optional bindings of every platform (https://github.com/npm/cli/issues/4828),
 * so this is an install that leaves the lock file as it is.
 */
export function ensurePackages() {
  const installed = join(root, 'node_modules/.package-lock.json');
  const lock = join(root, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  console.error('Installing npm packages …');
  const status = run(
    'npm',
    ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  if (status !== 0) throw new Error('npm install failed: is the npm registry reachable?');
}
