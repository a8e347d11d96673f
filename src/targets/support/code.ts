import type { CorsPolicy } from '../../policy/index.js';
import type { Change, Emission } from '../target.js';
import { allowsAnyOrigin } from './js.js';

/** One piece of code and where it goes. */
export function piece(where: string, text: string): Change {
  return { where, text, at: null };
}

/** What code does for a policy that lets nobody in: nothing, and it says so. */
export function nobody(where: string, what: string, reload: string): Emission {
  const text = `// No page of another origin may read this: ${what}.\n`;
  const notes = [
    'Browsers refuse every other origin where no Access-Control-* header is sent, so there is nothing to add; what sends such headers now has to go.',
  ];
  return { kind: 'change', changes: [piece(where, text)], reload, notes };
}

/**
 * What none of the libraries may be asked for.
 * @param privateNetwork whether the library can answer Access-Control-Request-Private-Network
 */
export function unsayable(
  policy: CorsPolicy,
  { title, privateNetwork = false }: { readonly title: string; readonly privateNetwork?: boolean },
): readonly string[] {
  const reasons: string[] = [];
  if (allowsAnyOrigin(policy) && policy.credentials)
    reasons.push(
      'Browsers do not take "*" for requests with credentials, and to reflect any origin would let every page act as the user; name the origins instead.',
    );
  if (policy.privateNetwork && !privateNetwork)
    reasons.push(
      `${title} has no option for Access-Control-Allow-Private-Network; a middleware of your own in front of it could send that header.`,
    );
  return reasons;
}
