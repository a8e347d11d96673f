import type { Span } from '../target.js';

/** One word of a line: its value without quotes and escapes, and where it stands. */
export interface Word {
  readonly value: string;
  readonly span: Span;
}

/** One line of a section, comments taken away. */
export interface Line {
  readonly words: readonly Word[];
  /** From its first word to the end of its last. */
  readonly span: Span;
}

/** A section: its head, and its lines up to the next head. */
export interface Section {
  readonly kind: string;
  readonly name: string;
  /** The defaults that it names: `frontend web from base`. */
  readonly from: string | null;
  readonly head: Line;
  readonly lines: readonly Line[];
}

export interface SyntaxFault {
  readonly rule: 'haproxy-syntax' | 'dollar-in-double-quotes';
  readonly span: Span;
  readonly message: string;
}

/** https://docs.haproxy.org/2.6/configuration.html#2.1: what begins a section. */
const SECTIONS =
  /^(?:global|defaults|frontend|backend|listen|peers|resolvers|userlist|mailers|cache|program|http-errors|ring|log-forward|fcgi-app|crt-store|traces|log-profile|acme)$/;

/** Reads HAProxy's syntax: one line a directive, words by blanks. Goes on after faults. */
export function parse(text: string): {
  readonly sections: readonly Section[];
  readonly faults: readonly SyntaxFault[];
} {
  const sections: (Section & { lines: Line[] })[] = [];
  const faults: SyntaxFault[] = [];
  let at = 0;
  for (const raw of text.split('\n')) {
    const words = wordsOf(raw.replace(/\r$/, ''), at, faults);
    at += raw.length + 1;
    const [first, second] = words;
    const last = words.at(-1);
    if (first === undefined || last === undefined) continue;
    const line = { words, span: { start: first.span.start, end: last.span.end } };
    if (SECTIONS.test(first.value)) {
      const values = words.map(({ value }) => value);
      const from = values.indexOf('from');
      const name = second === undefined || second.value === 'from' ? '' : second.value;
      sections.push({
        kind: first.value,
        name,
        from: from > 0 ? (values[from + 1] ?? null) : null,
        head: line,
        lines: [],
      });
    } else sections.at(-1)?.lines.push(line);
  }
  return { sections, faults };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/**
 * The words of one line. https://docs.haproxy.org/2.6/configuration.html#2.2: a
 * backslash keeps what it does not escape (`\.` stays), quotes join, single ones
 * take everything as it is, in double ones `$` begins a variable.
 */
function wordsOf(line: string, offset: number, faults: SyntaxFault[]): Word[] {
  const words: Word[] = [];
  let value = '';
  let start = -1;
  let quote = '';
  const end = (at: number): void => {
    if (start >= 0) words.push({ value, span: { start: offset + start, end: offset + at } });
    value = '';
    start = -1;
  };
  let i = 0;
  for (; i < line.length; i++) {
    const char = line.charAt(i);
    if (quote === '' && (char === ' ' || char === '\t')) {
      end(i);
      continue;
    }
    if (quote === '' && char === '#') break;
    if (start < 0) start = i;
    if (quote !== "'" && char === '\\') {
      const next = line.charAt(i + 1);
      const hex = /^x([0-9a-f]{2})/i.exec(line.slice(i + 1));
      if (hex?.[1] !== undefined) {
        value += String.fromCodePoint(Number.parseInt(hex[1], 16));
        i += 3;
      } else if (/[ \\#"']/.test(next) || (next === '$' && quote === '"')) {
        value += next;
        i++;
      } else if (next in ESCAPES) {
        value += ESCAPES[next] ?? '';
        i++;
      } else value += char;
    } else if (quote === '' && (char === '"' || char === "'")) quote = char;
    else if (quote !== '' && char === quote) quote = '';
    else if (quote === '"' && char === '$') {
      const variable = /^\$(?:\{[A-Za-z_][^}]*\}|[A-Za-z_]\w*)/.exec(line.slice(i))?.[0];
      if (variable === undefined)
        faults.push({
          rule: 'dollar-in-double-quotes',
          span: { start: offset + i, end: offset + i + 1 },
          message:
            'In double quotes "$" begins the name of an environment variable, and HAProxy does not start. Use single quotes, or write \\$.',
        });
      value += variable ?? char;
      i += (variable?.length ?? 1) - 1;
    } else value += char;
  }
  if (quote !== '' && start >= 0)
    faults.push({
      rule: 'haproxy-syntax',
      span: { start: offset + start, end: offset + Math.min(i, start + 1) },
      message: 'A quote is not closed.',
    });
  end(i);
  return words;
}

/** The value of a word of a line, empty where there is none. */
export function word(line: Line, index: number): string {
  return line.words[index]?.value ?? '';
}

/** A text as one word that HAProxy takes as it is. */
export function quoted(text: string): string {
  if (/^[\w./:*,=%()[\]-]+$/.test(text)) return text;
  if (!text.includes("'")) return `'${text}'`;
  return `"${text.replaceAll(/["\\$]/g, '\\$&')}"`;
}
