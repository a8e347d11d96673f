import type { Behaviour } from '../../protocol/index.js';

/** What all three browsers do: Headers keeps one line a name. */
export const COMBINED: Partial<Behaviour> = { combinesRequestHeaders: true };
