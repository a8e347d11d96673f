/** A piece of PowerShell: a quoted text, a bare word, or one of `@{ } ( ) = , ;` and line ends. */
export interface Token {
  readonly kind: 'text' | 'word' | 'sign';
  readonly text: string;
}

/** https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_special_characters */
const SPECIAL: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  v: '\v',
};

const SPACE = /[ \t\r]/;
const ENDS_WORD = /[\s(){}=,;"']/;

/**
 * Splits PowerShell into tokens, as far as commands that make requests need it.
 * https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_parsing
 * @returns the tokens, and whether a quote was left open
 */
export function powerShellTokens(text: string): {
  readonly tokens: readonly Token[];
  readonly cut: boolean;
} {
  const tokens: Token[] = [];
  let cut = false;
  let at = 0;
  const quoted = ([inner, end]: readonly [string, number]): void => {
    tokens.push({ kind: 'text', text: inner });
    cut ||= end > text.length;
    at = end;
  };
  while (at < text.length) {
    const char = text[at]!;
    const continued = /^`[ \t]*\r?\n/.exec(text.slice(at, at + 40))?.[0];
    if (continued !== undefined) at += continued.length;
    else if (SPACE.test(char)) at++;
    else if (char === '#') at = endOfLine(text, at);
    else if (/^@["']/.test(text.slice(at, at + 2))) quoted(hereString(text, at));
    else if (char === '"') quoted(expandable(text, at + 1));
    else if (char === "'") quoted(verbatim(text, at + 1));
    else if (text.startsWith('@{', at)) {
      tokens.push({ kind: 'sign', text: '@{' });
      at += 2;
    } else if (ENDS_WORD.test(char)) {
      tokens.push({ kind: 'sign', text: char });
      at++;
    } else {
      const from = at;
      do at++;
      while (at < text.length && !ENDS_WORD.test(text[at]!));
      tokens.push({ kind: 'word', text: text.slice(from, at) });
    }
  }
  return { tokens, cut };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

/** `"…"`: backticks escape, `""` is a quote, `$([char]10)` a character, as Chromium and Firefox write what is no ASCII. */
function expandable(text: string, from: number): readonly [string, number] {
  let inner = '';
  for (let at = from; at < text.length; at++) {
    const char = text[at]!;
    if (char === '"') {
      if (text[at + 1] !== '"') return [inner, at + 1];
      inner += '"';
      at++;
    } else if (char === '`') {
      at++;
      inner += SPECIAL[text[at] ?? ''] ?? text[at] ?? '';
    } else {
      const code = char === '$' ? /^\$\(\[char\](\d{1,5})\)/.exec(text.slice(at, at + 16)) : null;
      inner += code === null ? char : String.fromCharCode(Number(code[1]));
      at += code === null ? 0 : code[0].length - 1;
    }
  }
  return [inner, text.length + 1];
}

/** `'…'`: only `''` stands for something else. */
function verbatim(text: string, from: number): readonly [string, number] {
  let inner = '';
  for (let at = from; at < text.length; at++) {
    if (text[at] !== "'") inner += text[at];
    else if (text[at + 1] === "'") {
      inner += "'";
      at++;
    } else return [inner, at + 1];
  }
  return [inner, text.length + 1];
}

/** `@" … "@` over lines of their own. */
function hereString(text: string, from: number): readonly [string, number] {
  const quote = text[from + 1]!;
  const begin = endOfLine(text, from) + 1;
  const end = text.indexOf(`\n${quote}@`, begin - 1);
  if (end === -1) return [text.slice(begin), text.length + 1];
  return [text.slice(begin, Math.max(begin, end)).replace(/\r$/, ''), end + 3];
}
