import { isPublicSuffix } from '../cookies/registrable-domain.js';
import {
  validatePolicy as validate,
  type CorsPolicy,
  type PolicyFault,
  type PolicyProblem,
} from '../policy/index.js';
import { isLoopbackHost, parseUrl } from '../protocol/index.js';
import { policyFaultText, policyWords, type PolicyWords } from '../reporters/wording/policy.js';

/** The API that a policy is for. */
export interface PolicyOf {
  /** Its URL; without it nothing is said about mixed content. */
  readonly url?: string;
}

/**
 * Everything that is wrong with a policy, whatever server is to say it. The public suffix list
 * is part of it (`https://*.github.io` lets everybody in).
 * @returns problems: `error` where it does not do what it says, `warning` where it does more or less than it seems to, `note` for noise
 */
export function validatePolicy(policy: CorsPolicy, api: PolicyOf = {}): readonly PolicyProblem[] {
  const url = api.url === undefined ? null : parseUrl(api.url);
  // An API on the loopback is no mixed content.
  const known = url !== null && !isLoopbackHost(url.hostname);
  return validate(policy, {
    publicSuffix: isPublicSuffix,
    ...(known ? { apiScheme: url.protocol === 'https:' ? 'https' : 'http' } : {}),
  });
}

/** What is wrong with a policy and why, and what to do about it. */
export function describeProblem(problem: PolicyProblem): PolicyWords {
  return policyWords(problem);
}

/** Why an entry of a policy cannot be read, and what was meant where that is clear: a sentence or two. */
export function describeFault(fault: PolicyFault): string {
  return policyFaultText(fault);
}
