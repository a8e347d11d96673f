import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generate } from '../../lab/generate/generate.js';
import { RecordWriter } from '../../src/cli/simulate/format.js';
import { ENGINE_NAMES, ENGINES, Panel } from '../../src/engines/index.js';
import type { Scenario } from '../../src/inputs/index.js';
import { stringifyJson } from '../../src/reporters/index.js';
import { runScenario, runScenarioTogether, simulationRecord } from '../../src/simulate/index.js';

const engines = ENGINE_NAMES.map((name) => ENGINES[name]);
const panel = new Panel(engines);
const scenarios = fc
  .tuple(fc.integer({ min: 1, max: 1_000_000 }), fc.constantFrom(10, 40, 100))
  .map(([seed, cookies]) => generate(8, seed, cookies));

/** Each engine by itself. */
function alone(scenario: Scenario) {
  return engines.flatMap((engine) => runScenario(scenario, engine));
}

describe('engines that are simulated together', () => {
  it('come to what each comes to alone', () => {
    fc.assert(
      fc.property(scenarios, (some) => {
        for (const scenario of some) {
          const together = runScenarioTogether(scenario, panel).map(simulationRecord);
          expect(together).toEqual(alone(scenario));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('are simulated once where they decide alike', () => {
    const scenario: Scenario = {
      id: 'plain',
      origin: 'https://a.example',
      request: { url: 'https://b.example/', method: 'PUT' },
      exchanges: [{ url: 'https://b.example/', response: { status: 200, headers: [] } }],
    };
    const shared = new Set(runScenarioTogether(scenario, panel).map((record) => record.shared));
    expect(shared.size).toBe(1);
  });

  it('have their records written as if each were made JSON by itself', () => {
    fc.assert(
      fc.property(scenarios, fc.string({ unit: 'binary' }), (some, id) => {
        const writer = new RecordWriter('jsonl');
        const all = some.map((scenario) => ({ ...scenario, id: `${id}${scenario.id}` }));
        for (const scenario of all) writer.add(runScenarioTogether(scenario, panel));
        const expected = all.flatMap((scenario) =>
          alone(scenario).map((record) => stringifyJson(record)),
        );
        expect(writer.text).toBe(expected.join('\n'));
      }),
      { numRuns: 50 },
    );
  });
});
