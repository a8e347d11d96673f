import type { Position } from '../../targets/index.js';

/** One thing wrong in a configuration, as linters show it. */
export interface Finding {
  /** As the user named it. */
  readonly file: string;
  readonly target: string;
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'note';
  readonly message: string;
  readonly start: Position;
  readonly end: Position;
  /** The line that it begins in. */
  readonly line: string;
  /** What it is about, the same in every run; for those that stand in one place with others. */
  readonly identity?: string;
}

/** "2 errors, 1 warning": what there is of each severity. */
export function countFindings(findings: readonly Finding[]): string {
  const counts = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`];
  });
  return counts.length === 0 ? 'nothing found' : counts.join(', ');
}
