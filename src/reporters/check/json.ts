import { stringifyJson } from '../json/stringify.js';
import type { CheckReport } from './report.js';

/** Raised when something in it changes its meaning or goes. */
export const CHECK_VERSION = 1;

/** The results for programs, and for --only-changed of a later run. */
export function checkJson({ file, against, counts, took, results, position }: CheckReport): string {
  return stringifyJson(
    {
      version: CHECK_VERSION,
      file,
      against,
      counts,
      took: Math.round(took),
      results: results.map((result) => ({
        id: result.case.id,
        name: result.case.check.name,
        line: position(result.case.check.span.start).line,
        url: result.case.request.url,
        origin: result.case.origin,
        method: result.case.request.method,
        expect: result.case.check.expect,
        verdict: result.verdict,
        passed: result.passed,
        message: result.message,
        engine: result.engine,
        rule: result.rule,
        took: result.took,
      })),
    },
    2,
  );
}
