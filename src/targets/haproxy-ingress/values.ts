import { writeAllowedOrigin, type AllowedOrigin, type CorsPolicy } from '../../policy/index.js';
import { originRegex, type NamedOrigin } from '../support/origin-regex.js';
import type { Controller } from './objects.js';
import { placeholderOf } from './policy.js';
import { TECH_METHODS } from './settings.js';

/** Annotations without their prefix; null for one that must not stand there. */
export type Values = Readonly<Record<string, string | null>>;

/** What cors-allow-origin of haproxy-ingress takes: pkg/converters/ingress/annotations/validators.go */
const ENTRY = /^https?:\/\/[A-Za-z0-9.-]+(?::\d+)?$/;

/** Why a controller cannot say a policy; none when it can. */
export function cannotSay(policy: CorsPolicy, controller: Controller): string[] {
  const { methods, requestHeaders, exposedHeaders, privateNetwork } = policy;
  const reasons: string[] = [];
  const tech = controller === 'haproxytech';
  const names = /^[A-Za-z0-9_-]+$/;
  if (!tech && originValues(policy) === null)
    reasons.push(
      'cors-allow-origin takes http and https origins of names and IPv4 addresses only, and the patterns of cors-allow-origin-regex need one such origin beside them; let the API itself answer.',
    );
  if (!tech && methods === '*') reasons.push('cors-allow-methods has no "*": list the methods.');
  for (const method of methods === '*' ? [] : methods)
    if (tech ? !TECH_METHODS.includes(method) : !/^[A-Za-z]+$/.test(method))
      reasons.push(`cors-allow-methods does not take ${method}; let the API itself answer.`);
  for (const name of requestHeaders === '*' ? [] : requestHeaders)
    if (!names.test(name))
      reasons.push(
        `cors-allow-headers takes letters, digits, "-" and "_" only, so "${name}" cannot be allowed there; let the API itself answer.`,
      );
  if (tech && exposedHeaders.length > 0)
    reasons.push(
      'This controller has no annotation for Access-Control-Expose-Headers; let the API itself send that header.',
    );
  for (const name of exposedHeaders === '*' ? [] : exposedHeaders)
    if (!tech && !names.test(name))
      reasons.push(
        `cors-expose-headers is not known to take "${name}"; let the API itself send that header.`,
      );
  if (privateNetwork)
    reasons.push(
      'No annotation answers Access-Control-Request-Private-Network; let the API itself send it.',
    );
  return reasons;
}

/** The annotations of a policy. Defaults would allow more than is asked for, so lists are always named. */
export function valuesFor(policy: CorsPolicy, controller: Controller): Values {
  if (policy.origins.length === 0) return { 'cors-enable': 'false' };
  const { methods, requestHeaders, exposedHeaders, credentials, maxAge } = policy;
  const list = (names: readonly string[] | '*', instead: string): string =>
    names === '*' ? '*' : names.length === 0 ? instead : names.join(', ');
  const tech = controller === 'haproxytech';
  const origins = tech ? techOrigins(policy.origins) : originValues(policy);
  return {
    'cors-enable': 'true',
    'cors-allow-origin': origins?.origin ?? null,
    ...(tech ? {} : { 'cors-allow-origin-regex': origins?.regex ?? null }),
    'cors-allow-methods': list(methods, 'GET'),
    'cors-allow-headers': list(requestHeaders, 'Accept'),
    'cors-expose-headers': exposedHeaders.length === 0 ? null : list(exposedHeaders, ''),
    'cors-allow-credentials': String(credentials),
    'cors-max-age': maxAge === null ? null : tech ? `${maxAge}s` : String(maxAge),
    ...(tech ? { 'cors-respond-to-options': 'true' } : {}),
  };
}

interface OriginValues {
  readonly origin: string;
  readonly regex: string | null;
}

function techOrigins(origins: readonly AllowedOrigin[]): OriginValues {
  const named = origins.filter(isNamed);
  if (named.length < origins.length) return { origin: '*', regex: null };
  return { origin: `^(${named.map(originRegex).join('|')})$`, regex: null };
}

function isNamed(allowed: AllowedOrigin): allowed is NamedOrigin {
  return allowed.kind !== 'any';
}

/** Origins as they are where that can be, all else as patterns; null where no origin can stand first. */
function originValues({ origins }: CorsPolicy): OriginValues | null {
  const named = origins.filter(isNamed);
  if (named.length < origins.length) return { origin: '*', regex: null };
  const plain = named.map(writeAllowedOrigin).filter((each) => ENTRY.test(each));
  const patterns = named.filter((each) => !ENTRY.test(writeAllowedOrigin(each)));
  const stands = named
    .flatMap((each) => placeholderOf(each) ?? [])
    .filter((each) => ENTRY.test(each));
  const entries = plain.length > 0 ? plain : stands.slice(0, 1);
  if (entries.length === 0 && named.length > 0) return null;
  const regex = patterns.map((each) => `^${originRegex(each)}$`).join(' ');
  return { origin: entries.join(','), regex: regex === '' ? null : regex };
}
