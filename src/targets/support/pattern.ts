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
