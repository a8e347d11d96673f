import { originRegex, type NamedOrigin } from './origin-regex.js';

/** A text as a Ruby string that interpolates nothing. */
export function rubyString(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}

/** An anchored regular expression for one origin; `^` and `$` would be a line's ends. */
export function rubyRegex(allowed: NamedOrigin): string {
  return `%r{\\A${originRegex(allowed)}\\z}`;
}
