import type { Span } from '../target.js';

/** One token of VCL. */
export interface Token {
  readonly kind: 'word' | 'string' | 'number' | 'sign' | 'end';
  /** Of a string: what is between its quotes; VCL has no escapes. */
  readonly value: string;
  readonly span: Span;
}

export interface SyntaxFault {
  readonly span: Span;
  readonly message: string;
}

const TOKEN =
  /(?<gap>(?:\s+|#[^\n]*|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$))+)|(?<inline>C\{[^]*?(?:\}C|$))|(?<string>\{"[^]*?(?:"\}|$)|"""[^]*?(?:"""|$)|"[^"\n]*"?)|(?<number>\d[\w.]*%?)|(?<word>[A-Za-z_][\w.-]*)|(?<sign>==|!=|!~|<=|>=|&&|\|\||\+=|-=|\*=|\/=|[^])/gy;

/** Splits VCL into tokens: lib/libvcc/vcc_token.c of Varnish. */
export function lex(text: string): {
  readonly tokens: readonly Token[];
  readonly faults: readonly SyntaxFault[];
} {
  const tokens: Token[] = [];
  const faults: SyntaxFault[] = [];
  for (const { index, 0: raw, groups } of text.matchAll(TOKEN)) {
    if (groups?.gap !== undefined) continue;
    const span = { start: index, end: index + raw.length };
    if (groups?.string !== undefined) {
      const [open = '"', close = '"'] = raw.startsWith('{"')
        ? ['{"', '"}']
        : raw.startsWith('"""')
          ? ['"""', '"""']
          : [];
      const closed = raw.length >= open.length + close.length && raw.endsWith(close);
      if (!closed) faults.push({ span, message: 'A quote is not closed.' });
      const value = raw.slice(open.length, closed ? -close.length : undefined);
      tokens.push({ kind: 'string', value, span });
    } else {
      const kind =
        groups?.number !== undefined ? 'number' : groups?.sign !== undefined ? 'sign' : 'word';
      tokens.push({ kind, value: raw, span });
    }
  }
  tokens.push({ kind: 'end', value: '', span: { start: text.length, end: text.length } });
  return { tokens, faults };
}
