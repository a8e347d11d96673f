import {
  getHeader,
  isHttpScheme,
  isSameOrigin,
  parseUrl,
  type Behaviour,
  type HeaderList,
  type UrlRecord,
} from '../protocol/index.js';

/** https://w3c.github.io/webappsec-referrer-policy/#default-referrer-policy */
const DEFAULT_POLICY = 'strict-origin-when-cross-origin';

const POLICIES: ReadonlySet<string> = new Set([
  'no-referrer',
  'no-referrer-when-downgrade',
  'same-origin',
  'origin',
  'strict-origin',
  'origin-when-cross-origin',
  DEFAULT_POLICY,
  'unsafe-url',
]);

/** Characters beyond which only the origin is sent: https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer */
const LONGEST = 4096;

/** A policy that a redirect's Referrer-Policy sets; null where it sets none. https://w3c.github.io/webappsec-referrer-policy/#parse-referrer-policy-from-header */
export function policyOf(headers: HeaderList): string | null {
  const tokens = (getHeader(headers, 'referrer-policy') ?? '').toLowerCase().split(',');
  return tokens.map((token) => token.trim()).findLast((token) => POLICIES.has(token)) ?? null;
}

/**
 * The value of Referer, null for none.
 * https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer
 * @param referrer the page's URL, or the one it names; null for none
 * @param policy empty for the default
 */
export function refererFor(
  referrer: string | null,
  policy: string,
  to: UrlRecord,
  { isPotentiallyTrustworthy }: Behaviour,
): string | null {
  const from = referrer === null ? null : parseUrl(referrer);
  if (from === null || !isHttpScheme(from)) return null;
  const origin = `${from.origin}/`;
  const stripped = from.origin + from.pathname + from.search;
  const whole = stripped.length > LONGEST ? origin : stripped;
  const same = isSameOrigin(from.origin, to);
  const downgrade = isPotentiallyTrustworthy(from) && !isPotentiallyTrustworthy(to);
  switch (policy === '' ? DEFAULT_POLICY : policy) {
    case 'unsafe-url':
      return whole;
    case 'origin':
      return origin;
    case 'strict-origin':
      return downgrade ? null : origin;
    case 'same-origin':
      return same ? whole : null;
    case 'origin-when-cross-origin':
      return same ? whole : origin;
    case 'no-referrer-when-downgrade':
      return downgrade ? null : whole;
    case DEFAULT_POLICY:
      if (same) return whole;
      return downgrade ? null : origin;
    default:
      return null;
  }
}
