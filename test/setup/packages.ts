import { isThere } from '../../scripts/lib/debian.mjs';

/** The Debian packages of these that are not installed; tests that need them are skipped then, and say so. */
export function missingPackages(names: readonly string[]): string[] {
  return names.filter((name) => !isThere(name));
}
