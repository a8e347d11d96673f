import { ENGINES } from '../../engines/index.js';
import { escapeControls } from '../escape.js';
import type { Masker } from '../mask.js';
import type { Report } from '../report.js';
import { causeWords } from '../text/causes.js';
import { paragraph } from '../text/layout.js';
import type { Style } from '../text/style.js';
import { failurePhrase, failurePlace } from '../wording/failure.js';
import type { HarReport } from './report.js';

/** Groups that are shown; the rest is counted. */
const MOST_SHOWN = 40;

/** The report for a person, without a final line feed. */
export function harText(report: HarReport, masker: Masker, style: Style): string {
  const { file, entries, allowed, blocked, unknown, groups, writtenBy, engine } = report;
  const cross = allowed + blocked + unknown;
  const by = writtenBy === '' ? '' : ` of ${escapeControls(writtenBy)}`;
  const more = groups.length - MOST_SHOWN;
  return [
    ...paragraph(
      `${escapeControls(file)}${by}: ${entries} ${entries === 1 ? 'entry' : 'entries'}, ${cross} to other origins under CORS, judged as ${ENGINES[engine].title} does.`,
      '',
      '  ',
      style,
    ),
    '',
    `  ${style.pass} ${String(allowed).padStart(5)} allowed`,
    `  ${blocked > 0 ? style.fail : style.note} ${String(blocked).padStart(5)} refused`,
    ...(unknown > 0
      ? [`  ${style.note} ${String(unknown).padStart(5)} that the file cannot tell`]
      : []),
    ...groups.slice(0, MOST_SHOWN).flatMap((group) => one(group, masker, style)),
    ...(more > 0 ? ['', `and ${more} more kinds of refusal (--json has them)`] : []),
  ].join('\n');
}

function one(group: HarReport['groups'][number], masker: Masker, style: Style): string[] {
  const safe = (text: string): string => escapeControls(masker.text(text));
  const { verdict, count, method, url, origin, error, preflightRecorded, report, live } = group;
  const times = count === 1 ? '' : ` ×${count}`;
  const call = `${method} ${safe(url)} from ${safe(origin)}`;
  if (verdict === 'unknown') {
    const what = error === null ? 'status 0' : safe(error);
    const preflight = preflightRecorded
      ? 'its preflight passes'
      : 'no preflight of it is in the file';
    return [
      '',
      ...paragraph(
        `${call}: the browser had no response for the page (${what}), and ${preflight}; what the server answered is not in the file.${live === null ? ' --live asks it.' : ''}`,
        style.bold(style.warn(`NOT KNOWN${times}`)) + '  ',
        '  ',
        style,
      ),
      ...asked(live, safe, style),
    ];
  }
  const { failure } = report.main.outcome;
  const why =
    failure === null
      ? `: the browser says "${safe(error ?? '')}"; the response itself is not in the file.${live === null ? ' --live asks for it' : ''}`
      : ` ${failurePlace(failure)}: ${safe(failurePhrase(failure))}`;
  return [
    '',
    ...paragraph(
      `${call}${why}.`.replace(/\.\.$/, '.'),
      style.bold(style.bad(`BLOCKED${times}`)) + '  ',
      '  ',
      style,
    ),
    ...causeLines(report, safe, style),
    ...asked(live, safe, style),
  ];
}

function causeLines(report: Report, safe: (text: string) => string, style: Style): string[] {
  const [cause] = report.causes;
  if (cause === undefined) return [];
  const { title, change } = causeWords(cause);
  return [
    ...paragraph(`${title} (whycors explain ${cause.rule})`, '  Cause: ', '         ', style),
    ...change.flatMap((step, index) =>
      paragraph(safe(step), index === 0 ? '  Change: ' : '          ', '          ', style),
    ),
  ];
}

function asked(live: Report | null, safe: (text: string) => string, style: Style): string[] {
  if (live === null) return [];
  const { failure } = live.main.outcome;
  const now =
    live.verdict === 'blocked' && failure !== null
      ? `refused ${failurePlace(failure)}: ${safe(failurePhrase(failure))}`
      : live.verdict === 'allowed'
        ? 'allowed'
        : 'not sent as it has side effects; what comes before it passes';
  return [
    ...paragraph(`${now}.`, '  Now:   ', '         ', style),
    ...(live.verdict === 'blocked' ? causeLines(live, safe, style) : []),
  ];
}
