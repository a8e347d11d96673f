import type { Scenario } from '../inputs/scenario/types.js';
import { addressSpace, parseUrl, type AddressSpaces } from '../protocol/index.js';

/** The address spaces that a scenario names by origin; the others are those of their hosts. */
export function addressSpacesOf({ addressSpaces, origin }: Scenario): AddressSpaces | undefined {
  if (addressSpaces === undefined) return undefined;
  const page = parseUrl(origin);
  return {
    page:
      addressSpaces[origin] ?? (page === null ? 'unknown' : addressSpace(page.hostname, undefined)),
    of: (url) => addressSpaces[url.origin] ?? addressSpace(url.hostname, undefined),
  };
}
