import { escapeControls } from '../escape.js';
import { caseTitle, notPassed, unsentNote, type CheckReport } from './report.js';

/** Rows that are shown; job summaries have a limit. */
const MOST_ROWS = 200;

/** A summary as Markdown, for pull requests and job summaries. */
export function checkMarkdown(report: CheckReport): string {
  const { file, against, counts } = report;
  const bad = notPassed(report);
  const head = [
    `## CORS: ${bad.length === 0 ? 'all as expected' : `${bad.length} not as expected`}`,
    '',
    `${cell(file)}, ${against}: ${counts.passed} as expected, ${counts.failed} not, ${counts.unreachable} not reached. ${unsentNote(report)}`.trimEnd(),
  ];
  if (bad.length === 0) return head.join('\n');
  const rows = bad
    .slice(0, MOST_ROWS)
    .map((result) => `| ${cell(caseTitle(result))} | ${cell(result.message ?? '')} |`);
  const more = bad.length - MOST_ROWS;
  return [
    ...head,
    '',
    '| request | what is wrong |',
    '| --- | --- |',
    ...rows,
    ...(more > 0 ? ['', `and ${more} more`] : []),
  ].join('\n');
}

/** Text that stays text in a cell: what comes from servers may not become markup. */
function cell(text: string): string {
  return escapeControls(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_[\]|!#]/g, '\\$&')
    .replaceAll(/\s+/g, ' ');
}
