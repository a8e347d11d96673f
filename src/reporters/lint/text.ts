import { escapeControls } from '../escape.js';
import { paragraph } from '../text/layout.js';
import type { Style } from '../text/style.js';
import { countFindings, type Finding } from './finding.js';

/** Columns of a configuration's line that are shown. */
const WIDEST = 120;

/** Findings for a person: place, severity, rule and message, and the line with a caret; without a final line feed. */
export function lintText(findings: readonly Finding[], files: number, style: Style): string {
  const blocks = findings.map((finding) => findingBlock(finding, style));
  const where = `${files} ${files === 1 ? 'file' : 'files'}`;
  return [...blocks, `${where}: ${countFindings(findings)}`].join('\n\n');
}

/** One finding with its line. */
export function findingBlock(
  { file, rule, severity, message, start, end, line }: Finding,
  style: Style,
): string {
  const place = `${escapeControls(file)}:${start.line}:${start.column}`;
  const paint = { error: style.bad, warning: style.warn, note: style.dim }[severity];
  const head = `${style.bold(place)}: ${paint(severity)} ${style.code(rule)}`;
  const text = paragraph(escapeControls(message), '  ', '  ', style);
  return [head, ...text, ...excerpt(line, start, end, style)].join('\n');
}

/** The line and a caret below what it is about; a long line is cut to what is around the caret. */
export function excerpt(
  line: string,
  start: Finding['start'],
  end: Finding['end'],
  style: Style,
): string[] {
  if (line.trim() === '') return [];
  const from = start.column - 1;
  const to = end.line === start.line ? Math.max(end.column - 1, from + 1) : line.length;
  const cut = Math.max(0, Math.min(from - 40, line.length - WIDEST));
  const shown = (a: number, b: number): string =>
    escapeControls(line.slice(Math.max(a, cut), Math.min(b, cut + WIDEST)).replaceAll('\t', ' '));
  const gutter = `${start.line} | `;
  const before = shown(cut, from);
  const carets = '^'.repeat(Math.max(1, shown(from, to).length));
  return [
    `  ${style.dim(gutter)}${before}${shown(from, line.length)}`,
    `  ${' '.repeat(gutter.length + before.length)}${style.warn(carets)}`,
  ];
}
