import type { Span } from '../target.js';
import { Expressions, type Expression } from './expressions.js';
import { lex, type SyntaxFault, type Token } from './lex.js';

export type Statement =
  | {
      readonly kind: 'set';
      readonly target: string;
      readonly operator: string;
      readonly value: Expression;
      readonly span: Span;
    }
  | { readonly kind: 'unset'; readonly target: string; readonly span: Span }
  | { readonly kind: 'if'; readonly branches: readonly Branch[]; readonly span: Span }
  | {
      readonly kind: 'return';
      /** Empty: back from a subroutine of one's own. */
      readonly action: string;
      readonly args: readonly Expression[];
      readonly span: Span;
    }
  | { readonly kind: 'call'; readonly name: string; readonly span: Span }
  /** What is kept and not followed. */
  | { readonly kind: 'other'; readonly word: string; readonly span: Span };

/** One branch of an `if`; the condition of `else` is null. */
export interface Branch {
  readonly condition: Expression | null;
  readonly body: readonly Statement[];
  /** From `if` or `else` to behind its `}`. */
  readonly span: Span;
}

/** `sub vcl_recv { … }` */
export interface Sub {
  readonly kind: 'sub';
  readonly name: string;
  readonly body: readonly Statement[];
  readonly span: Span;
  /** Between the braces. */
  readonly inner: Span;
}

/** `backend default { … }`, `import std;`, `include "x.vcl";` … */
export interface Declaration {
  readonly kind: 'declaration';
  readonly word: string;
  /** The word or text behind it. */
  readonly name: string;
  readonly span: Span;
}

export type Part = Sub | Declaration;

/** Varnish limits itself less; a text that nests deeper is an attack on the reader. */
const DEEPEST = 60;

/** Reads VCL 4: https://varnish-cache.org/docs/7.1/reference/vcl.html. Goes on after faults. */
export function parse(text: string): {
  readonly parts: readonly Part[];
  readonly faults: readonly SyntaxFault[];
} {
  const { tokens, faults } = lex(text);
  const parser = new Parser(tokens, [...faults]);
  return { parts: parser.parts(), faults: parser.faults };
}

class Parser extends Expressions {
  constructor(
    tokens: readonly Token[],
    readonly faults: SyntaxFault[],
  ) {
    super(tokens);
  }

  parts(): Part[] {
    const parts: Part[] = [];
    while (this.token.kind !== 'end') {
      if (this.token.kind !== 'word') {
        this.#fault(this.token, `"${this.token.value}" begins no declaration.`);
        this.at++;
      } else parts.push(this.token.value === 'sub' ? this.#sub() : this.#declaration());
    }
    return parts;
  }

  #sub(): Sub {
    const first = this.token;
    this.at++;
    const name = this.token.value;
    this.at++;
    const { body, inner } = this.#block(first, 0);
    return { kind: 'sub', name, body, inner, span: { start: first.span.start, end: this.#end() } };
  }

  /** To its `;`, or behind its braces. */
  #declaration(): Declaration {
    const first = this.token;
    if (first.value.startsWith('C{')) {
      this.at++;
      return { kind: 'declaration', word: 'C', name: '', span: first.span };
    }
    const name = this.tokens[this.at + 1]?.value ?? '';
    let depth = 0;
    while (this.token.kind !== 'end') {
      const open = this.is('{');
      const close = this.is('}');
      const stop = this.is(';') && depth === 0;
      this.at++;
      if (open) depth++;
      if (close) depth--;
      if (stop || (close && depth <= 0)) {
        const span = { start: first.span.start, end: this.#end() };
        return { kind: 'declaration', word: first.value, name, span };
      }
    }
    this.#fault(first, `"${first.value}" does not end.`);
    return {
      kind: 'declaration',
      word: first.value,
      name,
      span: { start: first.span.start, end: this.#end() },
    };
  }

  #block(opener: Token, depth: number): { body: Statement[]; inner: Span } {
    if (!this.is('{')) {
      this.#fault(opener, 'A "{" is missing behind this.');
      return { body: [], inner: { start: this.#end(), end: this.#end() } };
    }
    const start = this.token.span.end;
    this.at++;
    const body: Statement[] = [];
    while (this.token.kind !== 'end' && !this.is('}')) {
      if (this.is(';')) this.at++;
      else if (this.is('{') || depth > DEEPEST) this.#skip();
      else body.push(this.#statement(depth));
    }
    const end = this.token.span.start;
    if (this.is('}')) this.at++;
    else this.#fault(opener, 'The block that begins here is not closed.');
    return { body, inner: { start, end } };
  }

  /** Past a brace and all within it, or one token. */
  #skip(): void {
    let depth = 0;
    do {
      if (this.is('{')) depth++;
      if (this.is('}')) depth--;
      this.at++;
    } while (depth > 0 && this.token.kind !== 'end');
  }

  #statement(depth: number): Statement {
    const first = this.token;
    switch (first.value) {
      case 'if':
        return this.#if(depth);
      case 'set': {
        this.at++;
        const target = this.token.value.toLowerCase();
        this.at++;
        const operator = this.token.value;
        this.at++;
        const value = this.expression();
        return { kind: 'set', target, operator, value, span: this.#ended(first) };
      }
      case 'unset':
      case 'remove': {
        this.at++;
        const target = this.token.value.toLowerCase();
        this.at++;
        return { kind: 'unset', target, span: this.#ended(first) };
      }
      case 'call': {
        this.at++;
        const name = this.token.value;
        this.at++;
        return { kind: 'call', name, span: this.#ended(first) };
      }
      case 'return':
        return this.#return(first);
      default:
        this.at++;
        // Code of another language stands alone.
        if (first.value.startsWith('C{')) return { kind: 'other', word: 'C', span: first.span };
        return { kind: 'other', word: first.value, span: this.#ended(first) };
    }
  }

  #return(first: Token): Statement {
    this.at++;
    let action = '';
    let args: readonly Expression[] = [];
    if (this.is('(')) {
      this.at++;
      action = this.token.value;
      this.at++;
      if (this.is('(')) args = this.args();
      if (this.is(')')) this.at++;
    }
    return { kind: 'return', action, args, span: this.#ended(first) };
  }

  #if(depth: number): Statement {
    const first = this.token;
    const branches: Branch[] = [];
    for (;;) {
      const head = this.token;
      const isElse = /^els|^elif$/.test(head.value);
      if (branches.length > 0 && !isElse) break;
      this.at++;
      if (head.value === 'else' && this.token.value === 'if') this.at++;
      let condition: Expression | null = null;
      if (this.is('(')) {
        this.at++;
        condition = this.expression();
        if (this.is(')')) this.at++;
        else this.#fault(head, 'The condition behind this does not end with ")".');
      } else if (!isElse || head.value !== 'else')
        this.#fault(head, 'A condition is missing here.');
      const { body } = this.#block(head, depth + 1);
      branches.push({ condition, body, span: { start: head.span.start, end: this.#end() } });
    }
    return { kind: 'if', branches, span: { start: first.span.start, end: this.#end() } };
  }

  /** To behind the `;` of a statement. */
  #ended(first: Token): Span {
    while (this.token.kind !== 'end' && !this.is(';') && !this.is('}') && !this.is('{')) this.at++;
    if (this.is(';')) this.at++;
    else this.#fault(first, `"${first.value}" does not end with ";".`);
    return { start: first.span.start, end: this.#end() };
  }

  #end(): number {
    return this.tokens[this.at - 1]?.span.end ?? 0;
  }

  #fault({ span }: Token, message: string): void {
    this.faults.push({ span, message });
  }
}
