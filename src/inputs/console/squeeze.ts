/**
 * A text without white space, quotes and control characters, in lower case, and
 * where each character comes from: so a line is found however it was wrapped,
 * quoted, or stripped of its quotes by a shell.
 */
export interface Squeezed {
  readonly text: string;
  /** Index in the original of each character. */
  readonly at: Int32Array;
  readonly original: string;
}

/** White space, control and format characters, and everything that is used as a quote. */
const DROPPED = /[\s\p{Cc}\p{Cf}'"`´‘’‚‛“”„‟′″«»]/u;

/** Terminal colours, which a copied log may hold. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]{0,20}[A-Za-z]`, 'g');

/** Squeezes a text. `original` is the text without terminal colours. */
export function squeeze(text: string): Squeezed {
  const original = text.replace(COLOURS, '');
  const at = new Int32Array(original.length);
  const kept: string[] = [];
  for (let i = 0; i < original.length; i++) {
    const char = original[i]!;
    if (DROPPED.test(char)) continue;
    at[kept.length] = i;
    kept.push(char >= 'A' && char <= 'Z' ? char.toLowerCase() : char);
  }
  return { text: kept.join(''), at, original };
}

/** The same for the fixed words of a line. */
export function squeezeWords(words: string): string {
  return squeeze(words).text;
}
