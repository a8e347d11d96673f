import { STEPS, type Failure, type TraceEntry } from '../../protocol/index.js';
import { failurePhrase } from '../../reporters/wording/failure.js';
import { notePhrase } from '../../reporters/wording/trace.js';
import { Words } from './Words.js';

interface DecisionsProps {
  readonly entries: readonly TraceEntry[];
  /** Why it stops here; null where it does not, and where no answer is known. */
  readonly failure: Failure | null;
}

const MARKS = { pass: '✓', fail: '✗', note: '·' } as const;

/** What the standard decides at a step, each with its section. */
export function Decisions({ entries, failure }: DecisionsProps) {
  // Where nobody has answered yet there is nothing to fail.
  const shown = entries.filter(({ result }) => result !== 'fail' || failure !== null);
  if (shown.length === 0) return null;
  return (
    <ul class="decisions">
      {shown.map((entry) => {
        const { term, url } = STEPS[entry.step];
        const failed = entry.result === 'fail' && failure !== null;
        const text = failed ? failurePhrase(failure) : notePhrase(entry);
        return (
          <li key={`${entry.step} ${entry.code} ${text}`} class={entry.result}>
            <span aria-hidden="true">{MARKS[entry.result]}</span>
            <div>
              <Words text={text} />{' '}
              <a href={url} rel="noreferrer" target="_blank">
                {term}
                <span class="hidden"> (section of the standard, in a new tab)</span>
              </a>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
