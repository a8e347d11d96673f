import { readAllowedOrigin, type AllowedOrigin } from '../../policy/index.js';

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

/** `^https://[a-z0-9-]+\.example\.com$` and its kin, and one origin written as a pattern; null for others. */
export function patternOrigin(pattern: string): AllowedOrigin | null {
  const match =
    /^(?:\(\?i\))?\^([a-z][a-z0-9+.-]*):(?:\/\/|\\\/\\\/)(.*?)\\\.((?:[\w-]+\\\.)*[\w-]+)(?::(\d+))?\$$/.exec(
      pattern,
    );
  if (match === null) return literal(pattern);
  const [, scheme = '', labels = '', domain = '', port = ''] = match;
  const one = /^\(?(?:\[a-z0-9_-\]|\[\^\.\]|\[\\w-\]|\[a-z0-9-\]|\[a-zA-Z0-9-\])\+\)?$/;
  const any = /^(?:\(?\.[+*]\)?|\[a-z0-9_-\]\+\((?:\?:)?\\\.\[a-z0-9_-\]\+\)\*)$/;
  const depth = one.test(labels) ? 'one' : any.test(labels) ? 'any' : null;
  if (depth === null) return literal(pattern);
  return { kind: 'subdomains', scheme, domain: domain.replaceAll('\\', ''), port, depth };
}

function literal(pattern: string): AllowedOrigin | null {
  const match = /^(?:\(\?i\))?\^((?:[^\\$()[\]{}|*+?.]|\\[^A-Za-z0-9])+)\$$/.exec(pattern);
  return match?.[1] === undefined
    ? null
    : readAllowedOrigin(match[1].replaceAll(/\\(.)/g, '$1')).value;
}
