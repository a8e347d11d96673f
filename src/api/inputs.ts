/**
 * Readers of what people paste. None throws for bad input: each returns a value where one can
 * be used, and every problem.
 *
 * @example
 * ```js
 * import { readPasted } from 'whycors/inputs';
 *
 * const { value } = readPasted("curl 'https://api.example.com/orders' -X PUT -H 'Origin: https://app.example.com'");
 * console.log(value.method, value.url); // PUT https://api.example.com/orders
 * console.log(value.origin); // https://app.example.com
 * ```
 */
export {
  isResponses,
  readConsole,
  readOrigin,
  readPasted,
  readResponses,
  readScenario,
  type ConsoleMessage,
  type ConsoleReading,
  type InputProblem,
  type OriginReading,
  type PastedCall,
  type PastedReading,
  type PastedResponse,
  type Read,
} from '../inputs/index.js';
