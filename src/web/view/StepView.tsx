import { useId } from 'preact/hooks';
import { wireName, type Failure, type HeaderList } from '../../protocol/index.js';
import { escapeControls } from '../../reporters/escape.js';
import type { Masker } from '../../reporters/mask.js';
import { failurePhrase } from '../../reporters/wording/failure.js';
import type { Answer } from '../model/answers.js';
import { markedHeaders, type Step } from '../model/steps.js';
import { AnswerEditor } from './AnswerEditor.js';
import { Decisions } from './Decisions.js';
import { QuickChanges } from './QuickChanges.js';
import { Words } from './Words.js';

interface StepProps {
  readonly step: Step;
  /** Whether no answer is known yet. */
  readonly blank: boolean;
  readonly open: boolean;
  readonly masker: Masker;
  readonly onToggle: () => void;
  readonly onAnswer: (answer: Answer) => void;
}

/** Request headers that the server has to answer. */
const ASKS = /^(?:origin|access-control-request-.*|cookie|authorization)$/i;
/** Response headers that decide. */
const DECIDES =
  /^(?:access-control-|vary$|location$|cross-origin-resource-policy$|timing-allow-origin$)/i;

/** One message between two lanes; behind it the standard's decisions, and the answer to be edited. */
export function StepView(props: StepProps) {
  const { step, blank, open, masker, onToggle, onAnswer } = props;
  const id = useId();
  const { side, answer, request } = step;
  const failure = blank ? null : step.failure;
  const out = side === 'out';
  const all = out ? request.headers : answer.headers;
  const headers = all.filter(([name]) => (out ? ASKS : DECIDES).test(name));
  const hidden = all.length - headers.length;
  const classes = [
    'step',
    side,
    ...(failure === null ? [] : ['failed']),
    ...(open ? ['open'] : []),
  ];
  return (
    <li class={classes.join(' ')} style={{ '--to': step.lane }}>
      <div class="message">
        <div class="words">
          <button
            type="button"
            class="step-title"
            aria-expanded={open}
            aria-controls={id}
            onClick={onToggle}
          >
            {out ? <OutTitle step={step} masker={masker} /> : <BackTitle step={step} />}
          </button>
          <Headers headers={headers} failure={failure} masker={masker} />
          {out && request.credentials && <p class="aside">Cookies go with it.</p>}
          {failure !== null && (
            <p class="fault">
              ✗ <Words text={failurePhrase(failure)} />
            </p>
          )}
        </div>
        <span class="arrow" aria-hidden="true" />
      </div>
      <div id={id} class="detail" hidden={!open}>
        {open && (
          <>
            <Decisions entries={step.decisions} failure={failure} />
            {hidden > 0 && (
              <details>
                <summary>All headers as sent ({all.length})</summary>
                <Headers headers={all} failure={failure} masker={masker} />
              </details>
            )}
            {!out && answer.meta?.bodyStart !== undefined && answer.meta.bodyStart !== '' && (
              <details>
                <summary>How the body begins</summary>
                <pre tabIndex={0}>{escapeBody(answer.meta.bodyStart.slice(0, 2000))}</pre>
              </details>
            )}
            {!out && (
              <>
                <QuickChanges answer={answer} request={request} onAnswer={onAnswer} />
                <AnswerEditor
                  answer={answer}
                  onAnswer={onAnswer}
                  label={`Change this answer: status, then headers`}
                />
              </>
            )}
          </>
        )}
      </div>
    </li>
  );
}

function OutTitle({ step, masker }: { readonly step: Step; readonly masker: Masker }) {
  const { request } = step;
  const what =
    request.kind === 'preflight'
      ? 'Preflight'
      : request.redirectCount > 0
        ? 'After the redirect'
        : 'Request';
  return (
    <>
      <span class="kind">{what}</span>{' '}
      <code>
        <b>{request.method}</b> {escapeControls(masker.text(request.url))}
      </code>
    </>
  );
}

const SOURCES = {
  server: 'from the server',
  file: 'as pasted',
  line: 'as the line says',
  simulated: 'simulated',
  you: 'as you wrote it',
  assumed: 'not recorded: taken to pass',
  blank: 'not asked yet',
} as const;

function BackTitle({ step: { answer } }: { readonly step: Step }) {
  return (
    <>
      <span class="kind">Answer</span>{' '}
      {answer.from !== 'blank' && (
        <code>
          <b>{answer.error ?? answer.status}</b>
        </code>
      )}{' '}
      <span class={`source from-${answer.from}`}>
        {answer.standIn === true ? 'to a GET in its place' : SOURCES[answer.from]}
      </span>
    </>
  );
}

interface HeadersProps {
  readonly headers: HeaderList;
  readonly failure: Failure | null;
  readonly masker: Masker;
}

/** Headers as sent, what is wrong of them marked. */
function Headers({ headers, failure, masker }: HeadersProps) {
  const lines = markedHeaders(headers.map(masker.header), failure);
  if (lines.length === 0) return null;
  return (
    <ul class="lines">
      {lines.map(({ name, right, wrong, missing }, at) => (
        // The same header may come twice: its place is part of its name.
        <li key={`${name} ${at}`} class={wrong === '' ? '' : missing ? 'bad missing' : 'bad'}>
          <code>
            {escapeControls(wireName(name))}: {escapeControls(right)}
            {wrong !== '' && <mark>{escapeControls(wrong)}</mark>}
          </code>
        </li>
      ))}
    </ul>
  );
}

/** Line feeds stay in a body. */
function escapeBody(text: string): string {
  return text.split('\n').map(escapeControls).join('\n');
}
