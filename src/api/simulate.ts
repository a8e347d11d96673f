/**
 * Runs a scenario (a request and what the servers answer) as a browser would, without any
 * network and in virtual time. For Node and for browsers.
 *
 * @example
 * ```js
 * import { simulate } from 'whycors/simulate';
 *
 * const [record] = simulate(
 *   {
 *     id: 'put-refused',
 *     origin: 'http://localhost:3000',
 *     request: { url: 'https://api.example.com/orders', method: 'PUT' },
 *     exchanges: [
 *       { url: 'https://api.example.com/orders', preflight: { status: 405, headers: [] } },
 *     ],
 *   },
 *   { engine: 'firefox' },
 * );
 * console.log(record.verdict, record.failure.code); // blocked allow-origin-missing
 * console.log(record.causes[0].rule); // preflight-not-routed
 * ```
 */
export { simulate, type SimulateOptions } from './simulate-scenario.js';
export { InputError } from './input-error.js';
export { readScenario } from '../inputs/scenario/read.js';
export type { InputProblem, Read } from '../inputs/problem.js';
export type {
  Scenario,
  ScenarioAnswer,
  ScenarioCookie,
  ScenarioExchange,
  ScenarioFailure,
  ScenarioRequest,
} from '../inputs/scenario/types.js';
export type { EngineName } from '../engines/index.js';
export type { SimulationRecord } from '../simulate/index.js';
