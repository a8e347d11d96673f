import { writeAllowedOrigin } from '../../policy/index.js';
import { originRegex, type NamedOrigin } from './origin-regex.js';

/** A list of texts in Python, one a line. */
export function pythonList(texts: readonly string[], indent = ''): string {
  if (texts.length === 0) return '[]';
  return `[\n${texts.map((text) => `${indent}    ${JSON.stringify(text)},\n`).join('')}${indent}]`;
}

/** An anchored regular expression for one origin as a raw string. `$` would also match before a line's end. */
export function pythonRegex(allowed: NamedOrigin): string {
  return `r"^${originRegex(allowed)}\\Z"`;
}

/** A comment that names the origin which a regular expression is for. */
export function pythonComment(allowed: NamedOrigin): string {
  return `# ${writeAllowedOrigin(allowed)}`;
}
