/** A match of a regular expression: the groups by number and by name. */
export interface Match {
  readonly groups: readonly string[];
  readonly named: Readonly<Record<string, string>>;
}

/** Runs a PCRE of nginx, as far as JavaScript can; null where it does not match or cannot be compiled. */
export function match(pattern: string, text: string, insensitive = false): Match | null {
  const inline = pattern.startsWith('(?i)');
  const source = (inline ? pattern.slice(4) : pattern).replaceAll('(?P<', '(?<');
  try {
    const found = new RegExp(source, insensitive || inline ? 'i' : '').exec(text);
    if (found === null) return null;
    const names = Object.entries(found.groups ?? {}).map(([name, value]) => [name, value ?? '']);
    return {
      groups: found.map((group) => group ?? ''),
      named: Object.fromEntries(names) as Record<string, string>,
    };
  } catch {
    return null;
  }
}

/** The path that nginx chooses locations and rewrites by: decoded, slashes in a row as one. */
export function decodedPath(path: string): string {
  let text = path;
  try {
    text = decodeURIComponent(path);
  } catch {
    // Not UTF-8: compared as it stands.
  }
  return text.replaceAll(/\/{2,}/g, '/');
}
