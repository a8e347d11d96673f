import {
  corsPolicy,
  exactOrigin,
  isEquivalent,
  writeAllowedOrigin,
  type CorsPolicy,
} from '../../policy/index.js';
import { METHODS, methodsOf, type CloudFrontCors, type Entry } from './cors.js';
import { originOf } from './origin.js';

/** The policy that a CorsConfig makes; null for what no policy has, and for what is not known. */
export function policyOf(cors: CloudFrontCors): CorsPolicy | null {
  if (cors.unknown.length > 0) return null;
  const origins = cors.origins.map(({ text }) => originOf(text));
  if (origins.includes(null)) return null;
  const any = origins.find((each) => each?.kind === 'any');
  const names = (entries: readonly Entry[]): readonly string[] | '*' =>
    entries.length === 1 && entries[0]?.text === '*'
      ? '*'
      : entries.map(({ text }) => text.toLowerCase());
  return corsPolicy({
    origins:
      any === undefined || any === null
        ? origins.flatMap((each) =>
            each === null ? [] : each.kind === 'exact' ? exactOrigin(each.origin) : each,
          )
        : [any],
    methods: methodsOf(cors),
    requestHeaders: names(cors.headers),
    exposedHeaders: names(cors.expose),
    credentials: cors.credentials,
    maxAge: cors.maxAge,
  });
}

/** Whether a CorsConfig, or none, says a policy whatever the origin sends. */
export function says(cors: CloudFrontCors | null, policy: CorsPolicy): boolean {
  if (policy.origins.length === 0) return cors === null;
  const said = cors === null ? null : policyOf(cors);
  return cors !== null && said !== null && cors.override && isEquivalent(said, policy);
}

/**
 * A policy as CorsConfig. Methods and headers may not be left out: names stand there
 * that need no permission.
 * @param counted whether lists have their Quantity, as in the API's JSON
 */
export function corsJson(policy: CorsPolicy, counted: boolean): Record<string, unknown> {
  const list = (items: readonly string[]): Record<string, unknown> =>
    counted ? { Quantity: items.length, Items: items } : { Items: items };
  const names = (given: readonly string[] | '*', otherwise: string): readonly string[] =>
    given === '*' ? ['*'] : given.length === 0 ? [otherwise] : given;
  const { origins, methods, requestHeaders, exposedHeaders, credentials, maxAge } = policy;
  const all = methods !== '*' && METHODS.every((method) => methods.includes(method));
  return {
    AccessControlAllowOrigins: list(
      origins.map((each) => writeAllowedOrigin(each).replace('**', '*')),
    ),
    AccessControlAllowMethods: list(all ? ['ALL'] : names(methods, 'GET')),
    AccessControlAllowHeaders: list(names(requestHeaders, 'accept')),
    ...(exposedHeaders.length === 0
      ? {}
      : { AccessControlExposeHeaders: list(names(exposedHeaders, '')) }),
    AccessControlAllowCredentials: credentials,
    ...(maxAge === null ? {} : { AccessControlMaxAgeSec: maxAge }),
    OriginOverride: true,
  };
}

const KNOWN: ReadonlySet<string> = new Set(METHODS);

/** Why a response headers policy cannot say a policy, a sentence each. */
export function cannotSay(policy: CorsPolicy): readonly string[] {
  const { origins, methods, privateNetwork } = policy;
  const reasons: string[] = [];
  for (const each of origins) {
    const text = writeAllowedOrigin(each);
    if (each.kind === 'null' || (each.kind === 'exact' && !/^https?:/.test(each.origin)))
      reasons.push(
        `${text}: that CloudFront takes origins of other schemes than http and https is not documented.`,
      );
    else if (each.kind === 'exact' && each.origin.includes('['))
      reasons.push(`${text}: that CloudFront takes IPv6 addresses is not documented.`);
    else if (each.kind === 'subdomains' && each.depth === 'one')
      reasons.push(
        `${text}: for how many labels the "*" of CloudFront stands is not documented, so that more sites than these may be let in; write ${text.replace('*', '**')} if all below ${each.domain} are meant, or list the names.`,
      );
  }
  if (methods === '*') reasons.push('AccessControlAllowMethods has no "*": list the methods.');
  else
    for (const method of methods)
      if (!KNOWN.has(method))
        reasons.push(`CloudFront takes ${METHODS.join(', ')} only, not ${method}.`);
  if (privateNetwork)
    reasons.push('CloudFront has no word for Access-Control-Allow-Private-Network.');
  return reasons;
}
