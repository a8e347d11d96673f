import type { AllowedOrigin } from '../../policy/index.js';

/** An origin that a policy names, or a pattern: everything but `any`. */
export type NamedOrigin = Exclude<AllowedOrigin, { kind: 'any' }>;

/** A text as a regular expression that matches it alone, in the syntaxes of Perl's family. */
export function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/**
 * The regular expression of an allowed origin, without anchors: labels as
 * `coversOrigin` takes them, one for `*.`, one or more for `**.`.
 */
export function originRegex(allowed: NamedOrigin): string {
  switch (allowed.kind) {
    case 'null':
      return 'null';
    case 'exact':
      return escapeRegex(allowed.origin);
    case 'subdomains': {
      const { scheme, domain, port, depth } = allowed;
      const label = '[a-z0-9_-]+';
      const labels = depth === 'one' ? label : `${label}(?:\\.${label})*`;
      return `${escapeRegex(scheme)}://${labels}\\.${escapeRegex(domain)}${port === '' ? '' : `:${port}`}`;
    }
  }
}
