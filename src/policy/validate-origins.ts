import { isLoopbackHost, parseUrl } from '../protocol/index.js';
import { writeAllowedOrigin, type AllowedOrigin } from './allowed-origin.js';
import type { CorsPolicy } from './policy.js';
import type { PolicyContext, PolicyProblem, PolicyProblemCode } from './problem.js';

/** What is wrong with whom a policy lets in. */
export function originProblems(policy: CorsPolicy, context: PolicyContext): PolicyProblem[] {
  const { origins, credentials } = policy;
  if (origins.length === 0)
    return [{ code: 'no-origins', severity: 'warning', about: 'origins', value: '' }];
  const any = origins.some(({ kind }) => kind === 'any');
  const others = origins.filter(({ kind }) => kind !== 'any').map(writeAllowedOrigin);
  return [
    ...(any && others.length > 0
      ? [problem('any-origin-with-others', 'warning', others.join(', '))]
      : []),
    ...origins.flatMap((allowed) => entryProblems(allowed, credentials, context)),
  ];
}

function entryProblems(
  allowed: AllowedOrigin,
  credentials: boolean,
  context: PolicyContext,
): PolicyProblem[] {
  switch (allowed.kind) {
    case 'any':
      return credentials ? [problem('any-origin-with-credentials', 'error', '*')] : [];
    case 'null':
      return credentials
        ? [problem('opaque-origin-with-credentials', 'error', 'null')]
        : [problem('opaque-origin', 'warning', 'null')];
    case 'subdomains':
      return [
        ...(context.publicSuffix?.(allowed.domain) === true
          ? [problem('wildcard-below-public-suffix', 'error', writeAllowedOrigin(allowed))]
          : []),
        ...hostProblems(allowed, allowed.scheme, allowed.domain, credentials, context),
      ];
    case 'exact': {
      const url = parseUrl(allowed.origin);
      if (url === null) return [];
      const scheme = url.protocol.slice(0, -1);
      return hostProblems(allowed, scheme, url.hostname, credentials, context);
    }
  }
}

/** What the scheme and the host of an entry say, together with the API's. */
function hostProblems(
  allowed: AllowedOrigin,
  scheme: string,
  host: string,
  credentials: boolean,
  { apiScheme }: PolicyContext,
): PolicyProblem[] {
  const value = writeAllowedOrigin(allowed);
  if (isLoopbackHost(host) && (scheme === 'http' || scheme === 'https'))
    return [problem('localhost-origin', 'note', value)];
  if (scheme === 'http' && apiScheme === 'https' && credentials)
    return [problem('http-origin-with-credentials', 'warning', value)];
  if (scheme === 'https' && apiScheme === 'http')
    return [problem('https-page-of-an-http-api', 'warning', value)];
  return [];
}

function problem(
  code: PolicyProblemCode,
  severity: PolicyProblem['severity'],
  value: string,
): PolicyProblem {
  return { code, severity, about: 'origins', value };
}
