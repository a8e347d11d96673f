import { useEffect, useId, useState } from 'preact/hooks';
import {
  nameIs,
  wireName,
  type Exchange as NetworkExchange,
  type Outcome,
} from '../../protocol/index.js';
import { failurePhrase } from '../../reporters/wording/failure.js';
import { answerText, readAnswer, type Answer } from '../model/answers.js';
import { Notes } from './Notes.js';
import { QuickChanges } from './QuickChanges.js';
import { Words } from './Words.js';

interface ExchangeProps {
  readonly index: number;
  readonly exchange: NetworkExchange;
  readonly answer: Answer;
  /** Whether no answer is known yet. */
  readonly blank: boolean;
  readonly outcome: Outcome;
  readonly onAnswer: (answer: Answer) => void;
}

/** Request headers that the server has to answer. */
const ASKS = /^(?:origin|access-control-request-.*|cookie|authorization)$/i;
/** Response headers that decide. */
const DECIDES =
  /^(?:access-control-|vary$|location$|cross-origin-resource-policy$|timing-allow-origin$)/i;

/** One request and its answer: arrows between two lanes, decisions behind a button, the answer to be edited. */
export function Exchange({ index, exchange, answer, blank, outcome, onAnswer }: ExchangeProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const { request } = exchange;
  const failure =
    !blank && outcome.failure?.exchange === index && outcome.failure.during !== 'before'
      ? outcome.failure
      : null;
  const what =
    request.kind === 'preflight'
      ? 'Preflight'
      : index > 0 && request.redirectCount > 0
        ? 'Redirected request'
        : 'Request';
  const wrong = failure?.details.header;
  return (
    <li class={failure === null ? 'exchange' : 'exchange failed'}>
      <div class="arrow out">
        <h3>
          {index + 1}. {what}{' '}
          <code>
            {request.method} {request.url}
          </code>
        </h3>
        <ul class="lines">
          {request.headers
            .filter(([name]) => ASKS.test(name))
            .map(([name, value]) => (
              <li key={name}>
                <code>
                  {wireName(name)}: {/^(?:cookie|authorization)$/i.test(name) ? '•••' : value}
                </code>
              </li>
            ))}
          {request.credentials && <li>cookies go with it</li>}
        </ul>
      </div>
      <div class="arrow back">
        <p class="status">
          {answer.error === null ? (
            <>
              <code>{answer.status}</code> <Source from={answer.from} />
            </>
          ) : (
            <>no response: {answer.error}</>
          )}
        </p>
        <ul class="lines">
          {answer.headers
            .filter(([name]) => DECIDES.test(name))
            .map(([name, value], at) => (
              // The same header may come twice: its place is part of its name.
              <li
                key={`${name} ${at}`}
                class={wrong !== undefined && nameIs(name, wrong) ? 'bad' : ''}
              >
                <code>
                  {name}: {value}
                </code>
              </li>
            ))}
        </ul>
        {failure !== null && (
          <p class="fault">
            ✗ <Words text={failurePhrase(failure)} />
          </p>
        )}
      </div>
      <div class="row">
        <button
          type="button"
          class="quiet"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Hide' : 'Decisions and answer'}
        </button>
        <QuickChanges answer={answer} request={request} onAnswer={onAnswer} />
      </div>
      {open && (
        <div id={id} class="detail">
          <Notes outcome={outcome} exchange={index} />
          <Editor
            answer={answer}
            onAnswer={onAnswer}
            label={`Answer ${index + 1}: status and headers`}
          />
        </div>
      )}
    </li>
  );
}

const SOURCES = {
  server: 'from the server',
  file: 'from what was pasted',
  you: 'as you changed it',
  blank: 'not asked yet',
} as const;

function Source({ from }: { readonly from: Answer['from'] }) {
  return <span class={`source from-${from}`}>{SOURCES[from]}</span>;
}

interface EditorProps {
  readonly answer: Answer;
  readonly label: string;
  readonly onAnswer: (answer: Answer) => void;
}

/** The answer as lines, to be changed: the verdict follows while typing. */
function Editor({ answer, label, onAnswer }: EditorProps) {
  const given = answerText(answer);
  const [text, setText] = useState(given);
  useEffect(() => {
    setText((held) => (answerText(readAnswer(held, answer)) === given ? held : given));
  }, [given]);
  return (
    <label class="editor">
      {label}
      <textarea
        rows={Math.max(4, text.split('\n').length + 1)}
        spellcheck={false}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          onAnswer(readAnswer(event.currentTarget.value, answer));
        }}
      />
    </label>
  );
}
