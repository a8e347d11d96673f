import { originRegex, type NamedOrigin } from './origin-regex.js';

/** Items of a list in Go, one a line, for between its braces; empty for none. */
export function goItems(texts: readonly string[], indent: string): string {
  return `{\n${texts.map((text) => `${indent}\t${JSON.stringify(text)},\n`).join('')}${indent}}`;
}

/** An anchored regular expression for one origin as a raw string. */
export function goRegex(allowed: NamedOrigin): string {
  return `\`^${originRegex(allowed)}$\``;
}
