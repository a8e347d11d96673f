import { getDomain, parse } from 'tldts';
import { remembering, type RegistrableDomain } from '../protocol/index.js';

/**
 * The registrable domain of a host by the public suffix list (private part
 * included), null for an IP address and for a public suffix.
 * Not part of the folder's index: the list is large, so it is loaded by those who need it.
 * https://url.spec.whatwg.org/#host-registrable-domain
 */
export const registrableDomain: RegistrableDomain = remembering((hostname) =>
  getDomain(hostname, OPTIONS),
);

const OPTIONS = { allowPrivateDomains: true };

/**
 * Whether a domain is itself on the public suffix list (private part included):
 * names below it belong to anybody. A name under no rule of the list is none.
 * https://publicsuffix.org/list/
 */
export function isPublicSuffix(domain: string): boolean {
  const { publicSuffix, isIcann, isPrivate } = parse(domain, OPTIONS);
  return publicSuffix === domain && (isIcann === true || isPrivate === true);
}
