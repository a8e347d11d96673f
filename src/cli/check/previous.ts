import { readFile } from 'node:fs/promises';
import type { CaseResult } from '../../contract/index.js';
import { UsageError } from '../io.js';
import { whyUnread } from '../read-source.js';

/** Cases of an earlier run by id: whether they were as expected, and what was wrong. */
export type Previous = ReadonlyMap<
  string,
  { readonly passed: boolean; readonly message: string | null }
>;

/**
 * Reads a JSON report of an earlier run.
 * @throws UsageError for what is none
 */
export async function readPrevious(file: string): Promise<Previous> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'this is no JSON' : whyUnread(error);
    throw new UsageError(`--only-changed: ${file}: ${why}.`);
  }
  const { version, results } = (json ?? {}) as { version?: unknown; results?: unknown };
  if (version !== 1 || !Array.isArray(results))
    throw new UsageError(
      `--only-changed: ${file} is no report of whycors check --report json=FILE.`,
    );
  return new Map(
    (results as { id?: unknown; passed?: unknown; message?: unknown }[]).flatMap(
      ({ id, passed, message }) =>
        typeof id === 'string'
          ? [
              [
                id,
                { passed: passed === true, message: typeof message === 'string' ? message : null },
              ],
            ]
          : [],
    ),
  );
}

/** Results that are new or other than before. */
export function changedSince(
  results: readonly CaseResult[],
  previous: Previous,
): readonly CaseResult[] {
  return results.filter(({ case: { id }, passed, message }) => {
    const before = previous.get(id);
    return before === undefined || before.passed !== passed || before.message !== message;
  });
}
