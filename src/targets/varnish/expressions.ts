import type { Span } from '../target.js';
import type { Token } from './lex.js';

/** An expression of VCL, as far as it is followed. */
export type Expression =
  | { readonly kind: 'text'; readonly value: string; readonly span: Span }
  | { readonly kind: 'number'; readonly value: string; readonly span: Span }
  /** `req.http.origin`: in lower case. */
  | { readonly kind: 'name'; readonly value: string; readonly span: Span }
  | {
      readonly kind: 'call';
      /** In lower case. */
      readonly name: string;
      readonly args: readonly Expression[];
      readonly span: Span;
    }
  | { readonly kind: 'not'; readonly inner: Expression; readonly span: Span }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
      readonly span: Span;
    }
  /** What was not understood. */
  | { readonly kind: 'other'; readonly span: Span };

/** From loose to tight. */
const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!=', '~', '!~', '<', '>', '<=', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];

const DEEPEST = 60;

/** Reads expressions off tokens, and keeps the place. */
export class Expressions {
  protected at = 0;
  #depth = 0;

  constructor(readonly tokens: readonly Token[]) {}

  protected get token(): Token {
    return this.tokens[Math.min(this.at, this.tokens.length - 1)]!;
  }

  protected is(sign: string): boolean {
    return this.token.kind === 'sign' && this.token.value === sign;
  }

  protected expression(level = 0): Expression {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#operand();
    let left = this.expression(level + 1);
    while (this.token.kind === 'sign' && operators.includes(this.token.value)) {
      const operator = this.token.value;
      this.at++;
      const right = this.expression(level + 1);
      const span = { start: left.span.start, end: right.span.end };
      left = { kind: 'binary', operator, left, right, span };
    }
    return left;
  }

  /** Those in parentheses, which are here. */
  protected args(): readonly Expression[] {
    const args: Expression[] = [];
    this.at++;
    while (this.token.kind !== 'end' && !this.is(')') && !this.is(';') && !this.is('}')) {
      const before = this.at;
      args.push(this.expression());
      if (this.is(',') || this.at === before) this.at++;
    }
    if (this.is(')')) this.at++;
    return args;
  }

  #operand(): Expression {
    const { kind, value, span } = this.token;
    if (++this.#depth > DEEPEST) {
      this.#depth--;
      return { kind: 'other', span };
    }
    try {
      if (this.is('!')) {
        this.at++;
        const inner = this.#operand();
        return { kind: 'not', inner, span: { start: span.start, end: inner.span.end } };
      }
      if (this.is('(')) {
        this.at++;
        const inner = this.expression();
        if (this.is(')')) this.at++;
        return inner;
      }
      if (kind === 'sign' || kind === 'end') return { kind: 'other', span };
      this.at++;
      if (kind === 'string') return { kind: 'text', value, span };
      if (kind === 'number') return { kind: 'number', value, span };
      const name = value.toLowerCase();
      if (!this.is('(')) return { kind: 'name', value: name, span };
      const args = this.args();
      const end = this.tokens[this.at - 1]?.span.end ?? span.end;
      return { kind: 'call', name, args, span: { start: span.start, end } };
    } finally {
      this.#depth--;
    }
  }
}
