import type { Span } from '../target.js';

/** One token of lighttpd's configuration. */
export interface Token {
  readonly kind: 'word' | 'string' | 'sign';
  /** Of a string: without its quotes; `\"` is the only escape that is taken away. */
  readonly value: string;
  readonly span: Span;
}

export interface SyntaxFault {
  readonly span: Span;
  readonly message: string;
}

const TOKEN =
  /(?<gap>(?:\s+|#[^\n]*)+)|(?<string>"(?:[^"\\]|\\[^])*"?)|(?<word>\$?[A-Za-z0-9_][\w.-]*)|(?<sign>=>|\+=|:=|==|!=|=~|!~|=\^|=\$|[^])/gy;

/** Splits a text into tokens: configfile_parser in lighttpd's src/configfile.c. Single quotes mean nothing there. */
export function lex(text: string): {
  readonly tokens: readonly Token[];
  readonly faults: readonly SyntaxFault[];
} {
  const tokens: Token[] = [];
  const faults: SyntaxFault[] = [];
  for (const { index, 0: raw, groups } of text.matchAll(TOKEN)) {
    if (groups?.gap !== undefined) continue;
    const span = { start: index, end: index + raw.length };
    if (groups?.string === undefined) {
      tokens.push({ kind: groups?.word === undefined ? 'sign' : 'word', value: raw, span });
      continue;
    }
    const closed = raw.length > 1 && /(?:^|[^\\])(?:\\\\)*"$/.test(raw.slice(1));
    if (!closed) faults.push({ span, message: 'A quote is not closed.' });
    const value = raw.slice(1, closed ? -1 : undefined).replaceAll('\\"', '"');
    tokens.push({ kind: 'string', value, span });
  }
  return { tokens, faults };
}
