import type { Finding } from '../lint/index.js';
import { caseTitle, notPassed, type CheckReport } from './report.js';

/** Results that are not as expected, as findings in the contract: for SARIF and GitHub. */
export function checkFindings(report: CheckReport): readonly Finding[] {
  return notPassed(report).map((result) => {
    const { span } = result.case.check;
    return {
      file: report.file,
      target: 'check',
      rule: result.rule ?? (result.verdict === 'unreachable' ? 'not-reached' : 'not-as-expected'),
      severity: result.verdict === 'unreachable' ? 'warning' : 'error',
      message: `${caseTitle(result)}: ${result.message ?? ''}`,
      start: report.position(span.start),
      end: report.position(span.end),
      line: '',
    };
  });
}
