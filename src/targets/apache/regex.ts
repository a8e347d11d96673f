/**
 * A regular expression of Apache's (PCRE) as one of JavaScript's; null where it cannot be.
 * @param flags `i` where the directive compares without case
 */
export function regex(pattern: string, flags = ''): RegExp | null {
  const inline = /^\(\?([ism]+)\)/.exec(pattern);
  const own = inline?.[1] ?? '';
  const all = [...new Set(flags + own)].join('');
  try {
    return new RegExp(pattern.slice(inline?.[0].length ?? 0), all);
  } catch {
    return null;
  }
}

/** `$0` to `$9` replaced by what was found: ap_pregsub of server/util.c. */
export function substituted(text: string, found: readonly (string | undefined)[]): string {
  return text.replaceAll(/\\([^])|\$(\d)/g, (_, escaped?: string, digit?: string) =>
    escaped !== undefined ? escaped : (found[Number(digit)] ?? ''),
  );
}
