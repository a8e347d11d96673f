import { STEPS, type Outcome, type TraceEntry } from '../../protocol/index.js';
import { failurePhrase } from '../../reporters/wording/failure.js';
import { notePhrase } from '../../reporters/wording/trace.js';
import { Words } from './Words.js';

interface NotesProps {
  readonly outcome: Outcome;
  readonly exchange: number;
}

/** Each decision about one request, with the standard's name for it and its section. */
export function Notes({ outcome, exchange }: NotesProps) {
  const entries = outcome.trace.filter((entry) => entry.exchange === exchange);
  if (entries.length === 0) return null;
  return (
    <ul class="decisions">
      {entries.map((entry) => {
        const { term, url } = STEPS[entry.step];
        const text = phraseOf(entry, outcome);
        return (
          <li key={`${entry.step} ${entry.code} ${text}`} class={entry.result}>
            <span aria-hidden="true">{{ pass: '✓', fail: '✗', note: '·' }[entry.result]}</span>{' '}
            <Words text={text} />{' '}
            <a href={url} rel="noreferrer" target="_blank">
              {term}
            </a>
          </li>
        );
      })}
    </ul>
  );
}

function phraseOf(entry: TraceEntry, { failure }: Outcome): string {
  if (entry.result !== 'fail') return notePhrase(entry);
  return failure === null ? entry.code : failurePhrase(failure);
}
