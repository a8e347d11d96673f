import type { ExperimentId, Observation } from '../../evidence/index.js';
import { fetchRequest, type FetchRequest } from '../../protocol/index.js';
import type { Answer } from './answers.js';

/** Everything that decides what the page shows of one call; what undo goes back to. */
export interface CallState {
  readonly origin: string;
  readonly request: FetchRequest;
  readonly answers: readonly Answer[];
  /** What was assumed or understood, a sentence each. */
  readonly notes: readonly string[];
  /** What the server answered to experiments: evidence as long as nobody has changed an answer. */
  readonly experiments: readonly (readonly [id: ExperimentId, seen: Observation])[];
}

/** The call that the page begins with; the origin is the one that the command assumes, too. */
export const FIRST: CallState = {
  origin: 'http://localhost:3000',
  request: fetchRequest('https://api.example.com/orders'),
  answers: [],
  notes: [],
  experiments: [],
};

/** The state with other answers, which no experiment belongs to. */
export function withAnswers(state: CallState, answers: readonly Answer[]): CallState {
  return { ...state, answers, experiments: [] };
}
