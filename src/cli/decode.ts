/** A text that bytes hold, or why they hold none: the end of a sentence. */
export type Decoded =
  | { readonly text: string; readonly problem?: never }
  | { readonly text: null; readonly problem: string };

/** The encoding that the mark at the beginning of bytes tells: PowerShell writes UTF-16, Windows editors either. */
export function markedEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
}

/**
 * Reads bytes as text: UTF-8, and UTF-16 where a mark tells so; the mark goes.
 * https://encoding.spec.whatwg.org/#bom-sniff
 */
export function decodeText(bytes: Uint8Array): Decoded {
  const marked = markedEncoding(bytes);
  if (marked !== null) return { text: new TextDecoder(marked).decode(bytes) };
  if (bytes.includes(0)) return { text: null, problem: 'this is no text' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return {
      text: null,
      problem: `line ${lineOfFault(bytes)} is not UTF-8: save the file as UTF-8`,
    };
  }
}

/** The line, from 1, of the first byte that is no UTF-8. */
function lineOfFault(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start);
    const next = end === -1 ? bytes.length : end + 1;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start, next));
    } catch {
      return line;
    }
    start = next;
  }
  return line;
}
