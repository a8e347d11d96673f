import {
  isCorsNonWildcardRequestHeader,
  isCorsSafelistedMethod,
  isCorsSafelistedResponseHeader,
  isForbiddenMethod,
  isForbiddenRequestHeader,
  isForbiddenResponseHeader,
  isToken,
  normalizeMethod,
} from '../protocol/index.js';
import { isAlwaysSafelisted } from './equivalent.js';
import type { CorsPolicy } from './policy.js';
import type { PolicyContext, PolicyProblem, PolicyProblemCode } from './problem.js';
import { originProblems } from './validate-origins.js';

/** Seconds from which on Chromium remembers a preflight no longer: the least limit of the engines. */
const LEAST_LIMIT = 7200;

/**
 * Everything that is wrong with a policy, whatever server is to say it.
 * @param context what is known of the API; what is not known is not judged
 */
export function validatePolicy(
  policy: CorsPolicy,
  context: PolicyContext = {},
): readonly PolicyProblem[] {
  return [
    ...originProblems(policy, context),
    ...methodProblems(policy),
    ...requestHeaderProblems(policy),
    ...exposedHeaderProblems(policy),
    ...maxAgeProblems(policy),
  ];
}

/** `*` is a wildcard without credentials only: https://fetch.spec.whatwg.org/#cors-protocol-and-credentials */
function literalWildcard(
  { credentials }: CorsPolicy,
  list: readonly string[] | '*',
  about: 'methods' | 'requestHeaders' | 'exposedHeaders',
  code: PolicyProblemCode,
): PolicyProblem[] {
  return credentials && list.includes('*') ? [{ code, severity: 'error', about, value: '*' }] : [];
}

function methodProblems(policy: CorsPolicy): PolicyProblem[] {
  const { methods, origins } = policy;
  const about = 'methods';
  if (methods.length === 0 && origins.length > 0)
    return [{ code: 'no-methods', severity: 'note', about, value: '' }];
  return [
    ...literalWildcard(policy, methods, about, 'literal-wildcard-methods'),
    ...named(methods).flatMap((value): PolicyProblem[] => {
      const warning = (code: PolicyProblemCode): PolicyProblem[] => [
        { code, severity: 'warning', about, value },
      ];
      if (!isToken(value)) return [{ code: 'invalid-method', severity: 'error', about, value }];
      if (isForbiddenMethod(value)) return warning('forbidden-method');
      const sent = normalizeMethod(value);
      if (sent !== value) return isCorsSafelistedMethod(sent) ? [] : warning('method-normalized');
      return value === value.toUpperCase() ? [] : warning('method-lower-case');
    }),
  ];
}

function requestHeaderProblems(policy: CorsPolicy): PolicyProblem[] {
  const { requestHeaders, credentials } = policy;
  const about = 'requestHeaders';
  const problem = (
    code: PolicyProblemCode,
    severity: PolicyProblem['severity'],
    value: string,
  ): PolicyProblem[] => [{ code, severity, about, value }];
  const uncovered =
    !credentials &&
    requestHeaders.includes('*') &&
    !named(requestHeaders).some((name) => isCorsNonWildcardRequestHeader(name.toLowerCase()));
  return [
    ...literalWildcard(policy, requestHeaders, about, 'literal-wildcard-request-headers'),
    ...(uncovered ? problem('authorization-under-wildcard', 'warning', '*') : []),
    ...named(requestHeaders).flatMap((name) => {
      if (!isToken(name)) return problem('invalid-request-header', 'error', name);
      // The names that a value makes forbidden (X-HTTP-Method-Override) are none of these.
      if (isForbiddenRequestHeader(name, ''))
        return problem('forbidden-request-header', 'warning', name);
      return isAlwaysSafelisted(name.toLowerCase())
        ? problem('safelisted-request-header', 'note', name)
        : [];
    }),
  ];
}

function exposedHeaderProblems(policy: CorsPolicy): PolicyProblem[] {
  const about = 'exposedHeaders';
  return [
    ...literalWildcard(policy, policy.exposedHeaders, about, 'literal-wildcard-exposed-headers'),
    ...named(policy.exposedHeaders).flatMap((value): PolicyProblem[] => {
      const name = value.toLowerCase();
      if (!isToken(value))
        return [{ code: 'invalid-exposed-header', severity: 'error', about, value }];
      if (isForbiddenResponseHeader(name))
        return [{ code: 'forbidden-exposed-header', severity: 'warning', about, value }];
      return isCorsSafelistedResponseHeader(name)
        ? [{ code: 'safelisted-exposed-header', severity: 'note', about, value }]
        : [];
    }),
  ];
}

function maxAgeProblems({ maxAge }: CorsPolicy): PolicyProblem[] {
  if (maxAge === null) return [];
  const about = 'maxAge';
  const value = String(maxAge);
  if (!Number.isInteger(maxAge) || maxAge < 0)
    return [{ code: 'invalid-max-age', severity: 'error', about, value }];
  if (maxAge === 0) return [{ code: 'max-age-zero', severity: 'note', about, value }];
  return maxAge > LEAST_LIMIT
    ? [{ code: 'max-age-over-limit', severity: 'note', about, value }]
    : [];
}

/** The entries that name something. */
function named(list: readonly string[] | '*'): readonly string[] {
  return list === '*' ? [] : list.filter((entry) => entry !== '*');
}
