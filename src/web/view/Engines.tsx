import { ENGINES, type EngineName } from '../../engines/index.js';
import type { Judged } from '../model/judge.js';

interface EnginesProps {
  readonly all: readonly Judged[];
  readonly engine: EngineName;
  /** Whether the server's answers are not known yet. */
  readonly blank: boolean;
  readonly onChoose: (engine: EngineName) => void;
}

/** The browsers side by side: which of them refuses, and which one is looked at. */
export function Engines({ all, engine, blank, onChoose }: EnginesProps) {
  return (
    <fieldset class="engines">
      <legend class="hidden">Browser</legend>
      {all.map(({ engine: name, outcome }) => (
        <label key={name} class={`engine ${blank ? 'open' : outcome.verdict}`}>
          <input
            type="radio"
            name="engine"
            value={name}
            checked={name === engine}
            onChange={() => onChoose(name)}
          />
          <span class="engine-name">{name === 'standard' ? 'Standard' : ENGINES[name].title}</span>
          <span class="engine-verdict">
            {blank ? 'not asked yet' : outcome.verdict === 'allowed' ? '✓ allows' : '✗ refuses'}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
