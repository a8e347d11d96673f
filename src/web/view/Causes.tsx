import type { Cause } from '../../evidence/index.js';
import { escapeControls } from '../../reporters/escape.js';
import { evidenceText, SIDES } from '../../reporters/wording/evidence.js';
import { WORDING } from '../../reporters/wording/index.generated.js';
import { applyWording } from '../../reporters/wording/wording.js';
import type { RuleId } from '../../rules/index.js';
import type { Judged } from '../model/judge.js';
import { maskerOf } from '../model/secrets.js';
import type { CallState } from '../model/state.js';
import { Words } from './Words.js';

interface CausesProps {
  readonly judged: Judged;
  readonly state: CallState;
  readonly causes: readonly Cause<RuleId>[];
}

/** Why, with the evidence, whose side it is on, and what to change. */
export function Causes({ judged, state, causes }: CausesProps) {
  const known = judged.answers.some(({ from }) => from !== 'blank');
  const shown = causes.filter(({ role }) => known || role !== 'advice');
  const main = shown.filter(({ role }) => role === 'blocks');
  const next = shown.filter(({ role }) => role === 'blocks-next');
  const advice = shown.filter(({ role }) => role === 'advice');
  if (shown.length === 0) return null;
  const refused = judged.verdict !== 'allowed';
  const each = (cause: Cause<RuleId>) => <CauseView key={cause.rule} cause={cause} state={state} />;
  return (
    <section class="card causes" aria-labelledby="cause-title">
      <h2 id="cause-title" tabIndex={-1}>
        {refused && main.length + next.length > 0 ? 'The cause' : 'Good to know'}
      </h2>
      {main.map(each)}
      {next.length > 0 && (
        <>
          <p class="divider">Once that is mended, this would refuse the call:</p>
          {next.map(each)}
        </>
      )}
      {advice.length > 0 && main.length + next.length > 0 ? (
        <details class="advice">
          <summary>Good to know ({advice.length})</summary>
          {advice.map(each)}
        </details>
      ) : (
        advice.map(each)
      )}
    </section>
  );
}

interface CauseProps {
  readonly cause: Cause<RuleId>;
  readonly state: CallState;
}

function CauseView({ cause, state }: CauseProps) {
  const masker = maskerOf(state);
  const clean = (text: string): string => escapeControls(masker.text(text));
  const words = applyWording(WORDING[cause.rule], cause.args);
  return (
    <article class={`cause ${cause.role}`}>
      <h3>{words.title}</h3>
      <p>
        <Words text={clean(words.cause)} />
      </p>
      <ul class="change" aria-label="What to change">
        {words.change.map((step) => (
          <li key={step}>
            <Words text={clean(step)} />
          </li>
        ))}
      </ul>
      <p class="tags">
        <span class={`tag ${cause.confidence}`}>{cause.confidence}</span>
        <span class="tag">{SIDES[cause.side]}</span>
      </p>
      {cause.evidence.length > 0 && (
        <details class="evidence" open={cause.role === 'blocks'}>
          <summary>Evidence</summary>
          <ul>
            {cause.evidence.map((item) => {
              const text = escapeControls(evidenceText(item, masker));
              return <li key={text}>{text}</li>;
            })}
          </ul>
        </details>
      )}
    </article>
  );
}
