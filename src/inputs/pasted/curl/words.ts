/** Words of a command line, and which shell wrote it. */
export interface ShellWords {
  readonly shell: 'posix' | 'cmd';
  readonly words: readonly string[];
  /** Whether a quote was left open: the text was cut. */
  readonly cut: boolean;
  /** Variables in it that only the user's shell knows: `$TOKEN`. */
  readonly variables: readonly string[];
  /** Whether another command is behind this one. */
  readonly more: boolean;
}

/** Splits a pasted command line as the shell would that it was copied for. */
export function splitCommand(text: string): ShellWords {
  // cmd escapes with a caret, and continues lines with one; no other shell does.
  const [quote = ''] = /\^?["']/.exec(text) ?? [];
  const cmd = quote === '^"' || (quote === '"' && /\^[ \t]*\r?\n/.test(text));
  return cmd ? splitCmd(text) : splitPosix(text);
}

const ANSI: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
};

/** POSIX quoting and `$'…'`: https://www.gnu.org/software/bash/manual/html_node/Quoting.html */
function splitPosix(text: string): ShellWords {
  const words: string[] = [];
  let word: string | null = null;
  let at = 0;
  let cut = false;
  const variables = new Set<string>();
  const add = (piece: string): void => void (word = (word ?? '') + piece);
  const upTo = (close: string): string => {
    const end = text.indexOf(close, at);
    cut ||= end === -1;
    const inner = text.slice(at, end === -1 ? text.length : end);
    at = end === -1 ? text.length : end + close.length;
    return inner;
  };
  while (at < text.length) {
    const char = text[at]!;
    at++;
    if (char === '\\') {
      const next = text.startsWith('\r\n', at) ? '\r\n' : (text[at] ?? '');
      at += next.length;
      if (!/^\r?\n$/.test(next)) add(next);
    } else if (char === "'") add(upTo("'"));
    else if (char === '$' && text[at] === "'") {
      at++;
      const [inner, end] = ansiC(text, at);
      cut ||= end > text.length;
      add(inner);
      at = end;
    } else if (char === '"') {
      const [inner, end] = doubleQuoted(text, at, variables);
      cut ||= end > text.length;
      add(inner);
      at = end;
    } else if (/\s/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else if ((char === ';' || char === '|' || char === '&') && word === null) break;
    else {
      if (char === '$') noteVariable(text, at, variables);
      add(char);
    }
  }
  if (word !== null) words.push(word);
  const more = /^[;|&\s]*curl\s/.test(text.slice(at, at + 200));
  return { shell: 'posix', words, cut, variables: [...variables], more };
}

/** @returns the text between the quotes and the offset behind them, past the end where they do not close */
function doubleQuoted(text: string, from: number, variables: Set<string>): [string, number] {
  let inner = '';
  for (let at = from; at < text.length; at++) {
    const char = text[at]!;
    if (char === '"') return [inner, at + 1];
    if (char === '\\' && /["\\$`\n]/.test(text[at + 1] ?? '')) {
      at++;
      if (text[at] !== '\n') inner += text[at];
    } else {
      if (char === '$') noteVariable(text, at + 1, variables);
      inner += char;
    }
  }
  return [inner, text.length + 1];
}

/** Remembers the variable whose name begins there. */
function noteVariable(text: string, from: number, variables: Set<string>): void {
  const name = /^(?:[A-Za-z_]\w{0,60}|\{[^}\n]{1,60}\}|\([^)\n]{1,60}\))/.exec(
    text.slice(from, from + 70),
  )?.[0];
  if (name !== undefined) variables.add(`$${name}`);
}

/** `$'…'`, as Chromium copies bodies with quotes or line feeds. */
function ansiC(text: string, from: number): [string, number] {
  let inner = '';
  for (let at = from; at < text.length; at++) {
    const char = text[at]!;
    if (char === "'") return [inner, at + 1];
    if (char !== '\\') {
      inner += char;
      continue;
    }
    const code = /^(?:u([0-9a-f]{1,4})|U([0-9a-f]{1,8})|x([0-9a-f]{1,2})|([0-7]{1,3}))/i.exec(
      text.slice(at + 1, at + 10),
    );
    if (code !== null) {
      const [whole, u, long, x, octal] = code;
      inner += codePoint(
        octal === undefined ? parseInt(u ?? long ?? x ?? '', 16) : parseInt(octal, 8),
      );
      at += whole.length;
    } else {
      const next = text[at + 1] ?? '';
      inner += ANSI[next] ?? `\\${next}`;
      at++;
    }
  }
  return [inner, text.length + 1];
}

function codePoint(value: number): string {
  return value <= 0x10ffff ? String.fromCodePoint(value) : '\ufffd';
}

/** cmd.exe takes its carets first; what is left is split as C programs of Windows do. */
function splitCmd(text: string): ShellWords {
  let plain = '';
  let quoted = false;
  let more = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === '^' && !quoted) {
      at++;
      // A caret takes the end of its line away; an empty line after it stands for one line feed.
      if (text[at] === '\r') at++;
      if (text[at] === '\n') {
        if (/^\r?\n/.test(text.slice(at + 1))) {
          plain += '\n';
          at += text[at + 1] === '\r' ? 2 : 1;
        }
      } else plain += text[at] ?? '';
      continue;
    }
    // What is behind an ampersand of cmd's own is another command.
    if (char === '&' && !quoted) {
      more = /^[&\s]*curl/i.test(text.slice(at, at + 200));
      break;
    }
    if (char === '"') quoted = !quoted;
    plain += char;
  }
  // Chromium doubles every backslash there, also where the C runtime would not halve it.
  return { ...windowsArguments(plain, text.includes('^"')), more };
}

/** https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments */
function windowsArguments(text: string, doubled: boolean): ShellWords {
  const words: string[] = [];
  let word: string | null = null;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const slashes = /^\\+(?=")/.exec(text.slice(at, at + 64))?.[0].length ?? 0;
    if (slashes > 0) {
      word = (word ?? '') + '\\'.repeat(slashes >> 1);
      at += slashes;
      if (slashes % 2 === 1) word += '"';
      else quoted = !quoted;
      continue;
    }
    const char = text[at]!;
    if (doubled && char === '\\' && text[at + 1] === '\\') {
      word = `${word ?? ''}\\`;
      at++;
      continue;
    }
    if (char === '"') {
      if (quoted && text[at + 1] === '"') {
        word = `${word ?? ''}"`;
        at++;
      } else {
        quoted = !quoted;
        word ??= '';
      }
    } else if (!quoted && /\s/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + char;
  }
  if (word !== null) words.push(word);
  return { shell: 'cmd', words, cut: quoted, variables: [], more: false };
}
