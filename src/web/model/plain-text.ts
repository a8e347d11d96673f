import { ENGINES } from '../../engines/index.js';
import { wireName, type Header } from '../../protocol/index.js';
import { escapeControls } from '../../reporters/escape.js';
import { failurePhrase, failurePlace } from '../../reporters/wording/failure.js';
import { notePhrase } from '../../reporters/wording/trace.js';
import type { Judged } from './judge.js';
import { maskerOf } from './secrets.js';
import type { CallState } from './state.js';
import { stepsOf } from './steps.js';

/** The picture in words, for who does not see it and for a ticket: secrets masked. */
export function plainText(state: CallState, judged: Judged): string {
  const masker = maskerOf(state);
  const clean = (text: string): string => escapeControls(masker.text(text)).replaceAll('`', '');
  const header = (each: Header): string => {
    const [name, value] = masker.header(each);
    return `     ${wireName(name)}: ${escapeControls(value)}`;
  };
  const { outcome, verdict, engine } = judged;
  const { failure } = outcome;
  const who = ENGINES[engine].title;
  const lines = stepsOf(judged, []).flatMap((step, index) => {
    const { side, request, answer } = step;
    const head =
      side === 'out'
        ? `the browser sends ${request.method} ${clean(request.url)}${request.kind === 'preflight' ? ' (preflight)' : ''}`
        : answer.error === null
          ? `the server answers ${answer.status}`
          : `no answer: ${answer.error}`;
    const headers = side === 'out' ? request.headers : answer.headers;
    const decisions = step.decisions
      .filter(({ result }) => result !== 'fail')
      .map((entry) => `   - ${clean(notePhrase(entry))}`);
    const stop = step.failure === null ? [] : [`   ✗ ${clean(failurePhrase(step.failure))}`];
    return [`${index + 1}. ${head}`, ...headers.map(header), ...decisions, ...stop];
  });
  const end =
    verdict === 'allowed'
      ? `${who} lets the page read the answer.`
      : failure === null
        ? ''
        : `${who} ${verdict === 'unknown' ? 'may refuse' : 'refuses'} the call ${failurePlace(failure)}: ${clean(failurePhrase(failure))}.`;
  return [
    `A page of ${state.origin} calls ${state.request.method} ${clean(state.request.url)}.`,
    ...lines,
    end,
  ].join('\n');
}
