import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Answer } from '../model/answers.js';
import { titleOf } from '../model/differences.js';
import type { History } from '../model/history.js';
import { consoleOf, type Judged } from '../model/judge.js';
import { plainText } from '../model/plain-text.js';
import { maskerOf } from '../model/secrets.js';
import type { CallState } from '../model/state.js';
import { lanesOf, mainStep, stepsOf } from '../model/steps.js';
import { CopyButton } from './CopyButton.js';
import { Decisions } from './Decisions.js';
import { StepView } from './StepView.js';
import { Tools } from './Tools.js';
import { failurePhrase } from '../../reporters/wording/failure.js';
import { Words } from './Words.js';

interface PictureProps {
  readonly judged: Judged;
  /** Whether the server's answers are not known yet. */
  readonly blank: boolean;
  readonly state: CallState;
  readonly past: History<CallState>;
  readonly onAnswer: (answer: Answer) => void;
}

/** The exchange as a sequence: the browser, servers, each message between them, and where it stops. */
export function Picture({ judged, blank, state, past, onAnswer }: PictureProps) {
  const { outcome } = judged;
  const lanes = lanesOf(judged, state.origin, state.request.url);
  const steps = stepsOf(judged, lanes);
  const main = mainStep(steps);
  const [chosen, setChosen] = useState<string | null>(main);
  // A new call, and new answers to it, show the step that matters; one that is worked on stays open.
  const edited = steps.some(({ answer }) => answer.from === 'you');
  const about = `${state.origin} ${state.request.url} ${state.request.method} ${judged.engine}`;
  useEffect(() => {
    if (!edited) setChosen(main);
  }, [about, edited, main]);
  const masker = useMemo(() => maskerOf(state), [state.request.headers]);
  const stop = outcome.failure?.during === 'before' ? outcome.failure : null;
  const lines = consoleOf(state, judged);
  return (
    <section class="card picture" id="result" aria-labelledby="result-title">
      <div class="card-head">
        <h2 id="result-title">What happens</h2>
        <Tools state={state} past={past} />
      </div>
      <div class="diagram" style={{ '--gaps': lanes.length - 1 }}>
        <div class="lanes" aria-hidden="true">
          {lanes.map(({ title, name }) => (
            <div key={`${title} ${name}`} class="lane">
              <b>{title}</b> <span>{name}</span>
            </div>
          ))}
        </div>
        <ol class="steps" aria-label="Messages in their order">
          {steps.map((step) => (
            <StepView
              key={step.id}
              step={step}
              blank={blank}
              open={chosen === step.id}
              masker={masker}
              onToggle={() => setChosen(chosen === step.id ? null : step.id)}
              onAnswer={onAnswer}
            />
          ))}
          {stop !== null && (
            <li class="stop">
              <p class="fault">
                ✗ Nothing {steps.length === 0 ? '' : 'more '}is sent:{' '}
                <Words text={failurePhrase(stop)} />.
              </p>
              <Decisions
                entries={outcome.trace.filter(({ exchange }) => exchange === stop.exchange)}
                failure={stop}
              />
            </li>
          )}
        </ol>
      </div>
      {lines.length > 0 && !blank && (
        <details class="console">
          <summary>What {titleOf(judged)} prints in the console</summary>
          {lines.map((line) => (
            <p key={line}>{masker.text(line)}</p>
          ))}
        </details>
      )}
      <PlainText state={state} judged={judged} />
    </section>
  );
}

/** The picture in words. */
function PlainText({ state, judged }: Pick<PictureProps, 'state' | 'judged'>) {
  const [open, setOpen] = useState(false);
  const text = open ? plainText(state, judged) : '';
  return (
    <details class="plain" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>The picture as plain text</summary>
      {open && (
        <>
          <pre tabIndex={0}>{text}</pre>
          <div class="row">
            <CopyButton text={text} what="Text" />
          </div>
        </>
      )}
    </details>
  );
}
