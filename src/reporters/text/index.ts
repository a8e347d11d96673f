import { isNetworkFailure, nameIs } from '../../protocol/index.js';
import { preflightChecklist } from '../checklist.js';
import { curlCommands } from '../curl/index.js';
import { escapeControls } from '../escape.js';
import type { Masker } from '../mask.js';
import type { EngineResult, Report } from '../report.js';
import { experimentName } from '../wording/experiments.js';
import { failurePhrase, failurePlace } from '../wording/failure.js';
import { causes } from './causes.js';
import { fixSection } from './fix.js';
import { heading, paragraph, showCode } from './layout.js';
import type { Style } from './style.js';
import { timeline } from './timeline.js';
import { disagreements, verification } from './verification.js';

export { createStyle, type Style } from './style.js';

/** The report for a person, without a final line feed. */
export function textReport(report: Report, masker: Masker, style: Style, curl: boolean): string {
  const lines = [
    ...disagreements(report, masker, style),
    ...verdict(report, masker, style),
    ...notes(report, masker, style),
    ...consoleLines(report, masker, style),
    ...timeline(report, masker, style),
    ...causes(report, masker, style),
    ...checklist(report, masker, style),
    ...experiments(report, masker, style),
    ...notSeen(report, style),
    ...differences(report, masker, style),
    ...verification(report, masker, style),
    ...(report.fix === undefined ? [] : fixSection(report.fix, masker, style)),
    ...(curl ? curlSection(report, masker, style) : []),
  ];
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd();
}

function verdict(report: Report, masker: Masker, style: Style): string[] {
  const { failure } = report.main.outcome;
  const safe = (text: string): string => escapeControls(masker.text(text));
  const call = `${report.request.method} ${safe(report.request.url)}`;
  if (report.verdict === 'blocked' && failure) {
    const why = safe(failurePhrase(failure));
    const network = failure.code === 'network-failure';
    const what = network ? `${call} fails` : `${who(report)} refuses ${call}`;
    const likely = report.standIn === null ? '' : ' (judged by GET)';
    return paragraph(
      `${what} ${failurePlace(failure)}${likely}: ${why}.`,
      style.bold(style.bad('BLOCKED')) + '  ',
      '  ',
      style,
    );
  }
  if (report.verdict === 'unknown') {
    const seen = report.exchanges.some(({ request }) => request.kind === 'preflight');
    const text = seen
      ? `the preflight of ${call} passes; the request itself was not sent.`
      : `${call} was not sent.`;
    return paragraph(text, style.bold(style.warn('NOT SENT')) + '  ', '  ', style);
  }
  const judged = report.standIn === null ? '' : ' as far as a GET can tell';
  const page = `from ${report.origin}`;
  return paragraph(
    `the browser lets ${call} through ${page}${judged}.`,
    style.bold(style.good('ALLOWED')) + '  ',
    '  ',
    style,
  );
}

/** The browsers agree on most calls; where they do not, the report is one browser's. */
function who({ main, engines }: Report): string {
  const agreed = engines.every(({ outcome }) => outcome.verdict === main.outcome.verdict);
  return agreed ? 'the browser' : ENGINE_TITLES[main.engine];
}

function notes(report: Report, masker: Masker, style: Style): string[] {
  // What was typed is quoted in them.
  return report.notes.flatMap((text) =>
    paragraph(escapeControls(masker.text(text)), `  ${style.note} `, '    ', style),
  );
}

function consoleLines(report: Report, masker: Masker, style: Style): string[] {
  // What a browser would print about a GET that stands in and decides nothing, it never prints.
  if (report.verdict === 'unknown') return [];
  const { main, engines } = report;
  // A failure of the network is none of CORS, and some consoles word it as one all the same.
  const network = main.outcome.failure?.code === 'network-failure';
  const prints = (result: EngineResult): boolean => result.console.length > 0;
  const shown = prints(main) || !network ? main : (engines.find(prints) ?? main);
  if (!prints(shown)) return [];
  const note = 'It sounds like CORS, and is not: no header can help here.';
  return [...printed(shown, masker, style), ...(network ? paragraph(note, '  ', '  ', style) : [])];
}

function printed({ engine, console: lines }: EngineResult, masker: Masker, style: Style): string[] {
  return [
    ...heading(`${ENGINE_TITLES[engine]} prints`, style),
    ...lines.flatMap((line) => {
      const safe = escapeControls(masker.text(line));
      return paragraph(safe, '  ', '  ', style).map(style.dim);
    }),
  ];
}

const ENGINE_TITLES = {
  standard: 'The standard',
  chromium: 'Chromium',
  firefox: 'Firefox',
  webkit: 'WebKit',
} as const;

function checklist(report: Report, masker: Masker, style: Style): string[] {
  const items = preflightChecklist(report);
  if (items === null) return [];
  const rows = items.flatMap(({ what, required, ok, seen, why }) => {
    const mark = ok
      ? required || seen !== null
        ? style.pass
        : style.note
      : required
        ? style.fail
        : style.note;
    const need = required ? 'required' : 'optional';
    const shown = seen === null ? 'absent' : escapeControls(masker.text(seen));
    const row = `  ${mark} ${what.padEnd(17)} ${need}  ${shown}`;
    return [row, ...paragraph(why, ' '.repeat(22), ' '.repeat(22), style).map(style.dim)];
  });
  return [...heading('Checklist of the preflight', style), ...rows];
}

function experiments(report: Report, masker: Masker, style: Style): string[] {
  if (report.experiments.length === 0) return [];
  const rows = report.experiments.flatMap(({ id, seen }) => {
    const { request, result } = seen;
    const end = isNetworkFailure(result) ? result.error : String(result.status);
    const headers = isNetworkFailure(result) ? [] : result.headers;
    const allow = headers.find(([name]) => nameIs(name, 'access-control-allow-origin'));
    const shown = allow ? `Allow-Origin: ${masker.text(allow[1])}` : 'no Allow-Origin';
    const text = `${experimentName(id)}: ${request.method} ${masker.text(request.url)} → ${end}, ${shown}`;
    return paragraph(escapeControls(text), `  ${style.note} `, '    ', style);
  });
  return [...heading('Experiments', style), ...rows];
}

function notSeen(report: Report, style: Style): string[] {
  if (report.notSeen.length === 0) return [];
  const rows = report.notSeen.flatMap(({ what, how }) =>
    paragraph(`${what} ${how}`, `  ${style.note} `, '    ', style),
  );
  return [...heading('Not seen', style), ...rows];
}

/** Engines that end the call otherwise than the main one. */
function differences(report: Report, masker: Masker, style: Style): string[] {
  const others = report.engines.filter((result) => ending(result) !== ending(report.main));
  if (others.length === 0) return [];
  const rows = others.flatMap((result) => {
    const { failure } = result.outcome;
    const end = failure
      ? `refuses it ${failurePlace(failure)}: ${escapeControls(masker.text(failurePhrase(failure)))}`
      : 'allows it';
    return paragraph(`${ENGINE_TITLES[result.engine]} ${end}.`, '  ', '  ', style);
  });
  return [...heading('Browsers differ', style), ...rows];
}

function ending({ outcome }: EngineResult): string {
  return outcome.failure === null ? 'allowed' : `${outcome.failure.code} ${outcome.failure.during}`;
}

function curlSection(report: Report, masker: Masker, style: Style): string[] {
  const commands = curlCommands(report, masker).map((command) =>
    showCode(`  ${escapeControls(command)}`, style),
  );
  return [...heading('By hand', style), ...commands];
}
