import { fetchRequest, type FetchRequest } from '../../protocol/index.js';
import type { Answer } from './answers.js';

/** Everything that decides what the page shows of one call; what undo goes back to. */
export interface CallState {
  readonly origin: string;
  readonly request: FetchRequest;
  readonly answers: readonly Answer[];
  /** What was assumed or understood, a sentence each. */
  readonly notes: readonly string[];
}

/** The call that the page begins with. */
export const FIRST: CallState = {
  origin: 'https://app.example.com',
  request: fetchRequest('https://api.example.com/orders'),
  answers: [],
  notes: [],
};
