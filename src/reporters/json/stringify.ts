import { isUnsafe } from '../escape.js';

const NOT_ASCII = /[^\n -~]/;

/**
 * A value as JSON that can go to a terminal: what `escapeControls` would show
 * as an escape and JSON.stringify leaves alone (C1 controls, bidirectional
 * controls) is written as \uXXXX, so that it parses to the same value.
 */
export function stringifyJson(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent);
  return NOT_ASCII.test(text) ? text.replace(/[^\n -~]/gu, escapeUnsafe) : text;
}

function escapeUnsafe(char: string): string {
  const code = char.codePointAt(0)!;
  return isUnsafe(code) ? `\\u${code.toString(16).padStart(4, '0')}` : char;
}
