import type { SerializedOrigin } from '../protocol/index.js';

/** Whom a policy lets in: one origin, the sub-domains of a domain, every origin, or opaque ones. */
export type AllowedOrigin =
  | { readonly kind: 'exact'; readonly origin: SerializedOrigin }
  | {
      readonly kind: 'subdomains';
      readonly scheme: string;
      /** The domain below which the names are; it is itself not one of them. */
      readonly domain: string;
      /** As serialized: empty for the scheme's own port. */
      readonly port: string;
      /** `one` label more than the domain, or `any` number of them. */
      readonly depth: 'one' | 'any';
    }
  | { readonly kind: 'any' }
  | { readonly kind: 'null' };

/** Every origin, also opaque ones. */
export const ANY_ORIGIN: AllowedOrigin = { kind: 'any' };

/** One origin, as serialized. */
export function exactOrigin(origin: SerializedOrigin): AllowedOrigin {
  return origin === 'null' ? { kind: 'null' } : { kind: 'exact', origin };
}

/**
 * An allowed origin as people write it: `https://app.example.com`,
 * `https://*.example.com` (one label), `https://**.example.com` (any number), `*`, `null`.
 */
export function writeAllowedOrigin(allowed: AllowedOrigin): string {
  switch (allowed.kind) {
    case 'any':
      return '*';
    case 'null':
      return 'null';
    case 'exact':
      return allowed.origin;
    case 'subdomains':
      return `${allowed.scheme}://${allowed.depth === 'one' ? '*' : '**'}.${allowed.domain}${allowed.port === '' ? '' : `:${allowed.port}`}`;
  }
}

/** Whether an allowed origin covers a page's origin. */
export function coversOrigin(allowed: AllowedOrigin, origin: SerializedOrigin): boolean {
  switch (allowed.kind) {
    case 'any':
      return true;
    case 'null':
      return origin === 'null';
    case 'exact':
      return origin === allowed.origin;
    case 'subdomains':
      return labelsBelow(allowed, origin)?.every(isLabel) === true;
  }
}

/** The labels of an origin's host before the domain, null where scheme, domain or port are others. */
function labelsBelow(
  { scheme, domain, port, depth }: AllowedOrigin & { kind: 'subdomains' },
  origin: SerializedOrigin,
): readonly string[] | null {
  const before = `${scheme}://`;
  const after = `.${domain}${port === '' ? '' : `:${port}`}`;
  if (!origin.startsWith(before) || !origin.endsWith(after)) return null;
  const between = origin.slice(
    before.length,
    Math.max(before.length, origin.length - after.length),
  );
  const labels = between.split('.');
  return depth === 'any' || labels.length === 1 ? labels : null;
}

function isLabel(text: string): boolean {
  return /^[a-z0-9_-]+$/.test(text);
}
