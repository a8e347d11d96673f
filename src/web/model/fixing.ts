import { makeFix, mendableIn } from '../../fix/make.js';
import type { Fix } from '../../fix/fix.js';
import { prove } from '../../targets/prove.js';
import type { Source, Target } from '../../targets/target.js';
import { withAnswer, type Answer } from './answers.js';
import type { Judged } from './judge.js';
import type { CallState } from './state.js';

/** The change for a call on a server; null where no configuration of a server lets it through. */
export function fixFor(
  { origin, request }: CallState,
  { engine }: Judged,
  target: Target,
  config: string,
): Fix | null {
  const call = { origin, request };
  if (!mendableIn(call).includes(engine)) return null;
  const source: Source | null =
    config.trim() === '' || target.kind === 'code' ? null : { file: target.file, text: config };
  return makeFix({ call, target, guess: null, config: source }, engine);
}

/** The answers that the simulated server gives with the change; null where it cannot be simulated. */
export function appliedAnswers(
  { target, before, after }: Fix,
  { origin, request }: CallState,
): readonly Answer[] | null {
  if (target.kind !== 'file' || before === null || after === null) return null;
  const { value } = target.read({ ...before, text: after });
  if (value === null) return null;
  const trial = { about: 'the call', origin, request };
  const engines = ['chromium', 'firefox', 'webkit', 'standard'] as const;
  return prove(value, [trial], { engines })
    .flatMap(({ outcome }) => outcome.exchanges)
    .reduce<readonly Answer[]>(
      (answers, { request: { kind, method, url }, result }) =>
        'headers' in result
          ? withAnswer(answers, {
              kind,
              method,
              url,
              status: result.status,
              error: null,
              headers: result.headers,
              from: 'simulated',
            })
          : answers,
      [],
    );
}
