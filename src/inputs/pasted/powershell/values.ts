import type { Token } from './tokens.js';

/** What an argument of a command comes to. */
export type PowerShellValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'table'; readonly entries: ReadonlyMap<string, PowerShellValue> };

/** Reads values out of tokens, from an offset on; knows the variables that were set before. */
export class PowerShellReader {
  readonly #tokens: readonly Token[];
  readonly variables = new Map<string, PowerShellValue>();
  at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** The token at an offset from here. */
  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.at + ahead];
  }

  /** Whether a sign is next, or so many tokens ahead. */
  isSign(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token?.kind === 'sign' && token.text === text;
  }

  /** The value that begins here; null for what begins none. */
  value(): PowerShellValue | null {
    const token = this.peek();
    if (token === undefined) return null;
    if (this.isSign('@{')) return this.#table();
    if (this.isSign('(')) return this.#group();
    if (token.kind === 'sign') return null;
    this.at++;
    if (token.kind === 'word' && token.text.startsWith('$'))
      return (
        this.variables.get(variableName(token.text)) ?? { kind: 'text', text: `{${token.text}}` }
      );
    return { kind: 'text', text: token.text };
  }

  #table(): PowerShellValue {
    const entries = new Map<string, PowerShellValue>();
    this.at++;
    while (this.peek() !== undefined && !this.isSign('}')) {
      const key = this.peek()!;
      this.at++;
      if (key.kind === 'sign' || !this.isSign('=')) continue;
      this.at++;
      const value = this.value();
      if (value !== null) entries.set(key.text, value);
    }
    this.at++;
    return { kind: 'table', entries };
  }

  /** `([System.Text.Encoding]::UTF8.GetBytes("…"))` and `("a", "b")[0]` come to the first text in them. */
  #group(): PowerShellValue {
    let depth = 0;
    let found: PowerShellValue | null = null;
    do {
      if (this.isSign('(')) depth++;
      else if (this.isSign(')')) depth--;
      else if (this.isSign('@{')) {
        found ??= this.#table();
        continue;
      }
      const token = this.peek();
      if (token?.kind === 'text') found ??= { kind: 'text', text: token.text };
      else if (token?.kind === 'word' && token.text.startsWith('$'))
        found ??= this.variables.get(variableName(token.text)) ?? null;
      this.at++;
    } while (depth > 0 && this.peek() !== undefined);
    return found ?? { kind: 'text', text: '{…}' };
  }
}

/** `$headers` and `@headers` → headers: names know no case. */
export function variableName(word: string): string {
  return word.slice(1).toLowerCase();
}
