import { ENGINES } from '../../engines/index.js';
import { escapeControls } from '../escape.js';
import { paragraph } from '../text/layout.js';
import type { Style } from '../text/style.js';
import { caseTitle, notPassed, type CheckReport } from './report.js';

/** The results for a person, without a final line feed. */
export function checkText(report: CheckReport, style: Style): string {
  const { counts, took, against } = report;
  const lines = notPassed(report).flatMap((result) => {
    const mark = result.verdict === 'unreachable' ? style.warn('!') : style.fail;
    const explain = result.rule === null ? '' : ` whycors explain ${result.rule}`;
    const who = result.case.check.engines.length === 1 ? '' : ` (${ENGINES[result.engine].title})`;
    return [
      ...paragraph(escapeControls(caseTitle(result)), `${mark} `, '  ', style),
      ...paragraph(
        `${escapeControls(result.message ?? '')}${result.verdict === 'unreachable' ? '' : who}${explain}`,
        '  ',
        '  ',
        style,
      ).map(style.dim),
    ];
  });
  const parts = [
    `${counts.passed} as expected`,
    ...(counts.failed > 0 ? [`${counts.failed} not`] : []),
    ...(counts.unreachable > 0 ? [`${counts.unreachable} not reached`] : []),
  ];
  const mark = counts.failed + counts.unreachable === 0 ? style.pass : style.fail;
  const total = `${mark} ${against}: ${parts.join(', ')} (${(took / 1000).toFixed(1)} s)`;
  return [...lines, ...(lines.length === 0 ? [] : ['']), total].join('\n');
}
