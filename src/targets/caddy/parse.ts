import type { Span } from '../target.js';

/** One token of a Caddyfile without its quotes. */
export interface Token {
  readonly value: string;
  readonly span: Span;
}

/** One directive, matcher definition or block of a Caddyfile. */
export interface Directive {
  readonly name: string;
  readonly args: readonly Token[];
  readonly block: readonly Directive[] | null;
  /** From its name to its last token, or behind its `}`. */
  readonly span: Span;
  readonly nameSpan: Span;
  /** Between the braces; null without. */
  readonly inner: Span | null;
  /** The `import` that brought it, where that is not its own place. */
  readonly imported: Directive | null;
}

export interface SyntaxFault {
  readonly span: Span;
  readonly message: string;
}

interface Lexed extends Token {
  readonly newLine: boolean;
  readonly quoted: boolean;
}

const DEEPEST = 60;

/** Splits a text into tokens: caddyconfig/caddyfile/lexer.go. */
function lex(text: string): Lexed[] {
  const tokens: Lexed[] = [];
  const pattern =
    /(\r?\n)|[^\S\n]+|\\\r?\n|#[^\n]*|"((?:[^"\\]|\\[^])*)"?|`([^`]*)`?|(?:\\\S|[^\s\\])+|\\/gy;
  let newLine = true;
  for (const match of text.matchAll(pattern)) {
    const [raw, lineEnd, double, back] = match;
    if (lineEnd !== undefined) newLine = true;
    else if (/^(?:[^\S\n]|\\\r?\n|#)/.test(raw)) continue;
    else {
      const value = double?.replaceAll('\\"', '"') ?? back ?? raw;
      const quoted = double !== undefined || back !== undefined;
      const span = { start: match.index, end: match.index + raw.length };
      tokens.push({ value, span, newLine, quoted });
      newLine = false;
    }
  }
  return tokens;
}

/**
 * Reads the Caddyfile's syntax: https://caddyserver.com/docs/caddyfile/concepts#structure.
 * The keys of a site are the name and the arguments of its directive. Goes on after faults.
 */
export function parse(text: string): {
  readonly directives: readonly Directive[];
  readonly faults: readonly SyntaxFault[];
} {
  const tokens = lex(text);
  const faults: SyntaxFault[] = [];
  let at = 0;

  const isBrace = (token: Lexed | undefined, brace: string): boolean =>
    token?.value === brace && !token.quoted;

  const directive = (depth: number): Directive => {
    const first = tokens[at++]!;
    const opens = isBrace(first, '{');
    const args: Token[] = [];
    let last: Lexed = first;
    let block: Directive[] | null = null;
    let inner: Span | null = null;
    // A list of addresses goes on behind a comma.
    const goesOn = (next: Lexed): boolean =>
      !next.newLine || (depth === 0 && last.value.endsWith(','));
    for (;;) {
      const next = opens && inner === null ? first : tokens[at];
      if (next === undefined || (next !== first && !goesOn(next))) break;
      if (isBrace(next, '}')) break;
      if (
        isBrace(next, '{') &&
        (opens || tokens[at + 1] === undefined || tokens[at + 1]!.newLine)
      ) {
        if (!opens) at++;
        block = depth > DEEPEST ? [] : list(depth + 1);
        const close = tokens[at];
        const end = close?.span.start ?? text.length;
        inner = { start: next.span.end, end };
        if (close === undefined)
          faults.push({ span: next.span, message: 'This "{" is not closed.' });
        else {
          last = close;
          at++;
        }
        break;
      }
      args.push(next);
      last = next;
      at++;
    }
    const span = { start: first.span.start, end: last.span.end };
    const name = opens ? '' : first.value;
    return { name, args, block, span, nameSpan: first.span, inner, imported: null };
  };

  const list = (depth: number): Directive[] => {
    const directives: Directive[] = [];
    while (at < tokens.length) {
      if (isBrace(tokens[at], '}')) {
        if (depth > 0) return directives;
        faults.push({ span: tokens[at]!.span, message: 'There is no "{" that this "}" closes.' });
        at++;
      } else directives.push(directive(depth));
    }
    return directives;
  };

  return { directives: list(0), faults };
}

/** The directives of a name in a block. */
export function named(
  block: readonly Directive[],
  ...names: readonly string[]
): readonly Directive[] {
  return block.filter(({ name }) => names.includes(name));
}

/** The value of an argument, empty where there is none. */
export function arg(directive: Directive, index: number): string {
  return directive.args[index]?.value ?? '';
}
