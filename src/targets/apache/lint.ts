import type { ConfigProblem } from '../target.js';
import type { Directive } from './parse.js';
import type { Place } from './read.js';
import type { Site } from './servers.js';

export function lint(_s: Site, _p: readonly Place[], _d: readonly Directive[]): readonly ConfigProblem[] {
  return [];
}
