import { parse, parseExpressionAt, type AnyNode, type Options } from 'acorn';

const OPTIONS: Options = {
  ecmaVersion: 'latest',
  sourceType: 'module',
  allowAwaitOutsideFunction: true,
  allowReturnOutsideFunction: true,
};

/** Pieces of a snippet that can be looked at, in its order, and the text that their offsets are of. */
export interface ParsedScript {
  readonly text: string;
  readonly nodes: readonly AnyNode[];
  /** Names with the expressions that they are declared with, where the whole does not parse. */
  readonly declared: readonly (readonly [name: string, value: AnyNode])[];
  /** Why it is no whole JavaScript; null where it is. */
  readonly problem: string | null;
}

/**
 * Parses a snippet. Where it is no whole JavaScript (TypeScript, JSX, a page, or
 * cut somewhere) the calls and declarations in it are parsed each by itself.
 */
export function parseScript(text: string): ParsedScript {
  try {
    return { text, nodes: [parse(text, OPTIONS)], declared: [], problem: null };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    const plain = withoutTypes(text.slice(0, MOST));
    const declared = [...plain.matchAll(DECLARATION)]
      .slice(0, MOST_TRIED)
      .flatMap(({ index, 0: whole, 1: name = '' }) => {
        const value = expressionAt(plain, index + whole.length);
        return value === null ? [] : [[name, value] as const];
      });
    const nodes: AnyNode[] = [];
    for (const { index } of [...plain.matchAll(CALL)].slice(0, MOST_TRIED)) {
      // What is within a call that was parsed is looked at with it.
      if (index < (nodes.at(-1)?.end ?? 0)) continue;
      const call = expressionAt(plain, index);
      if (call !== null) nodes.push(call);
    }
    return { text: plain, nodes, declared, problem };
  }
}

/** Characters of a snippet that are looked through for calls: each is parsed from its place on. */
const MOST = 100_000;
/** Calls and declarations that are tried: each may be parsed up to the end of the text. */
const MOST_TRIED = 100;
const DECLARATION = /\b(?:const|let|var)\s+([\w$]+)(?:\s*:\s*[^=;\n]{1,100})?\s*=(?!=|>)\s*/g;
const CALL = /(?<![\w$.])[\w$]+(?:\.\w+)?\s*\(|(?<![\w$.])[\w$]+\.withCredentials\s*=/g;

function expressionAt(text: string, offset: number): AnyNode | null {
  try {
    return parseExpressionAt(text, offset, OPTIONS);
  } catch {
    // Of a call that is cut behind its end, as "fetch(…).then(", the first part may do.
    const end = closing(text, offset);
    if (end === -1) return null;
    try {
      return parseExpressionAt(text.slice(0, end + 1), offset, OPTIONS);
    } catch {
      return null;
    }
  }
}

/** The bracket that closes the first one; quotes within are passed over. */
function closing(text: string, from: number): number {
  let depth = 0;
  let quote = '';
  for (let at = from; at < text.length && at < from + 20_000; at++) {
    const char = text[at]!;
    if (char === '\\') at++;
    else if (quote !== '') quote = char === quote ? '' : quote;
    else if (/["'`]/.test(char)) quote = char;
    else if (/[([{]/.test(char)) depth++;
    else if (/[)\]}]/.test(char) && --depth <= 0) return depth === 0 ? at : -1;
  }
  return -1;
}

/** Takes away what TypeScript adds to calls: type arguments, `as` and `satisfies`, the `!` behind a name. */
function withoutTypes(text: string): string {
  return text
    .replaceAll(
      /(\b[\w$]+)<[^()<>=;]{0,100}(?:<[^()<>=;]{0,100}>)?[^()<>=;]{0,100}>(?=\s*\()/g,
      '$1',
    )
    .replaceAll(/\s+(?:as|satisfies)\s+[\w$.]+(?:<[^<>()]{0,100}>)?(?:\[\])*(?=\s*[,;)}\]])/g, '')
    .replaceAll(/([\w$)\]])!(?=\s*[.,;)\]}])/g, '$1');
}
