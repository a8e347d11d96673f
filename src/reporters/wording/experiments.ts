import type { ExperimentId } from '../../evidence/index.js';

const NAMES: Readonly<Record<ExperimentId, string>> = {
  'request-itself': 'the request itself, although its preflight failed',
  get: 'GET instead',
  'without-origin': 'without Origin',
  'other-origin': 'with another origin',
  'simple-preflight': 'a preflight that asks for GET and no headers',
  'root-preflight': 'the same preflight at the root of the host',
  'root-get': 'GET of the root of the host',
  https: 'by https',
  'trailing-slash': 'with the trailing slash added or removed',
  again: 'once more',
};

/** What an experiment did, in a few words. */
export function experimentName(id: ExperimentId): string {
  return NAMES[id];
}
