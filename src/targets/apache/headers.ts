import type { SimulatedHeader } from '../target.js';
import type { Context } from './context.js';
import { evaluate, expanded } from './expression.js';
import { named, type Directive } from './parse.js';
import { regex, substituted } from './regex.js';

/** The two tables of an answer's headers; both are sent, `always` first. */
export interface Tables {
  readonly always: readonly SimulatedHeader[];
  readonly onsuccess: readonly SimulatedHeader[];
}

/** A Header directive taken apart: https://httpd.apache.org/docs/2.4/mod/mod_headers.html#header */
export interface HeaderLine {
  readonly always: boolean;
  readonly action: string;
  readonly name: string;
  /** The value; the pattern of `edit`. */
  readonly value: string;
  /** What `edit` puts in its place. */
  readonly replacement: string;
  /** `env=…`, `expr=…`, `early`; null for always. */
  readonly condition: string | null;
}

/** Actions that take no value. */
const BARE = new Set(['unset', 'echo', 'note']);

/** A Header directive's parts; null for what is none. */
export function headerLine({ name, args }: Directive): HeaderLine | null {
  if (name !== 'header') return null;
  const words = args.map(({ value }) => value);
  const table = /^(?:always|onsuccess)$/i.exec(words[0] ?? '')?.[0].toLowerCase();
  if (table !== undefined) words.shift();
  const [action = '', header = ''] = words.splice(0, 2);
  const kind = action.toLowerCase();
  const value = BARE.has(kind) ? '' : (words.shift() ?? '');
  const replacement = kind.startsWith('edit') ? (words.shift() ?? '') : '';
  const line = { action: kind, name: header.replace(/:.*$/s, ''), value, replacement };
  return { ...line, always: table === 'always', condition: words[0] ?? null };
}

/** What the Header lines of sections make of both tables; `onsuccess` is left alone for errors. */
export function withHeaders(
  tables: Tables,
  scopes: readonly (readonly Directive[])[],
  context: Context,
  error: boolean,
): Tables {
  let { always, onsuccess } = tables;
  for (const directive of scopes.flatMap((scope) => named(scope, 'header'))) {
    const line = headerLine(directive);
    if (line === null || (error && !line.always) || !holds(line.condition, context)) continue;
    if (line.always) always = changed(always, line, directive, context);
    else onsuccess = changed(onsuccess, line, directive, context);
  }
  const vary = [...context.asked].map((value) => ({ name: 'Vary', value, span: null }));
  return { always, onsuccess: [...onsuccess, ...vary] };
}

/** Conditions that are not known here do not hold; reading says so. */
function holds(condition: string | null, context: Context): boolean {
  if (condition === null) return true;
  if (condition.toLowerCase() === 'early') return false;
  const [, kind, text = ''] = /^(env|expr)=(.*)$/is.exec(condition) ?? [];
  if (kind?.toLowerCase() === 'expr') return evaluate(text, context) === true;
  return text.startsWith('!') ? !context.env.has(text.slice(1)) : context.env.has(text);
}

function changed(
  table: readonly SimulatedHeader[],
  line: HeaderLine,
  { span }: Directive,
  context: Context,
): readonly SimulatedHeader[] {
  const { action, name } = line;
  const same = (each: SimulatedHeader): boolean => each.name.toLowerCase() === name.toLowerCase();
  const first = table.find(same);
  const rest = table.filter((each) => !same(each));
  if (action === 'unset') return rest;
  if (action.startsWith('edit'))
    return table.map((each) =>
      same(each) ? { ...each, value: edited(each.value, line), span } : each,
    );
  if (action === 'echo') return [...table, ...echoed(name, context, span)];
  const value = valueOf(line.value, context);
  const own: SimulatedHeader = { name, value, span };
  if (action === 'set') return [...rest, own];
  if (action === 'add') return [...table, own];
  if (action === 'setifempty') return first === undefined ? [...table, own] : table;
  if (action !== 'append' && action !== 'merge') return table;
  if (first === undefined) return [...table, own];
  const members = first.value.split(',').map((each) => each.trim());
  if (action === 'merge' && members.includes(value)) return table;
  const joined = { name: first.name, value: `${first.value}, ${value}`, span };
  return table.map((each) => (each === first ? joined : each));
}

function edited(text: string, { action, value, replacement }: HeaderLine): string {
  const pattern = regex(value, action === 'edit*' ? 'g' : '');
  if (pattern === null) return text;
  return text.replace(pattern, (...found: unknown[]) =>
    substituted(
      replacement,
      found.map((each) => (typeof each === 'string' ? each : undefined)),
    ),
  );
}

function echoed(pattern: string, { request }: Context, span: Directive['span']): SimulatedHeader[] {
  const found = regex(pattern, 'i');
  return request.headers
    .filter(([name]) => found?.test(name) === true)
    .map(([name, value]) => ({ name, value, span }));
}

/** A value with its variables: one that is not set is sent as `(null)`. */
function valueOf(text: string, context: Context): string {
  if (/^expr=/i.test(text)) return expanded(text.slice(5), context) ?? '';
  return text.replaceAll(
    /%(?:\{([^}]*)\}([es])|(%))/g,
    (_, name: string, kind: string, percent) => {
      if (percent !== undefined) return '%';
      return (kind === 'e' ? context.env.get(name) : undefined) ?? '(null)';
    },
  );
}

/** Both tables as they are sent: all Vary lines become one, without spaces and without repetition. */
export function sent({ always, onsuccess }: Tables): readonly SimulatedHeader[] {
  const all = [...always, ...onsuccess];
  const vary = all.filter(({ name }) => name.toLowerCase() === 'vary');
  const [first] = vary;
  if (first === undefined) return all;
  const fields = new Map<string, string>();
  for (const field of vary.flatMap(({ value }) => value.split(/[\s,]+/)))
    if (field !== '' && !fields.has(field.toLowerCase())) fields.set(field.toLowerCase(), field);
  const span = vary.find((each) => each.span !== null)?.span ?? null;
  const one = { name: first.name, value: [...fields.values()].join(','), span };
  return all.flatMap((each) => (each === first ? [one] : vary.includes(each) ? [] : [each]));
}
