import type { SimulatedHeader, Span } from '../target.js';
import type { Directive } from './parse.js';
import { restOf } from './matchers.js';

/** One header operation of a `header` directive, or of `header_down`. */
export interface Operation {
  readonly kind: 'set' | 'add' | 'delete' | 'replace';
  readonly field: string;
  readonly value: string;
  readonly replacement: string;
  readonly span: Span;
}

/** What a `header` directive does: at once, or when the answer is written. */
export interface HeaderSteps {
  readonly operations: readonly Operation[];
  readonly deferred: boolean;
  /** Done only where none of these is there (`?`). */
  readonly unlessPresent: readonly string[] | null;
}

/** One operation as it is written: `+Vary Origin`. */
export function operation(field: string, rest: readonly string[], span: Span): Operation {
  const [value = '', replacement] = rest;
  const kind =
    field[0] === '+'
      ? 'add'
      : field[0] === '-'
        ? 'delete'
        : replacement !== undefined
          ? 'replace'
          : 'set';
  const name = field.replace(/^[+\-?>]/, '');
  return { kind, field: name, value, replacement: replacement ?? '', span };
}

/** The lines of a `header` directive: the one behind its name, or those of its block. */
export function headerLines(
  directive: Directive,
): readonly { readonly field: string; readonly rest: readonly string[]; readonly span: Span }[] {
  const [field, ...rest] = restOf(directive);
  const own = field === undefined ? [] : [{ field, rest, span: directive.span }];
  return [
    ...own,
    ...(directive.block ?? []).map(({ name, args, span }) => ({
      field: name,
      rest: args.map(({ value }) => value),
      span,
    })),
  ];
}

/**
 * What a `header` directive does: modules/caddyhttp/headers/caddyfile.go. One that
 * deletes waits for the answer with all that it does; lines with `?` are a step apart.
 */
export function headerSteps(directive: Directive): readonly HeaderSteps[] {
  const lines = headerLines(directive).filter(({ field }) => field !== 'defer');
  const usual = lines.filter(({ field }) => !field.startsWith('?'));
  const defaults = lines.filter(({ field }) => field.startsWith('?'));
  const defer =
    usual.length < headerLines(directive).length - defaults.length ||
    usual.some(({ field }) => /^[->]/.test(field));
  const made = (list: typeof lines): Operation[] =>
    list.map(({ field, rest, span }) => operation(field, rest, span));
  const fields = defaults.map(({ field }) => field.slice(1).toLowerCase());
  return [
    ...(usual.length > 0
      ? [{ operations: made(usual), deferred: defer, unlessPresent: null }]
      : []),
    ...(defaults.length > 0
      ? [{ operations: made(defaults), deferred: true, unlessPresent: fields }]
      : []),
  ];
}

/** Headers after operations, in the order of HeaderOps.ApplyTo: add, set, delete, replace. */
export function apply(
  given: readonly SimulatedHeader[],
  operations: readonly Operation[],
  fill: (value: string) => string,
): SimulatedHeader[] {
  let headers = [...given];
  const of = (kind: Operation['kind']): readonly Operation[] =>
    operations.filter((each) => each.kind === kind);
  const made = ({ field, value, span }: Operation): SimulatedHeader => ({
    name: field,
    value: fill(value),
    span,
  });
  for (const each of of('add')) headers.push(made(each));
  for (const each of of('set')) {
    headers = headers.filter(({ name }) => !covers(each.field, name));
    // Of two lines that set one field, both values are there.
    headers.push(made(each));
  }
  for (const each of of('delete'))
    headers = headers.filter(({ name }) => !covers(each.field, name));
  for (const { field, value, replacement } of of('replace')) {
    headers = headers.map((header) =>
      covers(field, header.name)
        ? { ...header, value: replaced(header.value, value, fill(replacement)) }
        : header,
    );
  }
  return headers;
}

function covers(pattern: string, name: string): boolean {
  const [field, other] = [pattern.toLowerCase(), name.toLowerCase()];
  const [starts, ends] = [field.startsWith('*'), field.endsWith('*')];
  if (starts && ends) return other.includes(field.slice(1, -1));
  if (ends) return other.startsWith(field.slice(0, -1));
  return starts ? other.endsWith(field.slice(1)) : field === other;
}

function replaced(text: string, pattern: string, put: string): string {
  try {
    return text.replaceAll(new RegExp(pattern, 'g'), put);
  } catch {
    return text;
  }
}
