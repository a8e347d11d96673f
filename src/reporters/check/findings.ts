import type { CaseResult } from '../../contract/index.js';
import type { Finding } from '../lint/index.js';
import { caseTitle, notPassed, type CheckReport } from './report.js';

/** Results that are not as expected, as findings in the contract: for SARIF. */
export function checkFindings(report: CheckReport): readonly Finding[] {
  return notPassed(report).map((result) => ({
    ...findingOf(report, result),
    identity: result.case.id,
  }));
}

/**
 * The same for annotations, of which GitHub shows ten of a kind: those of one
 * check with one cause are one.
 */
export function checkAnnotations(report: CheckReport): readonly Finding[] {
  const groups = new Map<string, CaseResult[]>();
  for (const result of notPassed(report)) {
    const { check } = result.case;
    const key = `${check.span.start} ${check.urls.length === 1} ${ruleOf(result)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [result]);
    else group.push(result);
  }
  return [...groups.values()].map(([first, ...others]) => {
    const finding = findingOf(report, first!);
    const more = others.length === 0 ? '' : ` And ${others.length} more of this check.`;
    return { ...finding, message: finding.message + more };
  });
}

function findingOf(report: CheckReport, result: CaseResult): Finding {
  const { span } = result.case.check;
  return {
    file: report.file,
    target: 'check',
    rule: ruleOf(result),
    severity: result.verdict === 'unreachable' ? 'warning' : 'error',
    message: `${caseTitle(result)}: ${result.message ?? ''}`,
    start: report.position(span.start),
    end: report.position(span.end),
    line: '',
  };
}

function ruleOf({ rule, verdict }: CaseResult): string {
  return rule ?? (verdict === 'unreachable' ? 'not-reached' : 'not-as-expected');
}
