import { escapeControls } from '../escape.js';
import type { Masker } from '../mask.js';
import type { Report } from '../report.js';
import { disagrees, type Verification } from '../verification.js';
import {
  HOW_TO_KEEP,
  kept,
  notAsked,
  verificationLimits,
  verificationPhrase,
} from '../wording/verification.js';
import { heading, paragraph } from './layout.js';
import type { Style } from './style.js';

/** At the top of a report: browsers that do otherwise than predicted. */
export function disagreements(report: Report, masker: Masker, style: Style): string[] {
  const mark = `${style.bold(style.warn('DISAGREEMENT'))}  `;
  return (report.verification?.results ?? [])
    .filter(disagrees)
    .flatMap((one) => paragraph(phrase(one, masker), mark, '  ', style));
}

/** What the real browsers did. */
export function verification(report: Report, masker: Masker, style: Style): string[] {
  if (report.verification === undefined) return [];
  const { results, file } = report.verification;
  const done = results.filter(({ verdict }) => verdict !== null);
  const wrong = results.some(disagrees);
  const limits = done.length === 0 ? [] : verificationLimits(done, report.origin);
  const after = [
    ...(wrong ? [file === null ? HOW_TO_KEEP : kept(file)] : []),
    ...new Set(done.flatMap(({ notes }) => notes)),
    ...limits,
  ];
  return [
    ...heading('In the real browser', style),
    ...done.flatMap((one) => oneBrowser(one, masker, style)),
    ...notAsked(results).flatMap((text) => remark(text, masker, style)),
    ...after.flatMap((text) => remark(text, masker, style).map(style.dim)),
  ];
}

function oneBrowser(one: Verification, masker: Masker, style: Style): string[] {
  const mark = disagrees(one) ? style.fail : style.pass;
  const lines = one.console.flatMap((line) =>
    paragraph(escapeControls(masker.text(line)), '      ', '      ', style).map(style.dim),
  );
  return [...paragraph(phrase(one, masker), `  ${mark} `, '    ', style), ...lines];
}

function remark(text: string, masker: Masker, style: Style): string[] {
  return paragraph(escapeControls(masker.text(text)), `  ${style.note} `, '    ', style);
}

function phrase(one: Verification, masker: Masker): string {
  return escapeControls(masker.text(verificationPhrase(one)));
}
