/**
 * A regular expression of RE2 or PCRE, as far as JavaScript's are the same; null for
 * one that is not. `(?i)` at its beginning is understood.
 * @param whole whether it has to match all of a text
 */
export function compilePattern(pattern: string, whole: boolean): RegExp | null {
  const [, flag = '', rest = ''] = /^(\(\?i\))?(.*)$/s.exec(pattern) ?? [];
  try {
    return new RegExp(whole ? `^(?:${rest})$` : rest, flag === '' ? '' : 'i');
  } catch {
    return null;
  }
}

/**
 * Whether an expression of paths, anchored at its beginning, can match a path or one
 * below it, as far as the literal text it begins with tells; true where it may.
 */
export function canMatchBelow(pattern: string, path: string): boolean {
  const start = literalStart(pattern);
  const below = path.endsWith('/') ? path : `${path}/`;
  return start.startsWith(below) || below.startsWith(start) || path.startsWith(start);
}

/** The text that every match begins with. */
function literalStart(pattern: string): string {
  const text = pattern.replace(/^\^/, '');
  if (text.includes('|') || text.startsWith('(?')) return '';
  const [literal = ''] = /^(?:[^\\^$.?*+()[\]{}]|\\[^A-Za-z0-9])*/.exec(text) ?? [];
  const optional = /^[?*{]/.test(text.slice(literal.length));
  const kept = optional ? literal.replace(/\\?.$/su, '') : literal;
  return kept.replaceAll(/\\(.)/g, '$1');
}
