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

/** The same for several, as `^(?:https://app\.example\.com|https://[a-z0-9-]+\.example\.com)$`; null when one of them is another pattern. */
export function patternOrigins(pattern: string): readonly AllowedOrigin[] | null {
  const [, flag = '', whole] = /^(\(\?i\))?\^(.*)\$$/s.exec(pattern) ?? [];
  if (whole === undefined) return null;
  const group = /^\((?:\?:)?(.*)\)$/.exec(whole)?.[1];
  const parts = group === undefined ? [whole] : alternatives(group);
  const all = parts.flatMap((part) =>
    patternOrigin(`^${part}$`) === null ? written(part) : [part],
  );
  if (all.length > MOST_ORIGINS) return null;
  const origins = all.map((part) => patternOrigin(`${flag}^${part}$`));
  return origins.every((each) => each !== null) ? origins : null;
}

/** More than anybody writes into one pattern. */
const MOST_ORIGINS = 64;

/** `https?://(app|admin)\.example\.com` written out as four patterns. */
function written(pattern: string): readonly string[] {
  const done: string[] = [];
  const left = [pattern];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (done.length + left.length > MOST_ORIGINS) return [...done, next, ...left];
    const found = /\((?:\?:)?([^()[\]*+?]+)\)(\??)(?![*+{])|([a-z0-9])\?/.exec(next);
    if (found === null) {
      done.push(next);
      continue;
    }
    const [whole, group, optional, letter] = found;
    const choices = letter === undefined ? alternatives(group ?? '') : [letter];
    const all = letter === undefined && optional === '' ? choices : ['', ...choices];
    for (const choice of all)
      left.push(next.slice(0, found.index) + choice + next.slice(found.index + whole.length));
  }
  return done;
}

function alternatives(text: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const piece of text.match(/\\[^]|\[[^\]]*\]|[^]/g) ?? []) {
    if (piece === '(') depth++;
    if (piece === ')') depth--;
    if (piece === '|' && depth === 0) parts.push('');
    else parts.push((parts.pop() ?? '') + piece);
  }
  return parts;
}

/** Origins that an open pattern is likely to let in, to ask a configuration with. */
export function originsNear(pattern: string): readonly string[] {
  const plain = pattern
    .replace(/^\(\?i\)/, '')
    .replaceAll(/\\(.)/g, '$1')
    .replaceAll(/\[[^\]]*\][+*]?|\.[+*]/g, 'probe')
    .replaceAll(/\(\?:|[\^$()?]/g, '')
    .replace(/\|.*/, '');
  const host = plain.replace(/^[a-z]+s?:\/\//, '');
  return [
    plain,
    `https://probe${host}`,
    `https://${host}`,
    `https://${host}.probe.test`,
    `http://${host}`,
  ].filter((each) => /^[a-z]+:\/\/./.test(each));
}
