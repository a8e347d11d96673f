import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs a command in the project's folder with its output shown. @returns its exit code */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) throw error;
  return status ?? 1;
}

/** Runs a program of a package. */
export function bin(name, args, options = {}) {
  return run(
    process.execPath,
    [fileURLToPath(new URL(`../../node_modules/${name}`, import.meta.url)), ...args],
    options,
  );
}
