import { ENGINES } from '../../engines/index.js';
import { escapeControls } from '../escape.js';
import { paragraph } from '../text/layout.js';
import type { Style } from '../text/style.js';
import { caseTitle, notPassed, unsentNote, type CheckReport } from './report.js';

/** Cases that are shown; the rest is counted. */
const MOST_SHOWN = 100;

/** The results for a person, without a final line feed. */
export function checkText(report: CheckReport, style: Style): string {
  const { counts, took, against } = report;
  const wrong = notPassed(report);
  const more = wrong.length - MOST_SHOWN;
  const lines = wrong.slice(0, MOST_SHOWN).flatMap((result) => {
    const mark = result.verdict === 'unreachable' ? style.warn('!') : style.fail;
    const about = [
      ...(result.verdict === 'unreachable' || result.case.check.engines.length === 1
        ? []
        : [ENGINES[result.engine].title]),
      ...(result.rule === null ? [] : [`whycors explain ${result.rule}`]),
    ];
    const aside = about.length === 0 ? '' : ` (${about.join('; ')})`;
    return [
      ...paragraph(escapeControls(caseTitle(result)), `${mark} `, '  ', style),
      ...paragraph(`${escapeControls(result.message ?? '')}${aside}`, '  ', '  ', style).map(
        style.dim,
      ),
    ];
  });
  const parts = [
    `${counts.passed} as expected`,
    ...(counts.failed > 0 ? [`${counts.failed} not`] : []),
    ...(counts.unreachable > 0 ? [`${counts.unreachable} not reached`] : []),
  ];
  const mark = counts.failed + counts.unreachable === 0 ? style.pass : style.fail;
  const total = `${mark} ${against}: ${parts.join(', ')} (${(took / 1000).toFixed(1)} s)`;
  const unsent = unsentNote(report);
  return [
    ...lines,
    ...(more > 0 ? ['', `and ${more} more (--report json has them all)`] : []),
    ...(lines.length === 0 ? [] : ['']),
    total,
    ...(unsent === '' ? [] : paragraph(unsent, '  ', '  ', style)),
  ].join('\n');
}
