import type { Span } from '../target.js';
import { logicalLines, type LogicalLine } from './lines.js';

/** One argument of a directive: its value without quotes, and where it stands. */
export interface Argument {
  readonly value: string;
  readonly span: Span;
}

/** One directive, or a section with what is in it. */
export interface Directive {
  /** In lower case: Apache compares names without case. `location` for `<Location …>`. */
  readonly name: string;
  readonly args: readonly Argument[];
  /** The arguments as they are written: what takes its whole line, as `<If>` does, reads this. */
  readonly raw: string;
  /** What is in a section; null for a directive of one line. */
  readonly block: readonly Directive[] | null;
  /** From its name or `<` to the end of its line, or of its closing line. */
  readonly span: Span;
  /** From behind the opening line to the closing one; null for a directive. */
  readonly inner: Span | null;
}

export interface SyntaxFault {
  readonly span: Span;
  readonly message: string;
}

interface Open {
  readonly line: LogicalLine;
  readonly name: string;
  readonly block: Directive[];
}

/**
 * Reads Apache's syntax: https://httpd.apache.org/docs/2.4/configuring.html#syntax,
 * server/config.c (ap_build_config). Goes on after faults; what is not closed ends with the text.
 */
export function parse(text: string): {
  readonly directives: readonly Directive[];
  readonly faults: readonly SyntaxFault[];
} {
  const faults: SyntaxFault[] = [];
  const top: Directive[] = [];
  const stack: Open[] = [];
  const into = (): Directive[] => stack.at(-1)?.block ?? top;
  const close = (inner: number, end: number): void => {
    const open = stack.pop();
    if (open === undefined) return;
    const { line, name, block } = open;
    into().push({
      name,
      ...argumentsOf(line, headEnd(line.text)),
      block,
      span: { start: line.at(0), end },
      inner: { start: Math.min(line.next, inner), end: inner },
    });
  };
  for (const line of logicalLines(text)) {
    const closing = /^<\/([^>\s]*)/.exec(line.text);
    if (closing !== null) {
      const name = (closing[1] ?? '').toLowerCase();
      const depth = stack.findLastIndex((open) => open.name === name);
      if (depth === -1)
        faults.push({ span: line.span, message: `Nothing is open that ${line.text} closes.` });
      // What stands open within it is closed with it.
      for (const { line: open } of depth === -1 ? [] : stack.slice(depth + 1).toReversed()) {
        faults.push(unclosed(open));
        close(line.at(0), line.at(0));
      }
      if (depth !== -1) close(line.at(0), line.span.end);
    } else if (line.text.startsWith('<')) {
      const name = (/^<([^\s>]*)/.exec(line.text)?.[1] ?? '').toLowerCase();
      if (!line.text.includes('>'))
        faults.push({ span: line.span, message: `${line.text} has no ">".` });
      stack.push({ line, name, block: [] });
    } else {
      const name = /^\S+/.exec(line.text)?.[0] ?? '';
      const args = argumentsOf(line, line.text.length);
      into().push({ name: name.toLowerCase(), ...args, block: null, span: line.span, inner: null });
    }
  }
  while (stack.length > 0) {
    faults.push(unclosed(stack.at(-1)!.line));
    close(text.length, text.length);
  }
  return { directives: top, faults };
}

function unclosed({ span, text }: LogicalLine): SyntaxFault {
  return { span, message: `${text} is not closed.` };
}

/** Where the arguments of a section's opening line end: before its last `>`; what follows is ignored. */
function headEnd(text: string): number {
  const end = text.lastIndexOf('>');
  return end === -1 ? text.length : end;
}

/** The words behind a name: server/util.c (ap_getword_conf). */
function argumentsOf(line: LogicalLine, end: number): { args: Argument[]; raw: string } {
  const name = /^<?[^\s>]*/.exec(line.text)?.[0] ?? '';
  const args: Argument[] = [];
  let at = name.length;
  for (;;) {
    while (at < end && /\s/.test(line.text[at] ?? '')) at++;
    if (at >= end) break;
    const start = at;
    const quote = /["']/.exec(line.text[at] ?? '')?.[0] ?? null;
    if (quote !== null) at++;
    let value = '';
    for (; at < end; at++) {
      const char = line.text[at] ?? '';
      const next = line.text[at + 1];
      if (char === '\\' && (next === '\\' || (quote !== null && next === quote))) {
        value += next;
        at++;
      } else if (quote === null ? /\s/.test(char) : char === quote) break;
      else value += char;
    }
    if (quote !== null && at < end) at++;
    args.push({ value, span: { start: line.at(start), end: line.at(at - 1) + 1 } });
  }
  return { args, raw: line.text.slice(name.length, end).trim() };
}

/** The directives of a name. */
export function named(
  block: readonly Directive[],
  ...names: readonly string[]
): readonly Directive[] {
  return block.filter(({ name }) => names.includes(name));
}

/** The value of an argument, empty where there is none. */
export function arg(directive: Directive, index: number): string {
  return directive.args[index]?.value ?? '';
}
