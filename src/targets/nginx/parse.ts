import type { Span } from '../target.js';

/** One argument of a directive: its value without quotes and escapes, and where it stands. */
export interface Argument {
  readonly value: string;
  /** Whether variables are looked up in it: they are, quoted or not. */
  readonly span: Span;
}

/** One directive, with what is in its braces. */
export interface Directive {
  readonly name: string;
  readonly args: readonly Argument[];
  /** null for a directive that ends with a semicolon. */
  readonly block: readonly Directive[] | null;
  /** From its name to behind its `;` or `}`. */
  readonly span: Span;
  /** Between the braces; null without. */
  readonly inner: Span | null;
}

export interface SyntaxFault {
  readonly span: Span;
  readonly message: string;
}

/** Directives whose block is no nginx: kept and skipped. */
const FOREIGN = /_by_lua_block$|^js_content_block$|^perl$/;
/** nginx itself has no limit; a text that nests deeper is an attack on the reader. */
const DEEPEST = 100;

/**
 * Reads nginx's syntax: https://nginx.org/en/docs/beginners_guide.html#conf_structure,
 * src/core/ngx_conf_file.c. Goes on after faults.
 */
export function parse(text: string): {
  readonly directives: readonly Directive[];
  readonly faults: readonly SyntaxFault[];
} {
  const parser = new Parser(text);
  const directives = parser.block(0);
  return { directives, faults: parser.faults };
}

class Parser {
  readonly faults: SyntaxFault[] = [];
  #at = 0;

  constructor(readonly text: string) {}

  /** Directives up to the `}` of this block, which is left, or the end. */
  block(depth: number): Directive[] {
    const directives: Directive[] = [];
    for (;;) {
      this.#skip();
      if (this.#at >= this.text.length) return directives;
      const char = this.text[this.#at];
      if (char === '}') {
        if (depth > 0) return directives;
        this.#fault(this.#at, 'There is no "{" that this "}" closes.');
        this.#at++;
      } else if (char === ';' || char === '{') {
        this.#fault(this.#at, `A directive is missing before this "${char}".`);
        this.#at++;
      } else {
        directives.push(this.#directive(depth));
      }
    }
  }

  #directive(depth: number): Directive {
    const start = this.#at;
    const name = this.#word();
    const args: Argument[] = [];
    for (;;) {
      this.#skip();
      const char = this.text[this.#at];
      if (char === ';') {
        this.#at++;
        return this.#made(name, args, null, start, null);
      }
      if (char === '{') return this.#withBlock(name, args, start, depth);
      if (char === undefined || char === '}') {
        this.#fault(start, `"${name.value}" does not end with ";".`);
        return this.#made(name, args, null, start, null);
      }
      args.push(this.#word());
    }
  }

  #withBlock(name: Argument, args: Argument[], start: number, depth: number): Directive {
    const open = ++this.#at;
    let block: Directive[] = [];
    if (FOREIGN.test(name.value) || depth >= DEEPEST) this.#skipForeign();
    else block = this.block(depth + 1);
    const close = this.#at;
    if (this.text[this.#at] === '}') this.#at++;
    else this.#fault(start, `The block of "${name.value}" is not closed.`);
    return this.#made(name, args, block, start, { start: open, end: close });
  }

  #made(
    { value: name }: Argument,
    args: readonly Argument[],
    block: readonly Directive[] | null,
    start: number,
    inner: Span | null,
  ): Directive {
    return { name, args, block, span: { start, end: this.#at }, inner };
  }

  /** White space and comments. */
  #skip(): void {
    const gap = /(?:\s|#[^\n]*)*/y;
    gap.lastIndex = this.#at;
    this.#at += gap.exec(this.text)?.[0].length ?? 0;
  }

  /** To the brace that closes a block of another language, braces counted. */
  #skipForeign(): void {
    for (let depth = 1; this.#at < this.text.length; this.#at++) {
      if (this.text[this.#at] === '{') depth++;
      if (this.text[this.#at] === '}' && --depth === 0) return;
    }
  }

  #word(): Argument {
    const start = this.#at;
    const quote = this.text[start];
    const quoted = quote === '"' || quote === "'";
    const pattern = quoted
      ? new RegExp(`${quote}(?:[^${quote}\\\\]|\\\\[^])*${quote}?`, 'y')
      : /(?:\$\{|\\[^]|[^\s;{}\\]|\\$)(?:\$\{[^}\s]*\}|\\[^]|[^\s;{\\]|\\$)*/y;
    pattern.lastIndex = start;
    const raw = pattern.exec(this.text)?.[0] ?? this.text[start] ?? '';
    this.#at += Math.max(1, raw.length);
    if (quoted && (raw.length < 2 || !raw.endsWith(quote)))
      this.#fault(start, 'A quote is not closed.');
    const body = quoted
      ? raw.slice(1, raw.endsWith(quote) && raw.length > 1 ? -1 : undefined)
      : raw;
    return { value: unescaped(body), span: { start, end: this.#at } };
  }

  #fault(start: number, message: string): void {
    const end = Math.min(this.text.length, start + 1);
    this.faults.push({ span: { start: Math.min(start, end), end }, message });
  }
}

/** A backslash takes itself away before quotes, blanks and backslashes only: ngx_conf_read_token. */
function unescaped(text: string): string {
  return text.replaceAll(/\\(["'\\ ;{}tnr])/g, (whole, char: string) => {
    if (char === 't') return '\t';
    if (char === 'n') return '\n';
    if (char === 'r') return '\r';
    return /["'\\ ]/.test(char) ? (char === '\\' ? '\\' : char) : whole;
  });
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
