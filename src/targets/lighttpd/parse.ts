import type { Span } from '../target.js';
import { lex, type SyntaxFault, type Token } from './lex.js';

/** A value as it is written: `"a" + var.b`, `( "X" => "y" )`. */
export type Expression =
  | { readonly kind: 'text'; readonly value: string; readonly span: Span }
  /** A variable, or a word such as `enable`. */
  | { readonly kind: 'name'; readonly value: string; readonly span: Span }
  | { readonly kind: 'list'; readonly entries: readonly Entry[]; readonly span: Span }
  | { readonly kind: 'sum'; readonly parts: readonly Expression[]; readonly span: Span };

/** One entry of a list. */
export interface Entry {
  readonly key: Expression | null;
  readonly value: Expression;
  readonly span: Span;
}

export interface Assignment {
  readonly kind: 'assignment';
  readonly name: string;
  readonly operator: '=' | '+=' | ':=';
  readonly value: Expression;
  readonly span: Span;
}

/** `$HTTP["host"] == "a"` */
export interface Condition {
  /** `HTTP`, `REQUEST_HEADER`, `SERVER` … */
  readonly object: string;
  /** `host`, `origin`: in lower case. */
  readonly field: string;
  readonly operator: string;
  readonly value: Expression;
  readonly span: Span;
}

export interface Block {
  readonly kind: 'block';
  /** null for `global { }` and for a bare `else`. */
  readonly condition: Condition | null;
  /** Whether it stands behind `else`. */
  readonly isElse: boolean;
  readonly statements: readonly Statement[];
  readonly span: Span;
  /** Between the braces. */
  readonly inner: Span;
}

/** `include "…"`, `include_shell "…"`. */
export interface Include {
  readonly kind: 'include';
  readonly name: string;
  readonly value: Expression;
  readonly span: Span;
}

export type Statement = Assignment | Block | Include;

/** lighttpd has no limit; a text that nests deeper is an attack on the reader. */
const DEEPEST = 60;
const COMPARISONS = /^(?:==|!=|=~|!~|=\^|=\$)$/;

/** Reads the syntax of lighttpd's configuration: https://redmine.lighttpd.net/projects/lighttpd/wiki/Docs_Configuration. Goes on after faults. */
export function parse(text: string): {
  readonly statements: readonly Statement[];
  readonly faults: readonly SyntaxFault[];
} {
  const { tokens, faults } = lex(text);
  const parser = new Parser(text, tokens, [...faults]);
  const statements = parser.statements(0);
  return { statements, faults: parser.faults };
}

class Parser {
  #at = 0;

  constructor(
    readonly text: string,
    readonly tokens: readonly Token[],
    readonly faults: SyntaxFault[],
  ) {}

  /** Up to the `}` of this block, which is left, or the end. */
  statements(depth: number): Statement[] {
    const found: Statement[] = [];
    for (;;) {
      const token = this.tokens[this.#at];
      if (token === undefined) return found;
      if (this.#is('}')) {
        if (depth > 0) return found;
        this.#fault(token, 'There is no "{" that this "}" closes.');
        this.#at++;
        continue;
      }
      const before = this.#at;
      const statement = token.kind === 'word' ? this.#statement(depth) : null;
      if (statement !== null) found.push(statement);
      else if (this.#at === before) {
        this.#fault(token, `"${token.value}" begins no setting.`);
        this.#line(token);
      }
    }
  }

  #statement(depth: number): Statement | null {
    const first = this.tokens[this.#at]!;
    const { value: name } = first;
    if (/^include(?:_shell)?$/.test(name)) {
      this.#at++;
      const value = this.#expression(0);
      return value === null
        ? null
        : { kind: 'include', name, value, span: { start: first.span.start, end: value.span.end } };
    }
    if (name === 'global' || name.startsWith('els') || name === 'elif' || name.startsWith('$'))
      return this.#block(depth);
    const operator = this.tokens[this.#at + 1]?.value;
    if (operator !== '=' && operator !== '+=' && operator !== ':=') return null;
    this.#at += 2;
    const value = this.#expression(0);
    if (value === null) {
      this.#fault(first, `"${name}" has no value.`);
      return null;
    }
    const span = { start: first.span.start, end: value.span.end };
    return { kind: 'assignment', name, operator, value, span };
  }

  #block(depth: number): Block | null {
    const first = this.tokens[this.#at]!;
    const isElse = /^els|^elif$/.test(first.value);
    if (isElse || first.value === 'global') this.#at++;
    if (isElse && this.tokens[this.#at]?.value === 'if') this.#at++;
    let condition: Condition | null = null;
    if (this.tokens[this.#at]?.value.startsWith('$') === true) {
      condition = this.#condition();
      if (condition === null) return null;
    }
    const open = this.tokens[this.#at];
    if (open === undefined || !this.#is('{')) {
      this.#fault(first, 'A "{" is missing behind this.');
      return null;
    }
    this.#at++;
    const statements = depth < DEEPEST ? this.statements(depth + 1) : this.#skipped();
    const close = this.tokens[this.#at];
    if (close === undefined) this.#fault(first, 'The block that begins here is not closed.');
    else this.#at++;
    const inner = { start: open.span.end, end: close?.span.start ?? this.text.length };
    const span = { start: first.span.start, end: close?.span.end ?? this.text.length };
    return { kind: 'block', condition, isElse, statements, span, inner };
  }

  #condition(): Condition | null {
    const first = this.tokens[this.#at++]!;
    let field = '';
    if (this.#is('[')) {
      field = this.tokens[this.#at + 1]?.value.toLowerCase() ?? '';
      this.#at += 3;
    }
    const operator = this.tokens[this.#at]?.value ?? '';
    if (!COMPARISONS.test(operator)) {
      this.#fault(first, 'A comparison is missing behind this: ==, !=, =~, !~, =^ or =$.');
      return null;
    }
    this.#at++;
    const value = this.#expression(0);
    if (value === null) {
      this.#fault(first, 'There is nothing that this is compared with.');
      return null;
    }
    const span = { start: first.span.start, end: value.span.end };
    return { object: first.value.slice(1), field, operator, value, span };
  }

  /** Past the rest of a line, as far as no block ends there: one fault for all of it. */
  #line({ span }: Token): void {
    const found = this.text.indexOf('\n', span.end);
    const end = found < 0 ? this.text.length : found;
    do this.#at++;
    while ((this.tokens[this.#at]?.span.start ?? end) < end && !this.#is('}'));
  }

  /** Past what nests too deep, to its `}`. */
  #skipped(): Statement[] {
    for (let depth = 1; this.#at < this.tokens.length; this.#at++) {
      if (this.#is('{')) depth++;
      if (this.#is('}') && --depth === 0) break;
    }
    return [];
  }

  #expression(depth: number): Expression | null {
    const parts: Expression[] = [];
    for (;;) {
      const part = this.#operand(depth);
      if (part === null) break;
      parts.push(part);
      if (!this.#is('+')) break;
      this.#at++;
    }
    const [first] = parts;
    if (first === undefined || parts.length === 1) return first ?? null;
    return { kind: 'sum', parts, span: { start: first.span.start, end: parts.at(-1)!.span.end } };
  }

  #operand(depth: number): Expression | null {
    const token = this.tokens[this.#at];
    if (token === undefined || depth > DEEPEST) return null;
    if (this.#is('(')) return this.#list(depth);
    if (token.kind === 'sign') return null;
    this.#at++;
    const kind = token.kind === 'string' || /^\d+$/.test(token.value) ? 'text' : 'name';
    return { kind, value: token.value, span: token.span };
  }

  #list(depth: number): Expression {
    const open = this.tokens[this.#at++]!;
    const entries: Entry[] = [];
    while (this.#at < this.tokens.length && !this.#is(')')) {
      if (this.#is(',')) {
        this.#at++;
        continue;
      }
      const first = this.#expression(depth + 1);
      if (first === null) break;
      let key: Expression | null = null;
      let value: Expression = first;
      if (this.#is('=>')) {
        this.#at++;
        key = first;
        value = this.#expression(depth + 1) ?? first;
      }
      entries.push({ key, value, span: { start: first.span.start, end: value.span.end } });
    }
    const close = this.tokens[this.#at];
    if (close !== undefined && this.#is(')')) this.#at++;
    else this.#fault(open, 'This "(" is not closed.');
    const end = this.tokens[this.#at - 1]!.span.end;
    return { kind: 'list', entries, span: { start: open.span.start, end } };
  }

  #is(sign: string): boolean {
    const token = this.tokens[this.#at];
    return token?.kind === 'sign' && token.value === sign;
  }

  #fault({ span }: Token, message: string): void {
    this.faults.push({ span, message });
  }
}
