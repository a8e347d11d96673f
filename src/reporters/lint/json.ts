import { stringifyJson } from '../json/stringify.js';
import type { Finding } from './finding.js';

/** Raised when something in it changes its meaning or goes. */
const LINT_VERSION = 1;

/** Findings for programs. */
export function lintJson(findings: readonly Finding[]): string {
  const shown = findings.map(({ file, target, rule, severity, message, start, end }) => {
    return { file, target, rule, severity, message, start, end };
  });
  return stringifyJson({ version: LINT_VERSION, findings: shown }, 2);
}
