import { ENGINE_NAMES } from '../engines/index.js';
import { allowedTrials, refusedTrials, type CorsPolicy, type Trial } from '../policy/index.js';
import {
  applyChanges,
  prove,
  type Change,
  type FileTarget,
  type Place,
  type Proof,
  type Source,
} from '../targets/index.js';
import type { PolicyCheck } from './policy-result.js';
import { uncovered } from './uncovered.js';

/** Failures that are named; the rest is counted. */
const MOST_NAMED = 5;

/**
 * Tries an emission: the changed configuration is read, and calls that the policy
 * allows and calls next door to them are made to it in each engine, simulated.
 */
export function checkEmission(
  target: FileTarget,
  policy: CorsPolicy,
  place: Place,
  existing: Source,
  changes: readonly Change[],
): PolicyCheck {
  const text = applyChanges(existing.text, changes);
  const changed = { ...existing, text };
  const { value, problems } = target.read(changed);
  if (value === null)
    return { kind: 'failed', failures: ['The changed configuration cannot be read.'] };
  const url = place.origin + place.path;
  // A page of the API's own origin needs no permission, whatever the policy.
  const crossOrigin = ({ origin }: Trial): boolean => origin !== place.origin;
  const behind = target.behind === undefined ? {} : { upstream: target.behind };
  const allowed = prove(value, allowedTrials(policy, url).filter(crossOrigin), behind);
  const refused = prove(value, refusedTrials(policy, url).filter(crossOrigin), behind);
  const asked = (proof: Proof): boolean => proof.outcome.exchanges.length > 0;
  const failures = [
    ...allowed.filter((proof) => asked(proof) && proof.outcome.verdict !== 'allowed'),
    ...refused.filter(({ outcome }) => outcome.verdict !== 'blocked'),
  ].map(describe);
  if (failures.length > 0) return { kind: 'failed', failures: cut(failures) };
  return {
    kind: 'proved',
    allowed: allowed.filter(asked).length,
    refused: refused.filter(asked).length,
    unasked: allowed.filter((proof) => !asked(proof)).length,
    engines: ENGINE_NAMES,
    uncovered: uncovered(changed, problems),
  };
}

function describe({ trial, engine, outcome }: Proof): string {
  const got = outcome.verdict === 'allowed' ? 'let through' : `refused (${outcome.failure?.code})`;
  return `${trial.about}: ${got} in ${engine}.`;
}

function cut(lines: readonly string[]): readonly string[] {
  const more = lines.length - MOST_NAMED;
  return more > 0 ? [...lines.slice(0, MOST_NAMED), `And ${more} more.`] : lines;
}
