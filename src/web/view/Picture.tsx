import { useState } from 'preact/hooks';
import { ENGINES } from '../../engines/index.js';
import { parseUrl } from '../../protocol/index.js';
import { failurePhrase, failurePlace } from '../../reporters/wording/failure.js';
import type { Answer } from '../model/answers.js';
import type { Judged } from '../model/judge.js';
import { scenarioOf, shareFragment } from '../model/share.js';
import type { CallState } from '../model/state.js';
import { Exchange } from './Exchange.js';
import { Notes } from './Notes.js';
import { Words } from './Words.js';

interface PictureProps {
  readonly judged: Judged;
  /** Whether the server's answers are not known yet. */
  readonly blank: boolean;
  readonly origin: string;
  readonly state: CallState;
  readonly canUndo: boolean;
  readonly onAnswer: (answer: Answer) => void;
  readonly onUndo: () => void;
}

/** The exchange as a sequence: browser on one side, servers on the other, and where it stops. */
export function Picture({ judged, blank, origin, state, canUndo, onAnswer, onUndo }: PictureProps) {
  const { outcome, answers, engine, console: lines } = judged;
  const { failure } = outcome;
  const title = engine === 'standard' ? 'The standard' : ENGINES[engine].title;
  return (
    <div class="picture">
      <p class={`verdict ${blank ? 'open' : outcome.verdict}`} role="status">
        {blank ? (
          <>
            <strong>Not asked yet.</strong> This is what{' '}
            {title === 'The standard' ? 'a browser' : title} sends. Ask the server, or write its
            answer yourself and see what a browser makes of it.
          </>
        ) : (
          <>
            <strong>{outcome.verdict === 'allowed' ? '✓ Allowed' : '✗ Refused'}</strong>{' '}
            {failure === null ? (
              <>{title} lets the page read the answer.</>
            ) : (
              <>
                {title} refuses the call {failurePlace(failure)}:{' '}
                <Words text={failurePhrase(failure)} />.
              </>
            )}
          </>
        )}
      </p>
      <div class="lanes" aria-hidden="true">
        <span>
          <b>Browser</b> {hostOf(origin)}
        </span>
        <span>
          <b>Server</b> {hostOf(state.request.url)}
        </span>
      </div>
      <ol class="exchanges" aria-label="Requests in their order">
        {outcome.exchanges.map((exchange, index) => (
          <Exchange
            // Requests of one call have no other name than their place.
            key={`${exchange.request.kind} ${exchange.request.method} ${exchange.request.url} ${index}`}
            index={index}
            exchange={exchange}
            answer={answers[index]!}
            blank={blank}
            outcome={outcome}
            onAnswer={onAnswer}
          />
        ))}
        {failure?.during === 'before' && (
          <li class="stop">
            <p>
              <strong>✗ Nothing more is sent.</strong> <Words text={failurePhrase(failure)} />.
            </p>
            <Notes outcome={outcome} exchange={outcome.exchanges.length} />
          </li>
        )}
      </ol>
      {lines.length > 0 && !blank && (
        <details class="console">
          <summary>What {title} prints in the console</summary>
          {lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </details>
      )}
      <Tools state={state} canUndo={canUndo} onUndo={onUndo} />
    </div>
  );
}

function hostOf(url: string): string {
  return parseUrl(url)?.host ?? url;
}

interface ToolsProps {
  readonly state: CallState;
  readonly canUndo: boolean;
  readonly onUndo: () => void;
}

/** Undo, and ways to give the call to others. */
function Tools({ state, canUndo, onUndo }: ToolsProps) {
  const [done, setDone] = useState('');
  const copy = (text: string, what: string): void =>
    void navigator.clipboard.writeText(text).then(
      () => setDone(`${what} copied`),
      () => setDone('The browser does not let this page copy.'),
    );
  return (
    <div class="row tools">
      <button type="button" class="quiet" disabled={!canUndo} onClick={onUndo}>
        Undo
      </button>
      <button
        type="button"
        class="quiet"
        onClick={() =>
          copy(location.origin + location.pathname + shareFragment(state), 'Link (without secrets)')
        }
      >
        Copy link
      </button>
      <button type="button" class="quiet" onClick={() => copy(scenarioOf(state), 'Scenario')}>
        Copy as scenario
      </button>
      <span role="status" class="said">
        {done}
      </span>
    </div>
  );
}
