import type { Observation } from '../../evidence/index.js';
import { isNetworkFailure, type Failure, type TraceEntry } from '../../protocol/index.js';
import { escapeControls } from '../escape.js';
import type { Masker } from '../mask.js';
import { isBefore } from '../moment.js';
import type { Report } from '../report.js';
import { failurePhrase } from '../wording/failure.js';
import { notePhrase } from '../wording/trace.js';
import { headerText, markedHeader } from './header-lines.js';
import { heading, paragraph } from './layout.js';
import type { Style } from './style.js';

/** Decisions that a person who looks for a fault need not read. */
const QUIET = new Set([
  'origin-sent',
  'response-tainting-cors',
  'credentials-not-included',
  'preflight-cache-cleared',
]);

/** Request-headers that the protocol decided, which the server has to answer. */
const TOLD = /^(origin|access-control-request-.*|cookie|authorization)$/i;

/** Each network request in its order, what was decided on it, and where it stopped. */
export function timeline(report: Report, masker: Masker, style: Style): string[] {
  const { outcome } = report.main;
  const lines = heading('What happened', style);
  const failure = report.verdict === 'blocked' ? outcome.failure : null;
  report.exchanges.forEach((seen, index) => {
    lines.push(...before(outcome.trace, index, masker, style));
    lines.push(exchangeLine(seen, index, report, masker, style));
    for (const header of seen.request.headers) {
      if (TOLD.test(header[0])) lines.push(style.dim(`       > ${headerText(header, masker)}`));
    }
    const after = outcome.trace.filter((entry) => entry.exchange === index && !isBefore(entry));
    for (const entry of after)
      if (entry.result !== 'fail') lines.push(...note(entry, masker, style));
    if (failure?.exchange === index && failure.during !== 'before')
      lines.push(...fault(failure, report, masker, style));
  });
  if (failure?.during === 'before') {
    lines.push(...before(outcome.trace, report.exchanges.length, masker, style));
    lines.push(...fault(failure, report, masker, style));
  }
  return lines;
}

function before(
  trace: readonly TraceEntry[],
  index: number,
  masker: Masker,
  style: Style,
): string[] {
  return trace
    .filter((entry) => entry.exchange === index && isBefore(entry) && entry.result !== 'fail')
    .flatMap((entry) => note(entry, masker, style));
}

function note(entry: TraceEntry, masker: Masker, style: Style): string[] {
  if (QUIET.has(entry.code)) return [];
  const mark = entry.result === 'pass' ? style.pass : style.note;
  return paragraph(
    escapeControls(masker.text(notePhrase(entry))),
    `     ${mark} `,
    '       ',
    style,
  );
}

function exchangeLine(
  seen: Observation,
  index: number,
  report: Report,
  masker: Masker,
  style: Style,
): string {
  const { request, result, meta } = seen;
  const instead = report.standIn === index ? ` (instead of ${report.request.method})` : '';
  // What was recorded elsewhere has no time.
  const took = meta !== undefined && meta.timings.total > 0;
  const time = took ? style.dim(`  ${Math.max(1, Math.round(meta.timings.total))} ms`) : '';
  const end = isNetworkFailure(result) ? style.bad('no response') : String(result.status);
  const url = escapeControls(masker.text(request.url));
  return `  ${style.bold(String(index + 1))}  ${style.bold(request.method)} ${url}${instead}  → ${style.bold(end)}${time}`;
}

function fault(failure: Failure, report: Report, masker: Masker, style: Style): string[] {
  const seen = report.exchanges[failure.exchange]?.result;
  const headers = seen && 'headers' in seen ? seen.headers : [];
  const phrase = escapeControls(masker.text(failurePhrase(failure)));
  const detail = failure.details.detail;
  return [
    ...paragraph(phrase, `     ${style.fail} `, '       ', style),
    ...(failure.during === 'before'
      ? []
      : markedHeader(failure, headers, '         ', masker, style)),
    ...(detail === undefined ? [] : [style.dim(`         ${escapeControls(masker.text(detail))}`)]),
  ];
}
