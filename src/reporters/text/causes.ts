import type { Cause, Evidence } from '../../evidence/index.js';
import type { RuleId } from '../../rules/index.js';
import { escapeControls } from '../escape.js';
import type { Masker } from '../mask.js';
import type { Report } from '../report.js';
import { WORDING } from '../wording/index.generated.js';
import { evidenceText, SIDES } from '../wording/evidence.js';
import { applyWording, type CauseWords } from '../wording/wording.js';
import { heading, paragraph } from './layout.js';
import type { Style } from './style.js';

/** The words for a cause. */
export function causeWords(cause: Cause<RuleId>): CauseWords {
  return applyWording(WORDING[cause.rule], cause.args);
}

/** Why, with the evidence, whose side, and what to change. */
export function causes(report: Report, masker: Masker, style: Style): string[] {
  const by = (role: Cause['role']): Cause<RuleId>[] =>
    report.causes.filter((cause) => cause.role === role);
  return [
    ...section('Cause', by('blocks'), true, masker, style),
    ...section(
      'Next: this would refuse the call once that is mended',
      by('blocks-next'),
      true,
      masker,
      style,
    ),
    ...section('Good to know', by('advice'), false, masker, style),
  ];
}

function section(
  title: string,
  found: readonly Cause<RuleId>[],
  whole: boolean,
  masker: Masker,
  style: Style,
): string[] {
  if (found.length === 0) return [];
  return [...heading(title, style), ...found.flatMap((cause) => one(cause, whole, masker, style))];
}

function one(cause: Cause<RuleId>, whole: boolean, masker: Masker, style: Style): string[] {
  const safe = (text: string): string => escapeControls(masker.text(text));
  const words = causeWords(cause);
  const side = `${cause.confidence} · on the side of ${SIDES[cause.side]} · whycors explain ${cause.rule}`;
  const lines = [
    `  ${style.warn(words.title)}`,
    ...paragraph(safe(words.cause), '  ', '  ', style),
    ...paragraph(side, '  ', '  ', style).map(style.dim),
  ];
  if (whole) for (const item of cause.evidence) lines.push(...evidenceLine(item, masker, style));
  words.change.forEach((step, index) => {
    const first = index === 0 ? '  Change: ' : '          ';
    lines.push(...paragraph(safe(step), first, '          ', style));
  });
  return [...lines, ''];
}

function evidenceLine(item: Evidence, masker: Masker, style: Style): string[] {
  const text = escapeControls(evidenceText(item, masker));
  return paragraph(text, `  ${style.note} `, '    ', style).map(style.dim);
}
