import type { InputProblem } from '../inputs/index.js';

/** What was given cannot be used: a mistake of the caller, with everything that is wrong. */
export class InputError extends TypeError {
  override readonly name = 'InputError';

  /** @param problems what is wrong, each with the option or JSON path that it is about */
  constructor(readonly problems: readonly InputProblem[]) {
    super(problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  }
}
