import type { ScenarioAnswer, ScenarioFailure } from '../src/inputs/scenario/types.js';
import type { HeaderList } from '../src/protocol/index.js';

/** The headers of an answer; none where there is none, or the network fails. */
export function headersOf(answer: ScenarioAnswer | ScenarioFailure | undefined): HeaderList {
  return answer !== undefined && 'headers' in answer ? answer.headers : [];
}
