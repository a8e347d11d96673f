import { ENGINES, type EngineName } from '../../engines/index.js';
import type { Cause } from '../../evidence/index.js';
import { failurePhrase, failurePlace } from '../../reporters/wording/failure.js';
import type { RuleId } from '../../rules/index.js';
import { differences, titleOf } from '../model/differences.js';
import { isMendable, type Judged } from '../model/judge.js';
import { Words } from './Words.js';

interface VerdictProps {
  readonly all: readonly Judged[];
  readonly shown: Judged;
  /** Whether the server's answers are not known yet. */
  readonly blank: boolean;
  readonly live: boolean;
  readonly causes: readonly Cause<RuleId>[];
  readonly onChoose: (engine: EngineName) => void;
}

/** Allowed or refused, by whom and why, to be read in a second; and the browsers side by side. */
export function Verdict({ all, shown, blank, live, causes, onChoose }: VerdictProps) {
  const tone = blank ? 'open' : shown.verdict;
  const differ = blank ? [] : differences(shown, all);
  const advice = causes.filter(({ role }) => role === 'advice').length;
  return (
    <section class={`verdict ${tone}`} id="verdict" aria-labelledby="verdict-title" tabIndex={-1}>
      <div class="verdict-top">
        <span class="verdict-mark" aria-hidden="true">
          {MARKS[tone]}
        </span>
        <div role="status" class="verdict-words">
          <h2 id="verdict-title">{blank ? 'Not asked yet' : headline(shown)}</h2>
          <p>{blank ? <Blank live={live} /> : <Why judged={shown} />}</p>
        </div>
        {!blank && shown.verdict !== 'allowed' && (
          <a class="button primary" href={isMendable(shown) ? '#fix-title' : '#cause-title'}>
            {isMendable(shown) ? 'See the fix' : 'See the cause'}
          </a>
        )}
        {!blank && shown.verdict === 'allowed' && advice > 0 && (
          <a class="button quiet" href="#cause-title">
            {advice} {advice === 1 ? 'remark' : 'remarks'}
          </a>
        )}
      </div>
      <fieldset class="engines">
        <legend class="hidden">Browser</legend>
        {all.map(({ engine, verdict }) => (
          <label key={engine} class={`engine ${blank ? 'open' : verdict}`}>
            <input
              type="radio"
              name="engine"
              value={engine}
              checked={engine === shown.engine}
              onChange={() => onChoose(engine)}
            />
            <span class="engine-name">
              {engine === 'standard' ? 'Standard' : ENGINES[engine].title}
            </span>
            <span class="engine-verdict">{blank ? 'not asked yet' : WORDS[verdict]}</span>
          </label>
        ))}
      </fieldset>
      {differ.length > 0 && (
        <ul class="differ" aria-label="Where the others differ">
          {differ.map((text) => (
            <li key={text}>
              <Words text={text} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const MARKS = { allowed: '✓', blocked: '✗', unknown: '?', open: '…' } as const;
const WORDS = { allowed: '✓ allows', blocked: '✗ refuses', unknown: '? not known' } as const;

function headline({ verdict, outcome, answers }: Judged): string {
  if (verdict === 'allowed')
    return answers.some(({ standIn }) => standIn === true) ? 'Allowed, judged by GET' : 'Allowed';
  if (verdict === 'unknown') return 'Not known';
  return outcome.failure?.code === 'network-failure' ? 'No answer' : 'Refused';
}

function Why({ judged }: { readonly judged: Judged }) {
  const { outcome, verdict } = judged;
  const { failure } = outcome;
  const title = titleOf(judged);
  if (failure === null) return <>{title} lets the page read the answer.</>;
  if (verdict === 'unknown')
    return (
      <>
        The preflight passes. The GET that was sent in place of the request says nothing about it:
        send the request itself to know.
      </>
    );
  const network = failure.code === 'network-failure';
  const { detail } = failure.details;
  return (
    <>
      {network ? 'The call fails' : `${title} refuses the call`} {failurePlace(failure)}:{' '}
      <Words text={failurePhrase(failure)} />.
      {network && detail !== undefined && <small> ({detail})</small>}
    </>
  );
}

function Blank({ live }: { readonly live: boolean }) {
  return (
    <>
      Below is what the browser will send.{' '}
      {live ? 'Ask the server, or write' : 'Paste response headers, or write'} its answer in the
      picture and see what browsers make of it.
    </>
  );
}
