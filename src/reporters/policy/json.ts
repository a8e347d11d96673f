import type { PolicyResult } from '../../fix/index.js';
import { writeAllowedOrigin, type PolicyProblem } from '../../policy/index.js';
import { policyWords } from '../wording/policy.js';
import type { Translation } from './result.js';

/** Raised when something in it changes its meaning or goes. */
export const POLICY_VERSION = 1;

/** A result for JSON.stringify. */
export function policyJson({ target, policy, place, emission, check, diff }: PolicyResult): object {
  return {
    target: target.id,
    place: { origin: place.origin, path: place.path },
    policy: { ...policy, origins: policy.origins.map(writeAllowedOrigin) },
    // What failed its check is not handed out.
    ...(check?.kind === 'failed' ? { kind: 'failed' } : emission),
    check,
    ...(diff === null || check?.kind === 'failed' ? {} : { diff }),
  };
}

/** Problems of a policy for JSON.stringify. */
export function policyProblemsJson(problems: readonly PolicyProblem[]): readonly object[] {
  return problems.map((problem) => ({ ...problem, ...policyWords(problem) }));
}

/** A translation for JSON.stringify. */
export function translationJson({ from, lost, result }: Translation): object {
  return { from, lost, result: result === null ? null : policyJson(result) };
}
