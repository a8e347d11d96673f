import { writeAllowedOrigin, type AllowedOrigin, type CorsPolicy } from '../../policy/index.js';
import { isValidEntry } from './origins.js';
import { METHODS } from './reach.js';

/** A policy as the value of `cors`. */
export function corsOf(policy: CorsPolicy): Record<string, unknown> {
  const { origins, methods, requestHeaders, exposedHeaders, credentials, maxAge } = policy;
  const list = (names: readonly string[] | '*'): readonly string[] =>
    names === '*' ? ['*'] : names;
  return {
    allowOrigins: origins.map(entryOf),
    ...(methods.length === 0 ? {} : { allowMethods: list(methods) }),
    ...(requestHeaders.length === 0 ? {} : { allowHeaders: list(requestHeaders) }),
    ...(exposedHeaders.length === 0 ? {} : { exposeHeaders: list(exposedHeaders) }),
    ...(credentials ? { allowCredentials: true } : {}),
    ...(maxAge === null ? {} : { maxAge }),
  };
}

function entryOf(allowed: AllowedOrigin): string {
  return writeAllowedOrigin(allowed).replace('**', '*');
}

/** What the filter has no words for. */
export function cannotSay(policy: CorsPolicy): string[] {
  const reasons = policy.origins.flatMap((allowed) => whyNot(allowed) ?? []);
  for (const method of policy.methods === '*' ? [] : policy.methods)
    if (!METHODS.some((each) => each === method))
      reasons.push(
        `allowMethods is a closed list without ${method}; allow every method with "*" or let the API answer itself.`,
      );
  if (policy.maxAge === 0)
    reasons.push(
      'maxAge begins at 1: a preflight that is not to be remembered cannot be said; leave it out for 5 seconds.',
    );
  if (policy.origins.length > 64)
    reasons.push('allowOrigins takes 64 entries: use a wildcard for sub-domains.');
  for (const [key, names] of [
    ['allowHeaders', policy.requestHeaders],
    ['exposeHeaders', policy.exposedHeaders],
  ] as const)
    if (names.length > 64)
      reasons.push(`${key} takes 64 names: name fewer, or allow all with "*".`);
  if (policy.privateNetwork)
    reasons.push(
      'The filter has no Access-Control-Allow-Private-Network; let the API itself send it.',
    );
  return reasons;
}

/** https://gateway-api.sigs.k8s.io/reference/spec/#corsorigin */
function whyNot(allowed: AllowedOrigin): string | null {
  const text = writeAllowedOrigin(allowed);
  if (allowed.kind === 'any') return null;
  if (allowed.kind === 'null')
    return 'null: allowOrigins takes http and https origins only; serve the page from an origin of its own.';
  if (allowed.kind === 'subdomains' && allowed.depth === 'one')
    return `${text}: a wildcard of the Gateway API stands for any number of labels; write ${text.replace('*', '**')} if that is meant, or list the names.`;
  if (isValidEntry(entryOf(allowed))) return null;
  return `${text}: allowOrigins takes http and https, names of letters, digits and "-", and a port.`;
}
