import { ENGINES, ENGINE_NAMES, type EngineName } from '../engines/index.js';
import { readScenario } from '../inputs/scenario/read.js';
import type { Scenario } from '../inputs/scenario/types.js';
import { runScenario, type SimulationRecord } from '../simulate/index.js';
import { InputError } from './input-error.js';

/** How a scenario is run. */
export interface SimulateOptions {
  /** The browser, `standard` for the Fetch Standard itself, or `all` four. Default: `chromium`. */
  readonly engine?: EngineName | 'all';
}

/**
 * Runs a scenario: one page, one CORS-preflight cache, one cookie jar for all its requests.
 * @param scenario as `schema/scenario.schema.json` has it; parsed JSON is checked
 * @returns one record for each request, in order, and for each engine; the lines of `whycors simulate`
 * @throws InputError with the JSON path of everything that is wrong with the scenario
 */
export function simulate(
  scenario: Scenario,
  { engine = 'chromium' }: SimulateOptions = {},
): readonly SimulationRecord[] {
  const { value, problems } = readScenario(scenario);
  if (value === null) throw new InputError(problems);
  const names = engine === 'all' ? ENGINE_NAMES : [engine];
  return names.flatMap((name) => {
    if (!ENGINE_NAMES.includes(name)) {
      const message = `"${name}" is not one of ${ENGINE_NAMES.join(', ')}, all.`;
      throw new InputError([{ path: 'engine', message }]);
    }
    return runScenario(value, ENGINES[name]);
  });
}
