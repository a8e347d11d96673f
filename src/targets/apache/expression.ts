import type { Context } from './context.js';
import { regex } from './regex.js';

/** Words of an expression: quoted text, a pattern, an operator, a variable, a name. */
const WORD =
  /\s*(?:(?<quoted>"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*')|(?<pattern>m(?<d>[#,;:|~!@%])(?<body>.*?)\k<d>[a-z]*|\/(?:[^/\\]|\\[^])*\/[a-z]*)|(?<variable>%\{[^}]*\})|(?<operator>&&|\|\||==|!=|=~|!~|<=|>=|[!()<>={},.])|(?<word>-?[\w*:/.-]+))/y;

interface Word {
  readonly kind: 'quoted' | 'pattern' | 'variable' | 'operator' | 'word';
  readonly text: string;
}

/** Thrown inside for what is not understood; never leaves this file. */
class NotUnderstood extends Error {}

/**
 * Whether an expression holds for a request; null where it asks what is not known
 * here. https://httpd.apache.org/docs/2.4/expr.html
 */
export function evaluate(text: string, context: Context): boolean | null {
  try {
    const reader = new Reader(wordsOf(text), context);
    const value = reader.either();
    return reader.done() ? value : null;
  } catch (error) {
    if (error instanceof NotUnderstood || error instanceof RangeError) return null;
    throw error;
  }
}

/** A text with its `%{…}` looked up; null where one is not known. */
export function expanded(text: string, context: Context): string | null {
  let known = true;
  const value = text.replaceAll(/%\{([^}]*)\}/g, (_, name: string) => {
    const found = context.variable(name);
    known &&= found !== null;
    return found ?? '';
  });
  return known ? value : null;
}

function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  const end = text.trimEnd().length;
  WORD.lastIndex = 0;
  let at = 0;
  while (at < end) {
    WORD.lastIndex = at;
    const groups = WORD.exec(text)?.groups;
    if (groups === undefined || WORD.lastIndex <= at) throw new NotUnderstood();
    at = WORD.lastIndex;
    for (const kind of ['quoted', 'pattern', 'variable', 'operator', 'word'] as const)
      if (groups[kind] !== undefined) words.push({ kind, text: groups[kind] });
  }
  return words;
}

class Reader {
  #at = 0;
  #decided = false;

  constructor(
    readonly words: readonly Word[],
    readonly context: Context,
  ) {}

  done(): boolean {
    return this.#at >= this.words.length;
  }

  either(): boolean {
    let value = this.#both();
    while (this.#take('||')) value = this.#unless(value, () => this.#both()) || value;
    return value;
  }

  #both(): boolean {
    let value = this.#not();
    while (this.#take('&&')) value = this.#unless(!value, () => this.#not()) && value;
    return value;
  }

  /** What comes after a decision is read, and asks no header any more. */
  #unless(decided: boolean, read: () => boolean): boolean {
    const before = this.#decided;
    this.#decided ||= decided;
    const value = read();
    this.#decided = before;
    return value;
  }

  #not(): boolean {
    if (this.#take('!')) return !this.#not();
    if (this.#take('(')) {
      const value = this.either();
      if (!this.#take(')')) throw new NotUnderstood();
      return value;
    }
    return this.#comparison();
  }

  #comparison(): boolean {
    const unary = /^-[nzT]$/.exec(this.#peek()?.text ?? '')?.[0];
    if (unary !== undefined) {
      this.#at++;
      const value = this.#value();
      if (unary === '-T') return value !== '' && !/^(?:0|off|false|no)$/i.test(value);
      return (value === '') === (unary === '-z');
    }
    const first = this.#peek();
    if (first?.kind === 'word' && /^(?:true|false)$/i.test(first.text)) {
      this.#at++;
      return /^true$/i.test(first.text);
    }
    const left = this.#value();
    const operator = this.#next().text;
    if (operator === '=~' || operator === '!~') return this.#matches(left) === (operator === '=~');
    if (operator === 'in' || operator === '-in') return this.#members().includes(left);
    const right = this.#value();
    if (operator === '==' || operator === '=' || operator === '-eq') return left === right;
    if (operator === '!=' || operator === '-ne') return left !== right;
    if (operator === '-strmatch' || operator === '-strcmatch') return glob(right, left, operator);
    throw new NotUnderstood();
  }

  #matches(left: string): boolean {
    const { kind, text } = this.#next();
    if (kind !== 'pattern' && kind !== 'quoted') throw new NotUnderstood();
    const delimiter = kind === 'quoted' ? '' : text.startsWith('m') ? (text[1] ?? '') : '/';
    const last = delimiter === '' ? text.length - 1 : text.lastIndexOf(delimiter);
    const body = text.slice(text.startsWith('m') && kind === 'pattern' ? 2 : 1, last);
    const found = regex(body, text.slice(last + 1).replaceAll(/[^ims]/g, ''));
    if (found === null) throw new NotUnderstood();
    return found.test(left);
  }

  #members(): readonly string[] {
    if (!this.#take('{')) throw new NotUnderstood();
    const members = [this.#value()];
    while (this.#take(',')) members.push(this.#value());
    if (!this.#take('}')) throw new NotUnderstood();
    return members;
  }

  #value(): string {
    const { kind, text } = this.#next();
    let value: string | null = null;
    if (kind === 'variable') value = this.#variable(text.slice(2, -1));
    if (kind === 'quoted') {
      const body = text.slice(1, -1).replaceAll(/\\([^])/g, '$1');
      value = expanded(body, this.context);
    }
    if (kind === 'word') value = this.#take('(') ? this.#call(text) : text;
    if (value === null) throw new NotUnderstood();
    return this.#take('.') ? value + this.#value() : value;
  }

  /** `req('Origin')` and its kin. */
  #call(name: string): string | null {
    const of = this.#value();
    if (!this.#take(')')) throw new NotUnderstood();
    if (name === 'tolower') return of.toLowerCase();
    if (name === 'toupper') return of.toUpperCase();
    return this.#variable(`${name}:${of}`);
  }

  /** An expression that asks a request header makes the answer vary by it: server/util_expr_eval.c (add_vary). */
  #variable(name: string): string | null {
    const header = /^(?:http|req):(.*)$/is.exec(name)?.[1];
    if (header !== undefined && !this.#decided) this.context.asked.add(header);
    return this.context.variable(name);
  }

  #peek(): Word | undefined {
    return this.words[this.#at];
  }

  #next(): Word {
    const word = this.words[this.#at++];
    if (word === undefined) throw new NotUnderstood();
    return word;
  }

  #take(operator: string): boolean {
    const word = this.#peek();
    if (word?.kind !== 'operator' || word.text !== operator) return false;
    this.#at++;
    return true;
  }
}

function glob(pattern: string, text: string, operator: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, operator === '-strmatch' ? '' : 'i').test(text);
}
